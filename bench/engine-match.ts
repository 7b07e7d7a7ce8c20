// What deciding one CloudTrail record costs the engine, without inflating and cutting: both forms beside JSON.parse.
// Run: node --conditions=@windhover/source bench/engine-match.ts [--flood]
import { randomUUID } from 'node:crypto';
import { createEngine, createInterpreter, type Engine } from '@windhover/engine';
import type { SourceRecord } from '@windhover/event-sources';
import { readSampleRecords } from './corpus/sample-records.ts';
import { measure, type Variant } from './measure.ts';
import { compileRules, readRules } from './rules/rulesets.ts';

const SOURCE = 'aws_cloudtrail';
const COPIES = 5;
const REPETITIONS = 7;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const isFlood = process.argv.includes('--flood');

const texts = Array.from({ length: COPIES }, () => readSampleRecords(SOURCE))
  .flat()
  .map(renew);
const bytes = Buffer.from(texts.join('\n'));
const records = locateRecords();

/** Fresh identifiers; in a flood also a user agent and user name that no other record has. */
function renew(text: string): string {
  const renewed = text.replace(UUID, () => randomUUID());
  if (!isFlood) return renewed;
  return renewed
    .replace(/"userAgent":"[^"]*"/, () => `"userAgent":"agent ${randomUUID()}"`)
    .replace(/"userName":"[^"]*"/, () => `"userName":"user ${randomUUID()}"`);
}

function locateRecords(): SourceRecord[] {
  let start = 0;
  return texts.map((text) => {
    const record = {
      bytes,
      start,
      end: start + Buffer.byteLength(text),
      timestampNs: 0n,
      sourceName: SOURCE,
    };
    start = record.end + 1;
    return record;
  });
}

function evaluateAll(name: string, engine: Engine): Variant {
  return {
    name,
    run: () => {
      for (const record of records) engine.evaluate(record);
    },
  };
}

const parseAll: Variant = {
  name: 'JSON.parse',
  run: () => {
    for (const { start, end } of records) JSON.parse(bytes.toString('utf8', start, end));
  },
};

const variants = [20, 100, 1000].flatMap((count) => {
  const ruleset = compileRules(readRules(count));
  const counting = createEngine(ruleset);
  const alerts = records.reduce((sum, record) => sum + counting.evaluate(record).length, 0);
  const share = `${((100 * alerts) / records.length).toFixed(0)} % alerts`;
  return [
    evaluateAll(`${count} rules (${share})`, createEngine(ruleset)),
    ...(count === 1000 ? [] : [evaluateAll(`${count} rules, interpreted`, createInterpreter(ruleset))]),
  ];
});
const [parse, ...others] = await measure([parseAll, ...variants], REPETITIONS);
const baseline = parse?.minimumUs ?? 0;
for (const { name, minimumUs } of [...(parse ? [parse] : []), ...others]) {
  const ns = ((1000 * minimumUs) / records.length).toFixed(0);
  console.log(
    `${name.padEnd(28)} ${ns.padStart(7)} ns/record  ${(minimumUs / baseline).toFixed(2)} x JSON.parse`,
  );
}
