import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPositionStore, type IngestObject, type PositionStore } from '@windhover/pipeline';
import { createVirtualClock, type VirtualClock } from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFollowIngest, type FollowConfig } from './follow.ts';

let directory: string;
let path: string;
let clock: VirtualClock;
let positions: PositionStore;
let stop: AbortController;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'windhover-follow-'));
  path = join(directory, 'audit.log');
  clock = createVirtualClock(0, { isEager: true });
  positions = openPositionStore(':memory:');
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  positions.close();
  rmSync(directory, { recursive: true });
});

function follow(config: Partial<FollowConfig> = {}): AsyncIterator<IngestObject> {
  const ingest = createFollowIngest({ path, positions, clock, ...config });
  return ingest.read(stop.signal)[Symbol.asyncIterator]();
}

async function take(objects: AsyncIterator<IngestObject>): Promise<[string, IngestObject]> {
  const { value } = await objects.next();
  return [Buffer.from(value.bytes as Uint8Array).toString(), value];
}

/** Text of the next object, which is acknowledged. */
async function takeText(objects: AsyncIterator<IngestObject>): Promise<string> {
  const [text, object] = await take(objects);
  await object.ack();
  return text;
}

describe('file ingest that follows', () => {
  it('hands on whole lines as they come', async () => {
    writeFileSync(path, 'one\ntwo\nthr');
    const objects = follow();
    expect(await takeText(objects)).toBe('one\ntwo\n');
    appendFileSync(path, 'ee\nfour');
    expect(await takeText(objects)).toBe('three\n');
  });

  it('waits for a file that does not exist yet', async () => {
    const objects = follow();
    const first = takeText(objects);
    writeFileSync(path, 'one\n');
    expect(await first).toBe('one\n');
  });

  it('reads a renamed file to its end and then the new one', async () => {
    writeFileSync(path, 'one\n');
    const objects = follow();
    expect(await takeText(objects)).toBe('one\n');
    appendFileSync(path, 'two\nlast');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'new\n');
    expect(await takeText(objects)).toBe('two\n');
    expect(await takeText(objects)).toBe('last');
    expect(await takeText(objects)).toBe('new\n');
  });

  it('starts again in a file that was truncated', async () => {
    writeFileSync(path, 'a longer line\n');
    const objects = follow();
    await takeText(objects);
    truncateSync(path);
    appendFileSync(path, 'new\n');
    expect(await takeText(objects)).toBe('new\n');
  });

  it('cuts lines that are too long', async () => {
    writeFileSync(path, `${'x'.repeat(25)}\n`);
    const objects = follow({ maxObjectBytes: 10 });
    expect([await takeText(objects), await takeText(objects), await takeText(objects)]).toEqual([
      'x'.repeat(10),
      'x'.repeat(10),
      'xxxxx\n',
    ]);
  });

  it('brings again what was not delivered, and goes on meanwhile', async () => {
    writeFileSync(path, 'one\n');
    const objects = follow();
    const [, one] = await take(objects);
    await one.nack(new Error('no'));
    appendFileSync(path, 'two\n');
    expect(await takeText(objects)).toBe('two\n');
    expect(await takeText(objects)).toBe('one\n');
  });

  it('goes on in the next run after what was delivered', async () => {
    writeFileSync(path, 'one\n');
    await takeText(follow());
    appendFileSync(path, 'two\n');
    const [two] = await take(follow());
    expect(two).toBe('two\n');
    expect(await takeText(follow())).toBe('two\n');
  });

  it('finds a file that was renamed between two runs', async () => {
    writeFileSync(path, 'one\n');
    await takeText(follow());
    appendFileSync(path, 'two\n');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'new\n');
    const objects = follow();
    expect([await takeText(objects), await takeText(objects)]).toEqual(['two\n', 'new\n']);
  });
});
