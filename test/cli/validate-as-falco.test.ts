import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

const createRule = (output: string): string =>
  `- {rule: r, desc: d, condition: ct.name = x, output: "${output}", priority: INFO, source: aws_cloudtrail}\n`;

describe('windhover validate --falco', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'validate-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['rules that load', createRule('o'), 0, 'rules.yaml: Ok\n', ''],
    ['rules that do not', createRule('100%'), 1, /^rules.yaml: Invalid\n1 Errors:/, ''],
    [
      'what ends Falco while it loads',
      createRule('%tolower(ct.user,ct.name)'),
      1,
      '',
      'Runtime error: unknown multivalue transformer. Exiting.\n',
    ],
    [
      'plugins that are too old',
      `- required_plugin_versions: [{name: cloudtrail, version: 99.0.0}]\n${createRule('o')}`,
      1,
      '',
      /^Error: .*99\.0\.0/,
    ],
  ])('says of %s what Falco says', async (_what, rules, exitCode, stdout, stderr) => {
    writeFileSync(join(folder, 'rules.yaml'), rules);
    const said = await runForTest(['validate', '--falco', 'rules.yaml'], folder);
    expect(said.exitCode).toBe(exitCode);
    if (typeof stdout === 'string') expect(said.stdout).toBe(stdout);
    else expect(said.stdout).toMatch(stdout);
    if (typeof stderr === 'string') expect(said.stderr).toBe(stderr);
    else expect(said.stderr).toMatch(stderr);
  });
});
