// `node scripts/generate-wasm.mjs [--check]`: packages/*/assembly/*.ts → WebAssembly as base64 in src/generated/
// (committed). With --check: fail when a committed file is not what its source gives.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = [
  {
    source: 'packages/json/assembly/projection.ts',
    output: 'packages/json/src/generated/projection-wasm.ts',
    name: 'projectionWasm',
  },
  {
    source: 'packages/pipeline/assembly/inflate.ts',
    output: 'packages/pipeline/src/generated/inflate-wasm.ts',
    name: 'inflateWasm',
  },
];

for (const module of modules) {
  const text = writeModule(module, await compile(module.source));
  const path = join(root, module.output);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${module.output} is not what ${module.source} gives: run npm run generate`);
    process.exitCode = 1;
  }
}

async function compile(source) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      basename(source),
      ...['--outFile', 'module.wasm'],
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    ],
    {
      readFile(name) {
        const path = join(root, dirname(source), name);
        return existsSync(path) ? readFileSync(path, 'utf8') : null;
      },
      writeFile: (name, content) => {
        if (name === 'module.wasm') binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`${source} does not compile: ${error?.message}\n${stderr.toString()}`);
  return binary;
}

function writeModule({ source, name }, binary) {
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g);
  return [
    `// Generated from ${source} by scripts/generate-wasm.mjs. Do not edit.`,
    '',
    '/** The WebAssembly module, base64. */',
    `export const ${name} =\n  ${lines.map((line) => `'${line}'`).join(' +\n  ')};`,
    '',
  ].join('\n');
}
