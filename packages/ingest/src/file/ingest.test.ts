import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { IngestObject } from '@windhover/pipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileIngestConfig } from './config.ts';
import { createFileIngest } from './ingest.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'windhover-file-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

async function readNames(config: FileIngestConfig): Promise<(string | undefined)[]> {
  return (await readObjects(config)).map((object) => object.origin.name.slice(root.length + 1));
}

async function readObjects(config: FileIngestConfig): Promise<IngestObject[]> {
  const objects: IngestObject[] = [];
  for await (const object of createFileIngest(config).read(new AbortController().signal))
    objects.push(object);
  return objects;
}

async function readText(object: IngestObject): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.bytes as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('file ingest', () => {
  it('walks a directory in byte order, entry by entry', async () => {
    write('b.json', 'a/z.json', 'a/B.json', 'a.json', 'a/a/deep.json', 'Z.json', 'é.json');
    expect(await readNames({ paths: [root] })).toEqual([
      'Z.json',
      'a/B.json',
      'a/a/deep.json',
      'a/z.json',
      'a.json',
      'b.json',
      'é.json',
    ]);
  });

  it('takes log files from a directory and any file that is named', async () => {
    write('1.json.gz', '2.ndjson', '3.jsonl.gz', '4.log', '5.txt', '6.JSON');
    expect(await readNames({ paths: [root] })).toEqual(['1.json.gz', '2.ndjson', '3.jsonl.gz', '4.log']);
    expect(await readNames({ paths: [join(root, '5.txt')] })).toEqual(['5.txt']);
  });

  it('keeps to the names of the cloudtrail plugin in strict mode', async () => {
    write('1.json.gz', '2.ndjson', '.json', 'x.txt');
    const objects = await readObjects({ paths: [root], compatibility: 'strict' });
    expect(objects.map((object) => object.encoding)).toEqual(['identity', 'gzip']);
    await expect(readObjects({ paths: [join(root, 'x.txt')], compatibility: 'strict' })).rejects.toThrow(
      `no json files found in ${join(root, 'x.txt')}`,
    );
  });

  it('reads any file as it is, the oldest of a directory first, for other sources in strict mode', async () => {
    write('a.json.gz', 'b', 'deep/c.json');
    utimesSync(join(root, 'a.json.gz'), 2000, 2000);
    utimesSync(join(root, 'b'), 1000, 1000);
    const config = { compatibility: 'strict', sourceName: 'k8s_audit' } as const;
    expect(await readNames({ ...config, paths: [root] })).toEqual(['b', 'a.json.gz']);
    const [object] = await readObjects({ ...config, paths: [join(root, 'a.json.gz')] });
    expect(object).toMatchObject({ encoding: 'identity' });
  });

  it('follows links to files and not to directories', async () => {
    write('real/a.json');
    symlinkSync(join(root, 'real'), join(root, 'again.json'));
    symlinkSync(join(root, 'real/a.json'), join(root, 'link.json'));
    expect(await readNames({ paths: [root] })).toEqual(['link.json', 'real/a.json']);
  });

  it.each([
    ['', 'missing input directory argument'],
    ['/nowhere/at/all', 'cannot open /nowhere/at/all'],
  ])('rejects %j', async (path, message) => {
    await expect(readObjects({ paths: [path] })).rejects.toThrow(message);
  });

  it('opens a file anew for each reading and tells its size', async () => {
    write('a.json');
    const [object] = await readObjects({ paths: [root], sourceName: 'aws_cloudtrail' });
    expect([await readText(object!), await readText(object!)]).toEqual(['a.json', 'a.json']);
    expect(object).toMatchObject({
      sourceName: 'aws_cloudtrail',
      bytes: { size: 6, path: join(root, 'a.json') },
    });
  });

  it('says that a file is gone', async () => {
    write('a.json');
    const [object] = await readObjects({ paths: [root] });
    rmSync(join(root, 'a.json'));
    await expect(readText(object!)).rejects.toMatchObject({ reason: 'object-gone', isTemporary: false });
  });

  it('reads standard input once', async () => {
    const [object] = await readObjects({ paths: ['-'], stdin: Readable.from([Buffer.from('abc')]) });
    expect(object).toMatchObject({ origin: { name: '-' }, bytes: { isOnceOnly: true } });
    expect(await readText(object!)).toBe('abc');
  });
});
