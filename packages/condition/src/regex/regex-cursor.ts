// Reads a pattern as RE2 does: code point by code point, with RE2's words for what it cannot read.

import { type ByteString, decodeByteString } from '@windhover/bytes';

const maxCodePoint = 0x10ffff;
const controlEscapes = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['a', 0x07],
  ['f', 0x0c],
  ['v', 0x0b],
]);

/** Ends the reading of a pattern; `parsePosixRegex` turns it into data. */
export class RegexSyntaxError extends Error {}

/** A position in a pattern. */
export class RegexCursor {
  readonly pattern: ByteString;
  position = 0;

  constructor(pattern: ByteString) {
    this.pattern = pattern;
  }

  get atEnd(): boolean {
    return this.position >= this.pattern.length;
  }

  /** The byte `ahead` of the position; empty beyond the end. */
  peek(ahead = 0): string {
    return this.pattern.charAt(this.position + ahead);
  }

  /** Step over `text` if it stands here. */
  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  textSince(start: number): ByteString {
    return this.pattern.slice(start, this.position);
  }

  /** The next code point; invalid UTF-8 and the end are errors. */
  takeCodePoint(): number {
    const first = this.pattern.charCodeAt(this.position);
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const character = decodeByteString(this.pattern.slice(this.position, this.position + length));
    const codePoint = character.codePointAt(0);
    const isWhole = codePoint !== undefined && character.length === (codePoint > 0xffff ? 2 : 1);
    if (!isWhole || (codePoint === 0xfffd && !this.pattern.startsWith('\xef\xbf\xbd', this.position))) {
      throw new RegexSyntaxError('invalid UTF-8');
    }
    this.position += length;
    return codePoint;
  }

  /** The code point that an escape such as `\.`, `\n`, `\122`, `\x52` or `\x{52}` stands for. */
  takeEscape(): number {
    const start = this.position;
    this.position++;
    if (this.atEnd) throw new RegexSyntaxError('trailing \\');
    const codePoint = this.takeCodePoint();
    const letter = String.fromCodePoint(codePoint);
    if (codePoint < 0x80 && !/[A-Za-z0-9]/.test(letter)) return codePoint;
    const control = controlEscapes.get(letter);
    if (control !== undefined) return control;
    const value =
      letter === 'x' ? this.takeHexadecimal() : /[0-7]/.test(letter) ? this.takeOctal(letter) : undefined;
    if (value === undefined) throw new RegexSyntaxError(`invalid escape sequence: ${this.textSince(start)}`);
    return value;
  }

  /** Up to three octal digits; a lone one other than 0 would be a back-reference. */
  private takeOctal(first: string): number | undefined {
    let digits = first;
    while (digits.length < 3 && /[0-7]/.test(this.peek())) {
      digits += this.peek();
      this.position++;
    }
    return digits.length === 1 && first !== '0' ? undefined : Number.parseInt(digits, 8);
  }

  private takeHexadecimal(): number | undefined {
    if (this.atEnd) return undefined;
    const first = this.takeCodePoint();
    if (first === 0x7b) return this.takeBracedHexadecimal();
    if (this.atEnd) return undefined;
    const digits = String.fromCodePoint(first, this.takeCodePoint());
    return /^[0-9a-fA-F]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
  }

  private takeBracedHexadecimal(): number | undefined {
    let value: number | undefined;
    for (;;) {
      const digit = String.fromCodePoint(this.takeCodePoint());
      if (digit === '}') return value;
      if (!/^[0-9a-fA-F]$/.test(digit)) return undefined;
      value = (value ?? 0) * 16 + Number.parseInt(digit, 16);
      if (value > maxCodePoint || this.atEnd) return undefined;
    }
  }
}
