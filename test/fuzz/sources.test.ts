import { eventSources, findEventSource } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../bench/random.ts';
import { checkMutation } from './check-source.ts';
import { readSeedRecords } from './seed-records.ts';

const RUNS = 200;
const seeds = readSeedRecords();

describe.each(eventSources.map(({ name }) => name))('%s', (name) => {
  const records = seeds.get(name) ?? [];

  it.skipIf(records.length === 0)('gives values or skips for mutated records, the same in any chunks', () => {
    const source = findEventSource(name);
    const random = createRandom(7);
    for (let run = 0; run < RUNS; run++) {
      if (source) checkMutation(source, records[random.below(records.length)] as string, random);
    }
    expect(source).toBeDefined();
  });
});
