import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printExact } from './json-exact.ts';
import { runFolders } from './run-folders.ts';

const goldens = fileURLToPath(new URL('./goldens/', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/conformance/sources/', import.meta.url));

/** Run all golden folders below one and report the first mismatches as the failure. */
async function expectConformance(folder: string): Promise<void> {
  let passed = 0;
  const mismatches: string[] = [];
  for await (const result of runFolders(folder)) {
    passed += result.passed;
    for (const { caseName, expected, actual } of result.mismatches) {
      mismatches.push(
        `${result.family}: ${caseName}\n  expected ${printExact(expected)}\n  actual   ${printExact(actual)}`,
      );
    }
  }
  expect(mismatches.join('\n')).toBe('');
  expect(passed).toBeGreaterThan(0);
}

describe('the language, against what Falco did', () => {
  it.each(['conditions', 'outputs', 'rules-files', 'time', 'cli'])(
    '%s',
    (family) => expectConformance(`${goldens}${family}`),
    300_000,
  );
});

describe.skipIf(!existsSync(shared))('event sources, against what Falco and its plugins did', () => {
  it.each([
    'aws_cloudtrail',
    'aws_cloudtrail-crafted',
    'gcp_auditlog',
    'gcp_auditlog-crafted',
    'k8s_audit',
    'k8s_audit-crafted',
    'okta',
    'okta-crafted',
    'github-crafted',
    'mission',
    'malformed',
  ])('%s', (folder) => expectConformance(`${shared}${folder}`), 300_000);
});
