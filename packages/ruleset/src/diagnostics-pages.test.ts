import { readdirSync, readFileSync } from 'node:fs';
import { CODES, renderDiagnostic } from '@windhover/diagnostics';
import { encodeByteString } from '@windhover/bytes';
import { describe, expect, it } from 'vitest';
import { createByteSource, validateRules } from './index.ts';
import { createTestEnvironment } from './testing/test-environment.ts';

const folder = new URL('../../../docs/reference/diagnostics/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name !== 'README.md');

describe('the pages of diagnostics', () => {
  it('are those of the registry', () => {
    expect(pages.sort()).toEqual(
      Object.keys(CODES)
        .map((code) => `${code}.md`)
        .sort(),
    );
  });

  it('are listed', () => {
    const index = readFileSync(new URL('README.md', folder), 'utf8');
    expect([...index.matchAll(/^\| \[(.*?)\]/gm)].map((match) => match[1]).sort()).toEqual(
      Object.keys(CODES).sort(),
    );
  });

  it.each(pages)('%s has its headings and shows real output', (name) => {
    const page = readFileSync(new URL(name, folder), 'utf8');
    const code = name.replace('.md', '');
    expect(page.match(/^#+ .*$/gm)).toEqual([`# ${code}`, '## Summary', '## Example', '## Fix']);
    const rules = /```yaml\n([^]*?)```/.exec(page)?.[1];
    if (rules === undefined) return;
    const diagnostics = validateRules(
      [createByteSource('rules.yaml', encodeByteString(rules))],
      createTestEnvironment(),
    );
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    const shown = /```text\n([^]*?)\n```/.exec(page)?.[1];
    expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n')).toBe(shown);
  });
});
