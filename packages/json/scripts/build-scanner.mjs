// Compile assembly/scan-value.ts to WebAssembly and write it as base64 into src/generated/. With --check: fail when
// the committed file is not what the source gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = fileURLToPath(new URL('../assembly/scan-value.ts', import.meta.url));
const target = fileURLToPath(new URL('../src/generated/scan-value-wasm.ts', import.meta.url));

const text = await generate();
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    'src/generated/scan-value-wasm.ts is out of date: run node packages/json/scripts/build-scanner.mjs',
  );
  process.exitCode = 1;
}

async function generate() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      'scan-value.ts',
      ...['--outFile', 'scan-value.wasm'],
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    ],
    {
      readFile: (name) => (name === 'scan-value.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (name, content) => {
        if (name === 'scan-value.wasm') binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`the scanner does not compile: ${error?.message}\n${stderr.toString()}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g);
  return [
    '// Generated from assembly/scan-value.ts by scripts/build-scanner.mjs. Do not edit.',
    '',
    '/** The WebAssembly module of the projection, base64. */',
    `export const scanValueWasm =\n  ${lines.map((line) => `'${line}'`).join(' +\n  ')};`,
    '',
  ].join('\n');
}
