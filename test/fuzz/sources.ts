// Mutates real records of every source and checks what must hold:
//   node --conditions=@windhover/source test/fuzz/sources.ts [--source NAME] [--runs N] [--seed N]

import { parseArgs } from 'node:util';
import { findEventSource } from '@windhover/event-sources';
import { createRandom } from '../../bench/random.ts';
import { checkMutation } from './check-source.ts';
import { readSeedRecords } from './seed-records.ts';

const { values } = parseArgs({
  options: {
    source: { type: 'string' },
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});

for (const [name, records] of readSeedRecords()) {
  const source = findEventSource(name);
  if (!source || (values.source !== undefined && values.source !== name)) continue;
  const random = createRandom(Number(values.seed));
  let slowestMs = 0;
  for (let run = 0; run < Number(values.runs); run++) {
    const started = performance.now();
    checkMutation(source, records[random.below(records.length)] as string, random);
    slowestMs = Math.max(slowestMs, performance.now() - started);
  }
  console.log(
    `${name}: ${values.runs} mutations of ${records.length} records, slowest ${slowestMs.toFixed(1)} ms`,
  );
}
