import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const build = fileURLToPath(new URL('../../../scripts/generate-wasm.mjs', import.meta.url));

it('committed WebAssembly is what its source compiles to', () => {
  expect(() => execFileSync(process.execPath, [build, '--check'], { stdio: 'pipe' })).not.toThrow();
});
