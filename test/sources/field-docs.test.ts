import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { printFieldPages } from '../../scripts/generate-field-docs.ts';

const folder = join(import.meta.dirname, '../../docs/reference/fields');

it.each([...printFieldPages()])('docs/reference/fields/%s is what the field tables say', (name, text) => {
  expect(existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8')).toBe(text);
});
