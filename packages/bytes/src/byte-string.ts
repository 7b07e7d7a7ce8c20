/**
 * A string in which every character stands for one byte (code units 0–255, "latin1").
 *
 * Falco compares, orders, measures and cuts text as bytes. A JavaScript string of bytes gives exactly these
 * semantics with the engine's own fast string operations: `<` is strcmp, `length` is strlen, `includes` is
 * strstr. Text becomes a `ByteString` at the border (rules files, records) and text again at the other
 * border (alerts, diagnostics). See docs/architecture.md, "Byte strings".
 */
export type ByteString = string;

/** Turn ordinary text into the bytes of its UTF-8 form. ASCII text is returned as it is. */
export function encodeByteString(text: string): ByteString {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Turn bytes into ordinary text; every invalid UTF-8 sequence becomes U+FFFD. */
export function decodeByteString(bytes: ByteString): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The byte string of `bytes[start, end)`. Copies: the result does not keep `bytes` alive. */
export function sliceToByteString(bytes: Uint8Array, start: number, end: number): ByteString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}

/** Number of bytes that `text` takes in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}
