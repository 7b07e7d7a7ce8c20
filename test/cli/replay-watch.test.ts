import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as engineModule from '@windhover/engine';
import type { Engine } from '@windhover/engine';
import { runForTest } from './run-for-test.ts';

const root = join(import.meta.dirname, '../..');
const broken = vi.hoisted(() => ({ rule: undefined as string | undefined }));

/** The two forms agree, so a compiled form that misses a rule has to be made for the tests of a difference. */
vi.mock('@windhover/engine', async (importOriginal) => {
  const original = await importOriginal<typeof engineModule>();
  const createCheckedEngine: typeof original.createCheckedEngine = (ruleset, options, report) => {
    const engine = original.createCheckedEngine(ruleset, options, report);
    const admit: Engine['admit'] = (record, receivedNs) => {
      const result = engine.admit(record, receivedNs);
      if ('alerts' in result && result.alerts.some(({ rule }) => rule === broken.rule))
        report({ record, fast: [], interpreted: result.alerts });
      return result;
    };
    return broken.rule === undefined ? engine : { ...engine, admit };
  };
  return { ...original, createCheckedEngine };
});

describe('windhover replay, looked on', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    broken.rule = undefined;
  });

  const replay = (words: readonly string[]) =>
    runForTest(['replay', '--quiet', '--summary', join(folder, 'summary.json'), ...words], root);
  const summary = () =>
    JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as Record<string, unknown>;

  it.each([
    ['aws', 'samples/aws'],
    ['azure', 'samples/azure'],
    ['gcp', 'samples/gcp'],
    ['k8s', 'samples/k8s'],
    ['okta', 'samples/okta'],
  ])('--check-compiled finds no difference with rules/%s on %s', async (pack, samples) => {
    const words = ['-r', join('rules', pack), samples];
    const unchecked = await replay(words);
    const checked = await replay(['--check-compiled', ...words]);
    expect(checked.stderr).toMatch(/^both forms of the engine agree on every record$/m);
    expect(checked.exitCode).toBe(unchecked.exitCode);
    expect(hideTimes(checked.stdout)).toBe(hideTimes(unchecked.stdout));
    expect(summary()).toMatchObject({ engineDifferences: 0 });
  });

  it('--check-compiled reports a difference with its origin, the rules of both forms and the record', async () => {
    const words = ['--check-compiled', '-r', 'rules/aws', 'samples/aws/invictus-ir-aws_dataset.json.gz'];
    await replay(words);
    const [[rule, count] = ['', 0]] = Object.entries(summary()['alertsByRule'] as Record<string, number>);
    broken.rule = rule;
    const { exitCode, stderr } = await replay(words);
    expect(exitCode).toBe(1);
    expect(summary()).toMatchObject({ engineDifferences: count });
    expect(stderr).toContain(
      `the two forms of the engine differ for ${count.toLocaleString('en-US')} record`,
    );
    const [first] = /^.*differ for a record of[^]*?record: .*$/m.exec(stderr) ?? [''];
    expect(first.split('\n')).toEqual([
      expect.stringMatching(/invictus-ir-aws_dataset\.json\.gz: .*aws_cloudtrail$/),
      '  compiled:    no rule',
      expect.stringContaining(`${rule} (`),
      expect.stringMatching(/^ {2}record: {6}\{.{199,}…$/),
    ]);
  });

  it.each([
    { words: ['--profile-rules=3'], most: 3 },
    { words: ['--profile-rules'], most: 20 },
    { words: ['--profile-rules', '2', '--check-compiled'], most: 2 },
  ])('$words tells the dearest rules, the dearest first', async ({ words, most }) => {
    const { exitCode, stderr } = await replay(['-r', 'rules/aws', 'samples/aws', ...words]);
    expect(exitCode).toBe(0);
    const rules = summary()['ruleProfile'] as { rule: string; microseconds: number; share: number }[];
    expect(rules).toHaveLength(most);
    expect(rules.map(({ microseconds }) => microseconds)).toEqual(
      rules.map(({ microseconds }) => microseconds).toSorted((a, b) => b - a),
    );
    expect(rules.every(({ share }) => share > 0 && share <= 1)).toBe(true);
    const table = stderr
      .trimEnd()
      .split('\n')
      .slice(-most - 1);
    expect(table[0]).toMatch(/^ *left open +matched +µs +share +rule$/);
    expect(table.slice(1).map((line) => line.replace(/^.*?% {2}/, ''))).toEqual(
      rules.map(({ rule }) => rule),
    );
  });

  it('says so when no rule had to be run', async () => {
    const { stderr } = await replay(['--profile-rules', '-r', 'rules/okta', 'samples/k8s']);
    expect(stderr).toMatch(/^no rule had to be run$/m);
  });

  it.each([
    [['--check-compiled', '--workers', '2'], 'leave out --workers'],
    [['--profile-rules', '--workers', '2'], 'leave out --workers'],
    [['--profile-rules=none'], 'expected a number from 1'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, stdout, stderr } = await replay(['-r', 'rules/aws', 'samples/aws', ...words]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

/** Records without a time of their own have that of their reception. */
function hideTimes(text: string): string {
  return text.replace(/^[0-9:.]+: /gm, '');
}
