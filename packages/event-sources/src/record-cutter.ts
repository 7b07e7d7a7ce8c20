// The cutter that every source uses: units are found, opened by the source's format, and what they hold is admitted.

import type { JsonNode } from '@windhover/json';
import { parseJson } from '@windhover/json';
import { inflateBareText, passEnvelope } from './envelope.ts';
import type { CutterOptions, RecordCutter, Skip, UnitFormat, UnitSink } from './event-source.ts';
import type { CuttableSource, RecordSink } from './record-sink.ts';
import { createRecordSink, notJson } from './record-sink.ts';
import type { Unit } from './unit-cutter.ts';
import { UnitCutter } from './unit-cutter.ts';

/** Objects in envelopes in objects … deeper than this are skipped as `too-deep`. */
const MAX_OBJECT_DEPTH = 4;
const MIN_UNIT_BYTES = 1 << 20;
const unknownFormat: Skip = { reason: 'unknown-format', detail: 'no event source knows this' };

/** Largest unit that cutters take, unless a source asks for another: envelopes hold several records. */
export function defaultUnitBytes(options: CutterOptions): number {
  return Math.max(MIN_UNIT_BYTES, 4 * options.maxRecordBytes);
}

/** Cuts objects into the records of one source, with one unit of at most `maxUnitBytes` in memory. */
export function createUnitRecordCutter(
  source: CuttableSource,
  options: CutterOptions,
  maxUnitBytes: number = defaultUnitBytes(options),
): RecordCutter {
  const { units } = source;
  return createOpeningCutter(
    {
      classifyMember: units.classifyMember,
      chooseByStart: (bytes, start, end) => (startsRecord(units, bytes, start, end) ? source : undefined),
      choose: () => source,
    },
    options,
    maxUnitBytes,
  );
}

/** Whether the unit is surely a record, told from its first bytes alone. */
export function startsRecord(
  { recordStart }: Pick<UnitFormat, 'recordStart'>,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (!recordStart || end - start < recordStart.length) return false;
  for (let index = 0; index < recordStart.length; index++) {
    if (bytes[start + index] !== recordStart[index]) return false;
  }
  return true;
}

/** Which source opens a unit. */
export interface SourceChoice {
  readonly classifyMember: UnitFormat['classifyMember'];
  /** The source of which the unit is surely a record, told from its first bytes. */
  chooseByStart(bytes: Uint8Array, start: number, end: number): CuttableSource | undefined;
  choose(unit: JsonNode): CuttableSource | undefined;
}

/** The same with a source chosen for each unit. Without one, envelopes are opened and the rest is `unknown-format`. */
export function createOpeningCutter(
  choice: SourceChoice,
  options: CutterOptions,
  maxUnitBytes: number,
): RecordCutter {
  const recordSinks = new Map<CuttableSource, RecordSink>();

  function recordSinkOf(source: CuttableSource): RecordSink {
    let sink = recordSinks.get(source);
    if (!sink) recordSinks.set(source, (sink = createRecordSink(source, options)));
    return sink;
  }

  /** Inner objects report the offset of the unit that they came in. */
  function createCutter(depth: number, outerOffset: number | undefined): RecordCutter {
    const skip = (given: Skip): void => {
      options.receiver.skip(outerOffset === undefined ? given : { ...given, offset: outerOffset });
    };
    const unit = (found: Unit): void => openUnit(found, outerOffset ?? found.offset, depth);
    const { classifyMember } = choice;
    // Only the object itself is measured: what envelopes hold comes between its units.
    const measure = depth === 0 ? options.measure : undefined;
    return new UnitCutter({ classifyMember, maxUnitBytes, skip, unit, ...(measure && { measure }) });
  }

  function openUnit({ bytes, start, end }: Unit, offset: number, depth: number): void {
    const { receiver, compatibility } = options;
    const sureSource = choice.chooseByStart(bytes, start, end);
    if (sureSource) return recordSinkOf(sureSource).record(bytes, start, end, offset);
    const root = parseJson(bytes, start, end);
    const inflated = root ? undefined : inflateBareText(bytes, start, end);
    if (inflated) return openObject(inflated, offset, depth);
    if (!root) return receiver.skip({ ...notJson, offset });
    const source = choice.choose(root);
    const sink: UnitSink = {
      skip: (skip) => receiver.skip({ offset, ...skip }),
      record(recordBytes, recordStart, recordEnd) {
        if (!source) return;
        const isUnit = recordBytes === bytes && recordStart === root.start && recordEnd === root.end;
        recordSinkOf(source).record(recordBytes, recordStart, recordEnd, offset, isUnit ? root : undefined);
      },
      object: (inner) => openObject(inner, offset, depth),
    };
    if (source) source.units.open(root, sink, compatibility);
    else if (!passEnvelope(root, sink)) sink.skip(unknownFormat);
  }

  function openObject(bytes: Uint8Array, offset: number, depth: number): void {
    if (depth === MAX_OBJECT_DEPTH) {
      return options.receiver.skip({ reason: 'too-deep', detail: 'too many envelopes in envelopes', offset });
    }
    const cutter = createCutter(depth + 1, offset);
    cutter.write(bytes);
    cutter.end();
  }

  return createCutter(0, undefined);
}
