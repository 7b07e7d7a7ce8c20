// `node scripts/generate-parsers.mjs [--check]`: grammar/*.peggy → packages/condition/src/generated/*.ts (committed).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import peggy from 'peggy';

const root = fileURLToPath(new URL('..', import.meta.url));
const parsers = [
  { grammar: 'grammar/condition.peggy', output: 'packages/condition/src/generated/condition-parser.ts' },
];

const stale = parsers.filter(({ grammar, output }) => {
  const generated = generateParser(grammar);
  const path = join(root, output);
  if (existsSync(path) && readFileSync(path, 'utf8') === generated) return false;
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, generated);
  }
  return true;
});

if (process.argv.includes('--check') && stale.length > 0) {
  for (const { grammar, output } of stale)
    console.error(`${output} is not what ${grammar} generates: run npm run generate`);
  process.exit(1);
}

/** The parser as TypeScript source: Peggy writes JavaScript, so types are not checked inside it. */
function generateParser(grammar) {
  const source = readFileSync(join(root, grammar), 'utf8');
  const parser = peggy.generate(source, {
    output: 'source',
    format: 'es',
    grammarSource: grammar,
    allowedStartRules: ['Condition', 'Call', 'FieldArgument'],
  });
  return `// Generated from ${grammar} by scripts/generate-parsers.mjs; do not edit.\n// @ts-nocheck\n${parser}`;
}
