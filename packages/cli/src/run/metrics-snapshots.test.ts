import { createVirtualClock } from '@windhover/testkit';
import type { Ingest, IngestObject, ObjectEvaluations, ObjectReport } from '@windhover/pipeline';
import { describe, expect, it } from 'vitest';
import { createMetricsSnapshots, sanitiseRuleName } from './metrics-snapshots.ts';

const object = (sourceName?: string): IngestObject => ({
  origin: { ingest: 'http', name: 'object' },
  bytes: new Uint8Array(0),
  ...(sourceName !== undefined && { sourceName }),
  ack: async () => undefined,
  nack: async () => undefined,
});

/** Reports that each object held three events and what is given as alerts. */
const createEvaluations = (alerts: ObjectReport['alerts']): ObjectEvaluations => ({
  width: 1,
  evaluate: async () => ({ bytes: 1, inflatedBytes: 1, records: 3, skips: {}, alerts }),
  close: async () => undefined,
});

/** An ingest that ends when it is told to. */
function createEndingIngest() {
  const end = Promise.withResolvers<void>();
  const ingest: Ingest = {
    name: 'file',
    async *read() {
      await end.promise;
      yield* [];
    },
    close: async () => undefined,
  };
  return { ingest, end: () => end.resolve() };
}

function start(rules: ReadonlyMap<string, readonly string[]>, includesEmpty = false) {
  const clock = createVirtualClock(Date.UTC(2026, 10, 24));
  const snapshots = createMetricsSnapshots({
    settings: { countsRules: true, includesEmpty },
    intervalMs: 10_000,
    rules: () => rules,
    drops: () => 5,
    hostname: 'host',
    timeZone: 'UTC',
    version: '1.2.3',
    cpus: 4,
    startedMs: clock.nowMs(),
    clock,
  });
  const { ingest, end } = createEndingIngest();
  const evaluations = snapshots.watch(createEvaluations({ 'A rule (odd)': 2 }));
  const reading = snapshots.addTo([ingest]).map((each) => each.read(new AbortController().signal));
  /** The lines of the next snapshot. */
  const next = async () => {
    const pulled = reading[1]![Symbol.asyncIterator]().next();
    await clock.advance(10_000);
    const { value } = await pulled;
    const lines: { text: string; json: string }[] = [];
    await evaluations.evaluate(value as IngestObject, async (alerts) => void lines.push(...alerts));
    return lines[0]!;
  };
  return { clock, evaluations, next, end, reading };
}

describe('metrics snapshots', () => {
  it('are alerts as Falco writes them', async () => {
    const { evaluations, next } = start(new Map([['aws_cloudtrail', ['A rule (odd)', 'B']]]));
    await evaluations.evaluate(object(), async () => undefined);
    const { text, json } = await next();
    expect(JSON.parse(json)).toEqual({
      hostname: 'host',
      output: 'Falco metrics snapshot',
      output_fields: {
        'evt.hostname': 'host',
        'evt.source': 'aws_cloudtrail',
        'evt.time': 1795478410000000000,
        'falco.duration_sec': 10,
        'falco.evts_rate_sec': 0.3,
        'falco.host_num_cpus': 4,
        'falco.num_evts': 3,
        'falco.num_evts_prev': 0,
        'falco.outputs_queue_num_drops': 5,
        'falco.rules.A_rule_odd': 2,
        'falco.rules.matches_total': 2,
        'falco.start_ts': 1795478400000000000,
        'falco.version': '1.2.3',
      },
      priority: 'Informational',
      rule: 'Falco internal: metrics snapshot',
      source: 'internal',
      time: '2026-11-24T00:00:10.000000000Z',
    });
    expect(text).toMatch(
      /^00:00:10\.000000000: Informational Falco metrics snapshot \(evt\.hostname="host" evt\.source="aws_cloudtrail" evt\.time=1795478410000000000 /,
    );
  });

  it('count from one to the next, rules at zero too when that is asked for', async () => {
    const { evaluations, next } = start(new Map([['aws_cloudtrail', ['A rule (odd)', 'B']]]), true);
    await evaluations.evaluate(object(), async () => undefined);
    await next();
    await evaluations.evaluate(object('aws_cloudtrail'), async () => undefined);
    const { output_fields: fields } = JSON.parse((await next()).json) as { output_fields: object };
    expect(fields).toMatchObject({ 'falco.num_evts': 6, 'falco.num_evts_prev': 3, 'falco.rules.B': 0 });
  });

  it('end when everything else has ended', async () => {
    const { reading, end } = start(new Map([['okta', ['A']]]));
    const all = reading.map((each) => each[Symbol.asyncIterator]().next());
    end();
    expect((await Promise.all(all)).map(({ done }) => done)).toEqual([true, true]);
  });
});

describe('sanitiseRuleName', () => {
  it.each([
    ['Trail stopped', 'Trail_stopped'],
    ['(odd) name!!', '_odd_name'],
    ['a:b__c', 'a:b_c'],
  ])('%s → %s', (name, expected) => expect(sanitiseRuleName(name)).toBe(expected));
});
