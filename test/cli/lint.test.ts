import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

const RULES = `- rule: Trail stopped
  desc: somebody stopped a trail
  source: aws_cloudtrail
  condition: ct.name = StopLogging
  output: stopped (user=%ct.user region=%ct.region)
  priority: Critical
  tags: [aws, T1562.008]
  exceptions:
    - name: deployments
      fields: ct.user
      values: [terraform]
`;
const TESTS = `tests:
  - name: terraform may
    rule: Trail stopped
    event: {eventName: StopLogging, userIdentity: {type: IAMUser, userName: terraform}}
    expect: no match
`;

describe('windhover lint', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-'));
    writeFileSync(join(folder, 'rules.yaml'), RULES);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names place, id, rule and what is wrong', async () => {
    const { exitCode, stdout } = await runForTest(['lint', 'rules.yaml'], folder);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      'rules.yaml:6:13: warning[uppercase-priority]: Trail stopped: the priority is written Critical, not CRITICAL (--fix)\n' +
        'rules.yaml:9:13: warning[tested-exceptions]: Trail stopped: no test has an event that the exception deployments holds back\n' +
        '2 warnings, 0 hints\n',
    );
  });

  it('fixes, runs the tests beside the rules, and then has nothing to say', async () => {
    writeFileSync(join(folder, 'rules_test.yaml'), TESTS);
    const { exitCode, stdout, stderr } = await runForTest(['lint', '--fix'], folder);
    expect([exitCode, stdout, stderr]).toEqual([0, '0 warnings, 0 hints\n', 'rules.yaml: fixed\n']);
    expect(readFileSync(join(folder, 'rules.yaml'), 'utf8')).toBe(RULES.replace('Critical', 'CRITICAL'));
  });

  it('leaves out what is disabled, and tests', async () => {
    const { exitCode, stdout } = await runForTest(
      ['lint', '--no-tests', '--disable', 'uppercase-priority', '--json'],
      folder,
    );
    expect([exitCode, stdout]).toEqual([0, '[]\n']);
  });

  it('knows its rules', async () => {
    const { exitCode, stderr } = await runForTest(['lint', '--disable', 'upercase-priority'], folder);
    expect([exitCode, stderr]).toEqual([
      2,
      'there is no lint rule "upercase-priority"; did you mean "uppercase-priority"?\n',
    ]);
  });

  it('needs rules that load', async () => {
    writeFileSync(join(folder, 'rules.yaml'), RULES.replace('ct.name', 'ct.nme'));
    expect(await runForTest(['lint'], folder)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('the rule packs', () => {
  it.each(['aws', 'azure', 'gcp', 'github', 'k8s', 'okta'])('rules/%s has no warnings', async (pack) => {
    const { exitCode, stdout } = await runForTest(
      ['lint', '--disable', 'output-what', join('rules', pack)],
      join(import.meta.dirname, '../..'),
    );
    expect(stdout).toBe('0 warnings, 0 hints\n');
    expect(exitCode).toBe(0);
  });
});
