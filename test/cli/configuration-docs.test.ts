import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { printConfigurationPage } from '../../scripts/generate-configuration-docs.ts';

const page = join(import.meta.dirname, '../../docs/reference/configuration.md');

it('docs/reference/configuration.md is what the schema says', () => {
  expect(readFileSync(page, 'utf8')).toBe(printConfigurationPage());
});
