import type { ByteString } from '@windhover/bytes';
import { lowerAscii, upperAscii } from './ascii-case.ts';
import { decodeBase64 } from './base64.ts';

/** The single-argument transformers that make a string of a string; undefined = the value becomes absent. */
export const STRING_TRANSFORMERS: Readonly<
  Record<'tolower' | 'toupper' | 'b64' | 'basename', (text: ByteString) => ByteString | undefined>
> = { tolower: lowerAscii, toupper: upperAscii, b64: decodeBase64, basename: takeBasename };

/** Text after the last `/`; the whole text where there is none. */
function takeBasename(path: ByteString): ByteString {
  return path.slice(path.lastIndexOf('/') + 1);
}
