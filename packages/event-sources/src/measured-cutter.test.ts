import { createProjection } from '@windhover/json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CutterOptions, UnitMeasure } from './event-source.ts';
import { findEventSource } from './event-sources.ts';
import { createRecognisingCutter } from './recognise-source.ts';
import { writeInChunks } from './cut-for-test.ts';

function createMeasure(): UnitMeasure {
  const projection = createProjection([]);
  let length = 0;
  return {
    load(chunk) {
      projection.load(chunk);
      length = chunk.length;
    },
    measure: (start) => projection.scanValue(start, length),
  };
}

/** What comes out of an object that is written in chunks of this size. */
function cut(
  source: string | undefined,
  bytes: Uint8Array,
  chunkSize: number,
  measure?: UnitMeasure,
): unknown[] {
  const result: unknown[] = [];
  const options: CutterOptions = {
    compatibility: 'fixed',
    maxRecordBytes: 1 << 20,
    receivedNs: 0n,
    deferAdmission: true,
    receiver: {
      record: ({ bytes: payload, start, end }) =>
        result.push(Buffer.from(payload.subarray(start, end)).toString('latin1')),
      skip: (skip) => result.push(skip),
    },
    ...(measure && { measure: () => measure }),
  };
  const cutter =
    source === undefined ? createRecognisingCutter(options) : findEventSource(source)?.createCutter(options);
  if (cutter) writeInChunks(cutter, bytes, chunkSize);
  cutter?.end();
  return result;
}

const unit = fc.oneof(
  fc.constantFrom(
    '{"eventTime":"2024-01-15T10:20:30Z","eventType":"AwsApiCall","eventVersion":"1.08","a":[{"b":"}"}]}',
    '{"a":"\\"]}"}',
    '{"a":\n{"b":1}}',
    '{"a":"x\n{"}',
    '{"a":"x',
    '{"a":1',
    '{]',
    '{}',
    '5',
    '"x"',
    'null',
    '[1,{"a":2}]',
    '{"Records":[{"eventVersion":"1"}]}',
  ),
  fc.json({ maxDepth: 3 }),
);
const object = fc.tuple(
  fc.constantFrom('{"Records":[', '[', '', '{"x":1,"Records" : [', '{"Records":[1],"Records":['),
  fc.array(unit, { maxLength: 6 }),
  fc.constantFrom(',', ' , ', ',\n', '\n', ''),
  fc.constantFrom(']}', ']', '', '],"y":{"z":[1]}}', '}'),
);

describe('a cutter that is told where units end', () => {
  it.each(['aws_cloudtrail', undefined])('finds what it would find by itself (%s)', (source) => {
    fc.assert(
      fc.property(
        object,
        fc.constantFrom(1, 7, 64, 100_000),
        ([open, units, separator, close], chunkSize) => {
          const bytes = Buffer.from(open + units.join(separator) + close);
          expect(cut(source, bytes, chunkSize, createMeasure())).toEqual(cut(source, bytes, chunkSize));
        },
      ),
      { numRuns: 500 },
    );
  });
});
