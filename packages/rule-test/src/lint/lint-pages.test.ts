import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintForTest } from './fixture-lint.ts';
import { LINT_RULES } from './lint-rules.ts';

const folder = new URL('../../../../docs/reference/lint/', import.meta.url);
const readPage = (name: string): string => readFileSync(new URL(`${name}.md`, folder), 'utf8');

describe('pages of lint rules', () => {
  it('has one for each rule and no others', () => {
    const names = readdirSync(folder).map((name) => name.replace(/\.md$/, ''));
    expect(names.toSorted()).toEqual(['README', ...LINT_RULES.map(({ id }) => id)].toSorted());
  });

  it.each(LINT_RULES.map(({ id, severity }) => [id, severity]))('lists %s as %s', (id, severity) => {
    expect(readPage('README').replace(/ +/g, ' ')).toContain(`| [${id}](${id}.md) | ${severity} |`);
  });

  it.each(LINT_RULES.map(({ id }) => id))('%s: what to avoid is found, what to prefer is clean', (id) => {
    const page = readPage(id);
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Summary', 'Avoid', 'Prefer', 'Rationale', 'Fix']);
    const [avoided = '', preferred = ''] = page.split('## Avoid')[1]!.split('## Prefer');
    expect(lintForTest(...listBlocks(avoided)).map((finding) => finding.id)).toContain(id);
    expect(lintForTest(...listBlocks(preferred)).map((finding) => finding.id)).toEqual([]);
  });
});

/** A rules file, and maybe its tests. */
function listBlocks(section: string): [string, string?] {
  const [rules = '', tests] = [...section.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text);
  return tests === undefined ? [rules] : [rules, tests];
}
