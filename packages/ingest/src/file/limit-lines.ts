import type { ByteStream } from '@windhover/pipeline';
import { FileInputError } from './file-input-error.ts';

const NEWLINE = 0x0a;

/**
 * The same bytes up to a line longer than `maxLineBytes`, where reading ends with a `FileInputError`: so the k8saudit
 * plugin ends, which reads lines with a scanner of Go (spec/sources-k8s-okta-github.md §A.6).
 */
export function limitLines(bytes: ByteStream, maxLineBytes: number): ByteStream {
  return {
    ...(bytes.size !== undefined && { size: bytes.size }),
    ...(bytes.isOnceOnly === true && { isOnceOnly: true }),
    async *[Symbol.asyncIterator]() {
      let lineBytes = 0;
      for await (const chunk of bytes) {
        let start = 0;
        for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
          check(lineBytes + end - start);
          lineBytes = 0;
          start = end + 1;
        }
        lineBytes += chunk.length - start;
        check(lineBytes);
        yield chunk;
      }
    },
  };

  function check(lineBytes: number): void {
    if (lineBytes > maxLineBytes) throw new FileInputError('bufio.Scanner: token too long');
  }
}
