import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printRulePages } from '../../scripts/generate-rule-docs.ts';

const folder = join(import.meta.dirname, '../../docs/reference/rules');
const pages = printRulePages();

describe('docs/reference/rules', () => {
  it('has a page for each pack', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages])(
    '%s is what the rules files say (node scripts/run.mjs scripts/generate-rule-docs.ts)',
    (name, text) => {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    },
  );
});
