// Reloads and the end of a daemon while objects come and alerts go: each event is told once, by the rules of its time.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noFaults, startWebhookReceiver, type WebhookReceiver } from '@windhover/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScene, type Scene } from '../chaos/scene.ts';
import { operationsUrl, readMetric, startDaemon, type Daemon } from './start-daemon.ts';

const RECORDS = 200;

describe('a daemon under traffic', { timeout: 120_000 }, () => {
  let scene: Scene;
  let webhook: WebhookReceiver;
  let daemon: Daemon;
  beforeAll(async () => {
    scene = await createScene();
    webhook = await startWebhookReceiver();
    writeRules('First');
    writeConfig('10s');
    daemon = startDaemon(['-c', 'windhover.yaml'], scene.folder);
  });
  afterAll(async () => {
    await daemon.stop();
    await webhook.close();
    await scene.close();
  });

  const writeRules = (name: string): void =>
    writeFileSync(
      join(scene.folder, 'rules.yaml'),
      `- {rule: ${name}, desc: d, condition: ct.name = DeleteBucketEncryption, output: "event=%ct.id", priority: INFO, source: aws_cloudtrail}\n`,
    );
  const writeConfig = (drainTimeout: string): void =>
    writeFileSync(
      join(scene.folder, 'windhover.yaml'),
      `rules_files: [rules.yaml]
json_output: true
workers: 1
watch_config_files: false
drain_timeout: ${drainTimeout}
webserver: {enabled: true, listen_address: 127.0.0.1, listen_port: 0, prometheus_metrics_enabled: true}
ingest:
  - {type: aws_sqs, queue_url: "${scene.queueUrl}", endpoint: "${scene.aws.sqs.url}", s3_endpoint: "${scene.aws.s3.url}", wait_seconds: 1}
sinks: [{type: http, url: "${webhook.url}"}]
`,
    );
  const told = (): { rule: string; id: string }[] =>
    webhook.received.map(({ body }) => {
      const { rule, output } = JSON.parse(body) as { rule: string; output: string };
      return { rule, id: /event=(\S+)/.exec(output)?.[1] ?? output };
    });
  const rules = (): string[] => [...new Set(told().map(({ rule }) => rule))];
  const isIdle = (): boolean => {
    const { waiting, inWork } = scene.countMessages();
    return waiting + inWork === 0;
  };
  /** Objects come until it is so. */
  const feedUntil = (isDone: () => boolean | Promise<boolean>): Promise<void> =>
    daemon.until(async () => {
      await scene.addObject(RECORDS);
      return isDone();
    });
  const healthz = async (): Promise<object> =>
    (await fetch(`${operationsUrl(daemon)}/healthz`)).json() as Promise<object>;
  const expectAllOnce = (): void =>
    expect(
      told()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...scene.expected].sort());

  it('goes on with its rules when new ones do not load, and says so', async () => {
    await feedUntil(() => rules().includes('First'));
    writeFileSync(join(scene.folder, 'rules.yaml'), '- rule: broken\n');
    daemon.signal('SIGHUP');
    await feedUntil(async () => 'reload_problem' in (await healthz()));
    const before = told().length;
    await feedUntil(() => told().length > before + 10);
    expect(rules()).toEqual(['First']);
    expect(await readMetric(daemon, 'reload_failures_total')).toBe(1);
    expect(await readMetric(daemon, 'reloads_total')).toBe(0);
  });

  it('swaps rules between events', async () => {
    writeRules('Second');
    daemon.signal('SIGHUP');
    await feedUntil(() => rules().includes('Second'));
    expect(await healthz()).toEqual({ status: 'ok' });
    await daemon.until(isIdle);
    expectAllOnce();
  });

  it('opens everything anew when more than rules has changed', async () => {
    writeRules('Third');
    writeConfig('11s');
    daemon.signal('SIGHUP');
    await feedUntil(() => rules().includes('Third'));
    scene.letTimePass(600_000);
    await daemon.until(isIdle);
    expectAllOnce();
  });

  it('finishes what it holds when it is stopped, and leaves the rest to the next', async () => {
    // More than it takes at once, for a sink that takes its time.
    webhook.setFaults({ next: () => ({ kind: 'delay', ms: 100 }) });
    for (let object = 0; object < 100; object++) await scene.addObject(RECORDS);
    await daemon.until(() => scene.countMessages().inWork > 0);
    expect(await daemon.stop()).toBe(0);
    expect(daemon.stderr()).toMatch(/"inFlight":[1-9].*"draining"/);
    expect(daemon.stderr()).toMatch(/"released":0,"msg":"stopped"/);
    expect(told().length).toBeLessThan(scene.expected.size);

    webhook.setFaults(noFaults);
    scene.letTimePass(600_000);
    daemon = startDaemon(['-c', 'windhover.yaml'], scene.folder);
    await daemon.until(isIdle);
    expectAllOnce();
  });

  it('gives back what it cannot deliver before its time to drain is over', async () => {
    writeConfig('50ms');
    webhook.setFaults({ next: () => ({ kind: 'status', status: 503 }) });
    expect(await daemon.stop()).toBe(0);
    daemon = startDaemon(['-c', 'windhover.yaml'], scene.folder);
    await feedUntil(async () => (await readMetric(daemon, 'sink_retries_total')) > 0);
    expect(await daemon.stop()).toBe(0);
    expect(daemon.stderr()).toMatch(/"released":[1-9]/);

    webhook.setFaults(noFaults);
    scene.letTimePass(600_000);
    daemon = startDaemon(['-c', 'windhover.yaml'], scene.folder);
    await daemon.until(isIdle);
    expectAllOnce();
  });
});
