import type { BlobItem } from '@azure/storage-blob';
import { describe, expect, it } from 'vitest';
import { createBlobListing } from './list-blobs.ts';

const root = 'resourceId=/SUBSCRIPTIONS/S/';
const nameOf = (day: string, hour: string): string => `${root}y=2026/m=11/d=${day}/h=${hour}/m=00/PT1H.json`;

/** A container with these names that notes the prefixes it is asked for. */
function createContainer(names: readonly string[]) {
  const asked: string[] = [];
  return {
    asked,
    async *listBlobsFlat({ prefix }: { readonly prefix: string }): AsyncGenerator<BlobItem> {
      asked.push(prefix);
      for (const name of names) if (name.startsWith(prefix)) yield { name } as BlobItem;
    },
  };
}

const collect = async (blobs: AsyncIterable<BlobItem>): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of blobs) names.push(name);
  return names;
};
const going = new AbortController().signal;
const noon = Date.parse('2026-11-24T12:00:00Z');

/** So many that a whole listing takes several requests. */
const many = Array.from({ length: 10_001 }, (_, index) => `${root}y=2020/m=01/d=01/h=00/m=00/${index}`);

describe('listing of blobs', () => {
  it.each([
    ['few blobs: all', [nameOf('24', '11')], noon, ['']],
    ['many blobs: today', [...many, nameOf('24', '11')], noon, [`${root}y=2026/m=11/d=24/`]],
    [
      'many blobs after midnight: yesterday and today',
      many,
      noon + 13 * 3_600_000,
      [`${root}y=2026/m=11/d=24/`, `${root}y=2026/m=11/d=25/`],
    ],
    ['many blobs, some without a date: all', [...many, 'other.json'], noon, ['']],
  ])('asks the second time for %s', async (_what, names, nowMs, prefixes) => {
    const container = createContainer(names);
    const listing = createBlobListing(container, '', undefined, () => nowMs);
    expect(await collect(listing.list(going))).toEqual(names);
    container.asked.length = 0;
    await collect(listing.list(going));
    expect(container.asked).toEqual(prefixes);
  });

  it('asks for all again after ten minutes', async () => {
    const container = createContainer(many);
    let nowMs = noon;
    const listing = createBlobListing(container, root, undefined, () => nowMs);
    await collect(listing.list(going));
    nowMs += 10 * 60_000;
    await collect(listing.list(going));
    expect(container.asked).toEqual([root, root]);
  });

  it('takes only hours that touch the interval, and names without a date', async () => {
    const names = ['10', '11', '12', '13'].map((hour) => nameOf('24', hour));
    const interval = { startMs: noon - 1800_000, endMs: noon };
    const container = createContainer([...names, 'other.json']);
    const listing = createBlobListing(container, '', interval, () => noon);
    expect(await collect(listing.list(going))).toEqual([names[1], names[2], 'other.json']);
  });
});
