import { describe, expect, it } from 'vitest';
import { createMetrics, type ProcessMetrics } from './create-metrics.ts';

const valueOf = async (metrics: ProcessMetrics, series: string): Promise<string | undefined> =>
  (await metrics.render())
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.split(' ')[1];

describe('metrics', () => {
  it('have the prefix of the product', async () => {
    const metrics = createMetrics();
    metrics.add('records_total', { ingest: 'http' }, 3);
    metrics.set('queue_messages', { queue: 'q', state: 'visible' }, 7);
    expect(await valueOf(metrics, 'windhover_records_total{ingest="http"}')).toBe('3');
    expect(await valueOf(metrics, 'windhover_queue_messages{queue="q",state="visible"}')).toBe('7');
  });

  it.each([
    ['nothing', undefined, '0'],
    ['a full queue', 'queue-full', '2'],
    ['a sink that was given up', 'gave-up', '2'],
    ['a refusal, which is in the dead letter', 'refused', '0'],
  ])("count under Falco's name for drops: %s", async (_what, reason, expected) => {
    const metrics = createMetrics();
    if (reason !== undefined) metrics.add('undelivered_alerts_total', { sink: 's', reason }, 2);
    expect(await valueOf(metrics, 'falcosecurity_falco_outputs_queue_num_drops_total')).toBe(expected);
  });
});
