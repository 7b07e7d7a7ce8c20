import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDaemon } from './run-daemon.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('snapshots of metrics go to the sinks, each interval and for each source with rules', async () => {
  const createRule = (name: string, source: string): string =>
    `- {rule: ${name}, desc: d, condition: evt.num > 0, output: o, priority: INFO, source: ${source}}\n`;
  writeFileSync(join(folder, 'rules.yaml'), createRule('a', 'okta') + createRule('b', 'aws_cloudtrail'));
  const config = [
    'rules_files: [rules.yaml]',
    'json_output: true',
    'log_level: error',
    'workers: 1',
    'stdout_output: {enabled: true}',
    'metrics: {enabled: true, interval: 100ms, output_rule: true}',
    'ingest: [{type: http, listen_port: 0}]',
  ];
  writeFileSync(join(folder, 'windhover.yaml'), config.join('\n'));
  const daemon = runDaemon(['-c', 'windhover.yaml'], folder);
  await daemon.until(() => daemon.stdout().split('\n').length > 4);
  expect(await daemon.stop()).toBe(0);
  const alerts = daemon
    .stdout()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { rule: string; output_fields: Record<string, unknown> });
  expect(new Set(alerts.map(({ rule }) => rule))).toEqual(new Set(['Falco internal: metrics snapshot']));
  expect(alerts.slice(0, 4).map((alert) => alert.output_fields['evt.source'])).toEqual([
    'okta',
    'aws_cloudtrail',
    'okta',
    'aws_cloudtrail',
  ]);
});
