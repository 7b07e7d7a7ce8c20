import { createFieldCatalog, findEventSource } from '@windhover/event-sources';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleset, type CompiledRuleset } from '../compile/compile-ruleset.ts';
import type { Engine } from '../engine.ts';
import { createInterpreter } from '../interpreter.ts';
import { createCheckedEngine, type EngineDifference } from './checked-engine.ts';
import { createFastEngine } from './fast-engine.ts';

const SOURCE = 'aws_cloudtrail';
const source = findEventSource(SOURCE)!;

function compile(conditions: readonly string[]): CompiledRuleset {
  const catalog = createFieldCatalog(source, 'fixed');
  const loader = createRulesetLoader({ catalogFor: () => catalog, plugins: [], appendOutput: [] });
  const text = conditions.map(
    (condition, index) =>
      `- {rule: r${index}, desc: d, source: ${SOURCE}, priority: ERROR, output: "%evt.num %ct.name", condition: ${JSON.stringify(condition)}}\n`,
  );
  expect(loader.load(createByteSource('r.yaml', text.join(''))).errors).toEqual([]);
  return compileRuleset(loader.ruleset(), { ruleMatching: 'all' });
}

/** What comes of an object: the alerts by offset in time, what was counted, and what was skipped. */
interface Outcome {
  alerts: string[];
  records: number;
  latestNs: bigint;
  skips: unknown[];
  passed: number;
}

function evaluate(engine: Engine, objects: readonly Buffer[], chunkBytes: number): Outcome {
  const outcome: Outcome = { alerts: [], records: 0, latestNs: 0n, skips: [], passed: 0 };
  const count = (records: number, latestNs: bigint): void => {
    outcome.records += records;
    if (latestNs > outcome.latestNs) outcome.latestNs = latestNs;
  };
  const limits = { maxLength: 500, maxRecords: 1000 };
  for (const object of objects) {
    const cutter = source.createCutter({
      compatibility: 'fixed',
      maxRecordBytes: limits.maxLength,
      receivedNs: 7n,
      deferAdmission: true,
      measure() {
        const measure = engine.measure(SOURCE);
        return (
          measure && {
            load: measure.load,
            measure: measure.measure,
            pass(start, limit) {
              const passed = measure.pass(start, limit, limits, 7n);
              if (!passed || passed.count === 0) return start;
              outcome.passed += passed.count;
              count(passed.count, passed.latestNs);
              return passed.end;
            },
          }
        );
      },
      receiver: {
        skip: (skip) => void outcome.skips.push(skip),
        record(record) {
          const result = engine.admit(record, 7n);
          if ('reason' in result) return void outcome.skips.push(result);
          count(1, result.timestampNs);
          outcome.alerts.push(...result.alerts.map(({ rule, message }) => `${rule}: ${message}`));
        },
      },
    });
    for (let at = 0; at < object.length; at += chunkBytes) cutter.write(object.subarray(at, at + chunkBytes));
    cutter.end();
  }
  return outcome;
}

const condition = fc.constantFrom(
  'ct.name in (A, B)',
  'ct.name = C and ct.user startswith ali',
  'ct.name != A and json.value[/requestParameters/x] contains "1"',
  'not ct.error exists and ct.region = eu-west-1',
  'ct.useragent icontains curl',
  'ct.user = alice or (ct.srcip = 1.2.3.4 and ct.name = B)',
  'ct.request contains secret',
);
const record = fc
  .record(
    {
      eventTime: fc.constantFrom('2024-01-15T10:20:30Z', '2024-01-15T10:20:31Z', 'soon'),
      eventType: fc.constantFrom('AwsApiCall', 'AwsApiCall', 'AwsCloudTrailInsight'),
      eventName: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      userIdentity: fc.record({ type: fc.constant('IAMUser'), userName: fc.constantFrom('alice', 'bob') }),
      userAgent: fc.constantFrom('curl', 'aws-cli', 'a "quoted" one', 'x'.repeat(3000)),
      sourceIPAddress: fc.constantFrom('1.2.3.4', '5.6.7.8'),
      awsRegion: fc.constantFrom('eu-west-1', 'us-east-1'),
      errorCode: fc.constant('AccessDenied'),
      requestParameters: fc.record({ x: fc.integer({ min: 0, max: 30 }) }),
    },
    { requiredKeys: ['eventTime', 'eventType'] },
  )
  .map((members) => JSON.stringify({ eventVersion: '1.08', ...members }));
const unit = fc.oneof(
  { weight: 30, arbitrary: record },
  fc.constantFrom('{}', '7', '{"eventVersion":"1.08"', '{"eventVersion":"1.08","eventName":"\\u0041"}', 'x'),
);
const object = fc
  .tuple(fc.array(unit, { minLength: 20, maxLength: 60 }), fc.constantFrom(',', ' , ', ',\n', '\n'))
  .map(([units, separator]) => Buffer.from(`{"Records":[${units.join(separator)}]}`));

describe('records that are passed in a row', () => {
  it('come to what the interpreter makes of them one by one', () => {
    let records = 0;
    let passed = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(condition, { minLength: 1, maxLength: 4 }),
        fc.array(object, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(300, 4000, 1_000_000),
        (conditions, objects, chunkBytes) => {
          const ruleset = compile(conditions);
          const { passed: inARow, ...fast } = evaluate(createFastEngine(ruleset), objects, chunkBytes);
          const { passed: none, ...expected } = evaluate(createInterpreter(ruleset), objects, chunkBytes);
          expect(fast).toEqual(expected);
          expect(none).toBe(0);
          records += fast.records;
          passed += inARow;
        },
      ),
      { numRuns: 300 },
    );
    expect(passed).toBeGreaterThan(records / 10);
  });

  it('are interpreted as well where both forms are asked', () => {
    fc.assert(
      fc.property(fc.uniqueArray(condition, { minLength: 1, maxLength: 4 }), object, (conditions, bytes) => {
        const ruleset = compile(conditions);
        const differences: EngineDifference[] = [];
        const checked = createCheckedEngine(ruleset, {}, (difference) => void differences.push(difference));
        const { passed: _, ...outcome } = evaluate(checked, [bytes, bytes], 1_000_000);
        const { passed: none, ...expected } = evaluate(createInterpreter(ruleset), [bytes, bytes], 1_000_000);
        expect(outcome).toEqual(expected);
        expect(none).toBe(0);
        expect(differences).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
