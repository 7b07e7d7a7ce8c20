// Cuts text in tests of event sources, into the payloads of its records and the reasons of its skips.

import { gzipSync } from 'node:zlib';
import type { CutterOptions, RecordCutter } from './event-source.ts';

export interface CutText {
  readonly records: string[];
  readonly sources: string[];
  readonly skips: string[];
}

export function cutText(
  createCutter: (options: CutterOptions) => RecordCutter,
  text: string,
  options: Partial<CutterOptions> = {},
): CutText {
  const result: CutText = { records: [], sources: [], skips: [] };
  const cutter = createCutter({
    compatibility: 'fixed',
    maxRecordBytes: 262_144,
    receivedNs: 0n,
    receiver: {
      record({ bytes, start, end, sourceName }) {
        result.records.push(Buffer.from(bytes.subarray(start, end)).toString());
        result.sources.push(sourceName);
      },
      skip: ({ reason }) => result.skips.push(reason),
    },
    ...options,
  });
  cutter.write(Buffer.from(text));
  cutter.end();
  return result;
}

/** Write in chunks as whoever reads files does: all in one buffer, which holds something else afterwards. */
export function writeInChunks(cutter: RecordCutter, bytes: Uint8Array, chunkSize: number): void {
  const buffer = Buffer.alloc(Math.min(chunkSize, bytes.length));
  for (let start = 0; start < bytes.length; start += chunkSize) {
    const chunk = bytes.subarray(start, start + chunkSize);
    buffer.set(chunk);
    cutter.write(buffer.subarray(0, chunk.length));
    buffer.fill('?');
  }
}

/** Base64 of gzip, as CloudWatch Logs sends it. */
export function deflateText(text: string): string {
  return gzipSync(text).toString('base64');
}
