import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFiles } from './watch-files.ts';

describe('watched files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-'));
    mkdirSync(join(folder, 'rules.d'));
    writeFileSync(join(folder, 'falco.yaml'), 'a: 1');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['is written', () => writeFileSync(join(folder, 'falco.yaml'), 'a: 2')],
    [
      'is replaced',
      () => {
        writeFileSync(join(folder, 'new'), 'a: 2');
        renameSync(join(folder, 'new'), join(folder, 'falco.yaml'));
      },
    ],
    ['appears in a folder', () => writeFileSync(join(folder, 'rules.d', 'more.yaml'), '[]')],
  ])('are told of when one %s', async (_what, change) => {
    const told = Promise.withResolvers<void>();
    const stop = watchFiles([join(folder, 'falco.yaml'), join(folder, 'rules.d')], () => told.resolve());
    change();
    await expect(told.promise).resolves.toBeUndefined();
    stop();
  });
});
