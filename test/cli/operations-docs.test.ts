import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/reference/operations.md'), 'utf8');

/** Names that the sources give to metrics. */
function listMetrics(): string[] {
  const sources = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(?:pipeline|cli)\/src\/(?!.*\.test\.ts$).*\.ts$/.test(path),
  );
  const names = sources.flatMap((path) =>
    [
      ...readFileSync(join(root, 'packages', path), 'utf8').matchAll(
        /metrics\.(?:add|set|observe)\(\s*'([a-z_]+)'/g,
      ),
    ].map(([, name]) => name!),
  );
  return [...new Set(names)].sort();
}

it('docs/reference/operations.md names every metric, and no other', () => {
  const documented = [...page.matchAll(/^\| `([a-z_]+)` +\| (?:`| {3})/gm)].map(([, name]) => name!);
  expect(documented.sort()).toEqual(listMetrics());
});
