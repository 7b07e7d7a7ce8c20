import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'no-rules-'));
  mkdirSync(join(folder, 'rules', 'aws'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const COMMANDS = [
  ['validate', 'rules'],
  ['replay', '-r', 'rules', '-'],
];

it.each(COMMANDS)('%s refuses a folder without rules files', async (...words) => {
  const { exitCode, stderr } = await runForTest(words, folder);
  expect(stderr).toContain(
    'no rules files in rules: a folder stands for the .yaml and .yml files directly in it',
  );
  expect(exitCode).toBe(1);
});
