// Compare the fast form of the engine with the interpreter over many random rules and records, those that are passed
// in a row among them:
//   node --conditions=@windhover/source packages/engine/scripts/fuzz-engine.ts [PAIRS] [SEED]

import { eventSources, type EventSource } from '@windhover/event-sources';
import fc from 'fast-check';
import type { Engine } from '../src/engine.ts';
import { createCheckedEngine } from '../src/fast/checked-engine.ts';
import { compileConditions, conditionOf, payloadOf, recordOf } from '../src/fast/fixture-rules.ts';

const RULES = 12;
const PAYLOADS = 25;
/** Rounds between two lines on standard error. */
const REPORT_EVERY = 500;

const wantedPairs = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? 1);
const generators = eventSources.map((source) => ({
  source,
  conditions: fc.array(conditionOf(source), { minLength: 1, maxLength: RULES }),
  payloads: fc.array(payloadOf(source), { minLength: 1, maxLength: PAYLOADS }),
}));

let pairs = 0;
let passed = 0;
for (let round = 0; pairs < wantedPairs; round++) {
  const { source, conditions, payloads } = generators[round % generators.length]!;
  const options = { numRuns: 1, seed: firstSeed + round };
  const [rules = []] = fc.sample(conditions, options);
  const [records = []] = fc.sample(payloads, options);
  const ruleset = compileConditions(source, rules, round % 2 === 0 ? 'all' : 'first');
  const engine = createCheckedEngine(ruleset, {}, ({ record, fast, interpreted }) => {
    const text = Buffer.from(record.bytes.subarray(record.start, record.end)).toString('latin1');
    console.error(
      `seed ${options.seed}, ${source.name}: ${JSON.stringify({ rules, text, fast, interpreted }, bigintText)}`,
    );
    process.exitCode = 1;
  });
  for (const payload of [...records, ...records]) engine.evaluate(recordOf(source, payload));
  const inARow = evaluateInARow(engine, source, [...records, ...records, ...records]);
  passed += inARow;
  pairs += (inARow > 0 ? 5 : 2) * records.length * rules.length;
  if (round % REPORT_EVERY === 0) console.error(`${pairs} pairs`);
}
console.log(`${pairs} pairs of a rule and a record, ${passed} records passed in a row`);

/** As elements of a list, begun as records of the source begin; gives how many were passed. */
function evaluateInARow(engine: Engine, source: EventSource, payloads: readonly string[]): number {
  const { recordStart } = source.units;
  if (!recordStart) return 0;
  const begun = payloads
    .filter((payload) => payload.startsWith('{"'))
    .map(
      (payload) =>
        `${Buffer.from(recordStart).toString()}8","eventTime":"2024-01-15T10:20:30Z","eventType":"AwsApiCall",${payload.slice(1)}`,
    );
  const bytes = Buffer.from(begun.join(','));
  const limits = { maxLength: bytes.length, maxRecords: bytes.length };
  let start = 0;
  let count = 0;
  for (let index = 0; index < begun.length;) {
    const measure = engine.measure(source.name);
    measure?.load(bytes);
    const passing = measure?.pass(start, bytes.length, limits, 0n);
    if (passing && passing.count > 0) {
      count += passing.count;
      index += passing.count;
      start = passing.end + 1;
    } else {
      const end = start + Buffer.byteLength(begun[index] ?? '');
      engine.admit({ bytes, start, end, timestampNs: 0n, sourceName: source.name }, 0n);
      index += 1;
      start = end + 1;
    }
  }
  return count;
}

function bigintText(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Map ? [...value] : value;
}
