// `npm run -s conformance -- DIR…`: hold the product against golden folders.
import { existsSync } from 'node:fs';
import { printExact } from './json-exact.ts';
import type { FamilyResult } from './report.ts';
import { runFolders } from './run-folders.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  process.stderr.write('usage: npm run -s conformance -- DIR…\n');
  process.exit(2);
}

let passed = 0;
let failed = 0;
const missing = folders.filter((folder) => !existsSync(folder));
if (missing.length > 0) {
  process.stderr.write(`no such folder: ${missing.join(', ')}\n`);
  process.exit(2);
}
for (const folder of folders) {
  for await (const result of runFolders(folder)) {
    passed += result.passed;
    failed += result.failed;
    printResult(result);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function printResult({ family, passed: good, failed: bad, skipped, mismatches }: FamilyResult): void {
  const skips = [...skipped].map(([reason, count]) => `, ${count} without verdict (${reason})`).join('');
  process.stdout.write(`${family}: ${good} passed, ${bad} failed${skips}\n`);
  for (const { caseName, expected, actual } of mismatches) {
    process.stdout.write(
      `  ${caseName}\n    expected ${printExact(expected).slice(0, 2000)}\n    actual   ${printExact(actual).slice(0, 2000)}\n`,
    );
  }
}
