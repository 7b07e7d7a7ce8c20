import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAlert } from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSink } from './sink.ts';

const going = new AbortController().signal;
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'windhover-file-'));
  path = join(directory, 'alerts');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('file sink', () => {
  it.each([
    ['text', 'Warning a\nWarning b\n'],
    ['json', '{"output":"a"}\n{"output":"b"}\n'],
  ] as const)('appends a line of %s per alert', async (format, expected) => {
    const sink = createFileSink({ path, format, keepAlive: true, sync: true });
    await sink.deliver([createAlert('a')], going);
    await sink.deliver([createAlert('b')], going);
    await sink.close();
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  it('goes on in a new file when it is told to, after log rotation', async () => {
    const sink = createFileSink({ path, format: 'text', keepAlive: true, sync: false });
    await sink.deliver([createAlert('a')], going);
    renameSync(path, `${path}.1`);
    await sink.deliver([createAlert('b')], going);
    expect(existsSync(path)).toBe(false);
    await sink.reopen();
    await sink.deliver([createAlert('c')], going);
    await sink.close();
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('Warning a\nWarning b\n');
    expect(readFileSync(path, 'utf8')).toBe('Warning c\n');
  });

  it('opens its file each time when it does not keep it', async () => {
    const sink = createFileSink({ path, format: 'text', keepAlive: false, sync: false });
    await sink.deliver([createAlert('a')], going);
    renameSync(path, `${path}.1`);
    await sink.deliver([createAlert('b')], going);
    expect(readFileSync(path, 'utf8')).toBe('Warning b\n');
  });

  it('rejects when the file cannot be opened', async () => {
    const sink = createFileSink({ path: join(path, 'alerts'), format: 'text', keepAlive: true, sync: false });
    await expect(sink.deliver([createAlert('a')], going)).rejects.toThrow('ENOENT');
  });
});
