// Rule packs: their tests pass and cover them, they load without a warning, and their pages say what is so.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runForTest } from '../cli/run-for-test.ts';

const root = join(import.meta.dirname, '../..');
const pageOf = (pack: string): string => join(root, `docs/reference/rule-packs-${pack}.md`);
/** The packs that have a page. */
const packs = readdirSync(join(root, 'rules')).filter((pack) => existsSync(pageOf(pack)));

describe.each(packs)('rule pack %s', (pack) => {
  it('passes its tests, which cover 95 % of its leaves', async () => {
    const { exitCode, stdout, stderr } = await runForTest(
      ['test', `rules/${pack}`, '--min-coverage', '95'],
      root,
    );
    expect(stdout + stderr).toMatch(/^\d+ passed, 0 failed\n$/);
    expect(exitCode).toBe(0);
  }, 60_000);

  it('loads without an error or a warning', async () => {
    const { exitCode, stdout, stderr } = await runForTest(['validate', `rules/${pack}`], root);
    expect(stdout + stderr).toMatch(/\d+ files: 0 errors, 0 warnings, \d+ hints?\n$/);
    expect(exitCode).toBe(0);
  }, 60_000);
});

describe('rates of the AWS rules', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['mixed', 5, ['invictus-ir-aws_dataset.json.gz']],
    ['attacks', 6, ['stratus-red-team.json.gz', 'traildiscover.json.gz']],
  ])(
    'are as the page says: %s',
    async (name, column, files) => {
      const summary = join(folder, `${name}.json`);
      const inputs = files.map((file) => `samples/aws/${file}`);
      await runForTest(
        ['replay', '-r', 'rules/aws', '--rule-matching', 'all', '--summary', summary, ...inputs],
        root,
      );
      const { alertsByRule } = JSON.parse(readFileSync(summary, 'utf8')) as {
        alertsByRule: Record<string, number>;
      };
      expect(readCounts(column)).toEqual(alertsByRule);
    },
    60_000,
  );
});

/** Alerts of each rule in a column of the page's tables, `0.31 % (6)`; rules without alerts are left out. */
function readCounts(column: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of readFileSync(pageOf('aws'), 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const count = /\((\d+)\)$/.exec(cells[column] ?? '')?.[1];
    if (count !== undefined) counts[cells[1]!] = Number(count);
  }
  return counts;
}
