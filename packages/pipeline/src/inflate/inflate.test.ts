import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { DamagedObjectError } from './damaged-object-error.ts';
import { inflateStream } from './inflate-stream.ts';
import { inflateWhole } from './inflate-whole.ts';
import { createMemberInflater } from './create-inflater.ts';
import type { MemberInflater } from './member-inflater.ts';
import { createZlibInflater } from './zlib-inflater.ts';
import { createWasmInflater } from './wasm-inflater.ts';

const text = Buffer.from('one\ntwo\nthree\n');
const gzip = gzipSync(text);
const limit = 1_000_000;

/** Header flags: extra field, name, comment and header checksum, all present. */
function withFullHeader(member: Buffer): Buffer {
  const head = Buffer.from(member.subarray(0, 10));
  head[3] = 2 | 4 | 8 | 16;
  return Buffer.concat([
    head,
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from('a.json\0why\0'),
    Buffer.from([9, 9]),
    member.subarray(10),
  ]);
}

function flip(member: Buffer, index: number): Buffer {
  const copy = Buffer.from(member);
  copy[index < 0 ? copy.length + index : index]! ^= 0xff;
  return copy;
}

async function* cut(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** What came out before the end or the damage. */
async function inflate(
  bytes: Uint8Array,
  chunkBytes: number,
  maxBytes = limit,
): Promise<{ text: string; reason?: string }> {
  const out: Uint8Array[] = [];
  try {
    for await (const chunk of inflateStream(cut(bytes, chunkBytes), maxBytes)) out.push(chunk);
  } catch (error) {
    if (!(error instanceof DamagedObjectError)) throw error;
    return { text: Buffer.concat(out).toString('latin1'), reason: error.reason };
  }
  return { text: Buffer.concat(out).toString('latin1') };
}

const good: [string, Buffer, string][] = [
  ['one member', gzip, `${text}`],
  ['several members', Buffer.concat([gzip, gzipSync(''), gzip]), `${text}${text}`],
  ['all parts of a header', withFullHeader(gzip), `${text}`],
];
const bad: [string, Buffer, string][] = [
  ['nothing at all', Buffer.alloc(0), ''],
  ['plain text', Buffer.from('{"Records":[]}'), ''],
  ['a truncated header', gzip.subarray(0, 7), ''],
  ['truncated data', gzip.subarray(0, gzip.length - 10), 'one\ntwo\nthree'],
  ['a truncated trailer', gzip.subarray(0, gzip.length - 3), `${text}`],
  ['a wrong checksum', flip(gzip, -8), `${text}`],
  ['a wrong length', flip(gzip, -1), `${text}`],
  ['garbage after the end', Buffer.concat([gzip, Buffer.from('tail')]), `${text}`],
  ['zeros after the end', Buffer.concat([gzip, Buffer.alloc(16)]), `${text}`],
  ['an unknown method', flip(gzip, 2), ''],
];

const forms: [string, () => MemberInflater][] = [
  ['WebAssembly', createWasmInflater],
  ['zlib', createZlibInflater],
];

describe.each(forms)('inflateWhole with %s', (_, create) => {
  const inflater = create();

  it.each(good)('inflates %s', (_, bytes, expected) => {
    const result = inflateWhole(inflater, bytes, limit);
    expect(result?.damage).toBeUndefined();
    expect(Buffer.concat(result!.parts).toString()).toBe(expected);
  });

  it.each(bad)('reports %s', (_, bytes) => {
    expect(inflateWhole(inflater, bytes, limit)?.damage?.reason).toBe('damaged-gzip');
  });

  it('declines what inflates to more than it may, whatever length the object claims', () => {
    const bomb = gzipSync(Buffer.alloc(limit + 1));
    bomb.writeUInt32LE(5, bomb.length - 4);
    expect(inflateWhole(inflater, bomb, limit)).toBeUndefined();
    expect(inflateWhole(inflater, Buffer.concat([gzip, gzip]), text.length + 1)).toBeUndefined();
  });
});

describe('inflateStream', () => {
  describe.each([1, 3, 1000])('in chunks of %i', (chunkBytes) => {
    it.each(good)('inflates %s', async (_, bytes, expected) => {
      expect(await inflate(bytes, chunkBytes)).toEqual({ text: expected });
    });

    it.each(bad)('yields what stands before the damage: %s', async (_, bytes, before) => {
      expect(await inflate(bytes, chunkBytes)).toEqual({ text: before, reason: 'damaged-gzip' });
    });
  });

  it('stops at the limit', async () => {
    const result = await inflate(gzipSync(Buffer.alloc(10 * limit)), 1000);
    expect(result.reason).toBe('too-large');
    expect(result.text.length).toBeLessThanOrEqual(limit);
  });

  it('hands on what its input throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzip.subarray(0, 12);
      throw new Error('connection lost');
    }
    await expect(async () => {
      for await (const _ of inflateStream(broken(), limit));
    }).rejects.toThrow('connection lost');
  });

  it('agrees with inflateWhole on any members, damage and chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(), { nil: undefined }),
        fc.integer({ min: 1, max: 64 }),
        async (members, damageAt, chunkBytes) => {
          const bytes = Buffer.concat(members.map((member) => gzipSync(member)));
          if (damageAt !== undefined) bytes[damageAt % bytes.length]! ^= 0x41;
          const whole = inflateWhole(createMemberInflater(), bytes, limit)!;
          const streamed = await inflate(bytes, chunkBytes);
          expect(streamed.reason).toBe(whole.damage?.reason);
          expect(streamed.text.startsWith(Buffer.concat(whole.parts).toString('latin1'))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the inflater in WebAssembly', () => {
  const wasm = createWasmInflater();
  const zlib = createZlibInflater();
  /** Text with repetitions near and far, as logs have them. */
  const data = fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 })), {
      maxLength: 30,
    })
    .map((parts) => Buffer.concat(parts.flatMap(([part, times]) => Array<Uint8Array>(times).fill(part))));
  const options = fc.record({
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.integer({ min: 0, max: 4 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    windowBits: fc.integer({ min: 9, max: 15 }),
  });

  it('agrees with zlib on everything that zlib writes, and on what is left of it', () => {
    fc.assert(
      fc.property(
        data,
        options,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }),
        fc.integer({ min: 1, max: 400_000 }),
        (plain, deflateOptions, damage, maxBytes) => {
          const bytes = Buffer.concat([deflateRawSync(plain, deflateOptions), Buffer.from('next')]);
          for (const [at, bits] of damage) bytes[at % bytes.length]! ^= bits;
          const results = [wasm, zlib].map((inflater) => {
            inflater.load(bytes);
            const result = inflater.inflate(0, maxBytes);
            return typeof result === 'string'
              ? result
              : { ...result, text: Buffer.concat(inflater.output()) };
          });
          // Where damage and limit meet, either may be found first.
          if (results.every((result) => typeof result === 'string') && damage.length > 0) return;
          expect(results[0]).toEqual(results[1]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('grows its memory for whatever comes out, and keeps it', () => {
    const long = Buffer.alloc(5_000_000, 'a long line of a log\n');
    for (const plain of [long, text, long]) {
      const bytes = deflateRawSync(plain);
      wasm.load(bytes);
      expect(wasm.inflate(0, 10_000_000)).toEqual({ length: plain.length, end: bytes.length });
      expect(Buffer.concat(wasm.output()).equals(plain)).toBe(true);
    }
  });
});
