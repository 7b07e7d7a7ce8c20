// Finds the units of an object that comes in chunks, in constant memory. It knows brackets and strings only: whether
// a unit is JSON is for its reader to say, and damage in one unit ends with that unit wherever the next is certain.

import type { ByteString } from '@windhover/bytes';
import { sliceToByteString } from '@windhover/bytes';
import type { CutterOptions, RecordCutter, Skip, UnitFormat, UnitMeasure } from './event-source.ts';

/** A top-level value, an element of a top-level array, or of a container member of a top-level object. */
export interface Unit {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where it begins in the object. */
  readonly offset: number;
  /** Empty for a top-level value, `[]` for an element of a top-level array, else the container member's name. */
  readonly container: ByteString;
}

export interface UnitCutterOptions {
  readonly classifyMember: UnitFormat['classifyMember'];
  /** A longer unit is skipped as `too-large`. */
  readonly maxUnitBytes: number;
  /** The unit is valid only during the call. */
  unit(unit: Unit): void;
  skip(skip: Skip): void;
  /** A faster way to the ends of whole units, where there is one. */
  readonly measure?: CutterOptions['measure'];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const NEWLINE = 0x0a;
const BLANK = 0x20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const MAX_MEMBER_NAME = 64;
/** Brackets deeper than this are counted, but not remembered by kind. */
const REMEMBERED_DEPTH = 512;

/** Any chunking of the same bytes gives the same units and skips. */
export class UnitCutter implements RecordCutter {
  readonly #options: UnitCutterOptions;

  #depth = 0;
  /** Depth at which units begin: 0, 1 in a top-level array, 2 in a container member. */
  #base = 0;
  #container: ByteString = '';
  /** In a top-level object whose container has ended: further members are passed over, further containers are not. */
  #inTail = false;
  readonly #brackets = new Uint8Array(REMEMBERED_DEPTH);
  /** Last byte that is not white space, and whether a line ended since. */
  #last = 0;
  #lineEnded = false;

  #inString = false;
  #isEscaped = false;
  /** How much of `\n{"`, the sure sign of a string that never ended, was just seen. */
  #runaway = 0;

  #isOpen = false;
  /** The open unit is not a bracketed value or string: a number, a word, or plain text. */
  #isBare = false;
  /** Where the open unit starts in the chunk; what came in earlier chunks is in `#kept`. */
  #start = 0;
  #unitOffset = 0;
  #kept = new Uint8Array(0);
  #keptLength = 0;
  #isTooLarge = false;
  #chunkOffset = 0;
  /** Measures units in the current chunk, whose next line break is at `#lineEnd`. */
  #measure: UnitMeasure | undefined;
  #lineEnd = 0;

  /** Whether members of the current top-level object may be containers. */
  #watchesMembers = false;
  #expectsName = false;
  #inName = false;
  readonly #name = new Uint8Array(MAX_MEMBER_NAME);
  #nameLength = 0;
  #memberIsContainer = false;

  constructor(options: UnitCutterOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array): void {
    this.#measure = undefined;
    this.#lineEnd = -1;
    let index = 0;
    while (index < chunk.length) {
      index = this.#inString ? this.#scanString(chunk, index) : this.#scanStructure(chunk, index);
    }
    if (this.#isOpen) this.#keep(chunk, chunk.length);
    this.#start = 0;
    this.#chunkOffset += chunk.length;
  }

  end(): void {
    if (this.#isOpen && this.#isBare && this.#depth === 0) {
      this.#close(new Uint8Array(0), 0);
    } else if (this.#isOpen || this.#base > 0 || this.#inTail) {
      const offset = this.#isOpen ? this.#unitOffset : this.#chunkOffset;
      this.#options.skip({ reason: 'truncated', detail: 'the object ends before its JSON does', offset });
    }
  }

  #scanString(chunk: Uint8Array, from: number): number {
    const isPlain = !this.#inName && !this.#isEscaped && this.#runaway === 0;
    const start = isPlain ? passPlainText(chunk, from) : from;
    for (let index = start; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (this.#runaway !== 0) {
        if (this.#runaway === 2 && byte === QUOTE && this.#isOpen) {
          this.#restart(index - 1);
          return index;
        }
        this.#runaway = this.#runaway === 1 && byte === OPEN_OBJECT ? 2 : 0;
      }
      if (this.#inName && byte !== QUOTE && this.#nameLength < MAX_MEMBER_NAME)
        this.#name[this.#nameLength++] = byte;
      if (this.#isEscaped) {
        this.#isEscaped = false;
        if (byte !== NEWLINE && !this.#inName && this.#runaway === 0) return index + 1;
      } else if (byte === BACKSLASH) {
        this.#isEscaped = true;
      } else if (byte === QUOTE) {
        this.#endString(chunk, index + 1);
        return index + 1;
      }
      if (byte === NEWLINE) this.#runaway = 1;
    }
    return chunk.length;
  }

  #endString(chunk: Uint8Array, end: number): void {
    this.#inString = false;
    this.#runaway = 0;
    this.#last = QUOTE;
    this.#lineEnded = false;
    if (this.#inName) {
      this.#inName = false;
      const role = this.#options.classifyMember(sliceToByteString(this.#name, 0, this.#nameLength));
      this.#memberIsContainer = role === 'container';
      if (role === 'record' && !this.#inTail) this.#watchesMembers = false;
    }
    if (this.#isOpen && this.#depth === this.#base) this.#close(chunk, end);
  }

  /**
   * The common case, and nothing but a faster way through it: inside an open unit, below the members that may be
   * containers. Stops where `#scanString` or `#scanStructure` must decide.
   */
  #scanInside(chunk: Uint8Array, from: number): number {
    const floor = Math.max(this.#base, this.#watchesMembers ? 1 : 0) + 1;
    let depth = this.#depth;
    let last = this.#last;
    let index = from;
    scan: for (; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      switch (byte) {
        case QUOTE: {
          const end = passPlainText(chunk, index + 1);
          if (chunk[end] !== QUOTE) break scan;
          index = end;
          break;
        }
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          if (depth >= REMEMBERED_DEPTH) break scan;
          this.#brackets[depth++] = byte;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (depth <= floor) break scan;
          depth--;
          break;
        case NEWLINE:
          break scan;
        default:
          if (byte <= BLANK) continue;
      }
      last = byte;
    }
    if (index > from) this.#lineEnded = false;
    this.#depth = depth;
    this.#last = last;
    return index;
  }

  /** Scans up to the start of the next string, or to where `#scanInside` can take over. */
  #scanStructure(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (
        this.#isOpen &&
        !this.#isBare &&
        !this.#lineEnded &&
        this.#depth > this.#base &&
        (this.#depth > 1 || !this.#watchesMembers)
      ) {
        const next = this.#scanInside(chunk, index);
        if (next > index) return next;
      }
      if (this.#isBare) {
        if (!this.#endsBare(byte)) continue;
        this.#close(chunk, index);
      }
      switch (byte) {
        case QUOTE:
          this.#openHere(index);
          this.#inString = true;
          if (this.#watchesMembers && this.#expectsName && this.#depth === 1) {
            this.#inName = true;
            this.#nameLength = 0;
            this.#expectsName = false;
          }
          return index + 1;
        case OPEN_OBJECT:
          if (this.#isOpen && this.#lineEnded && !this.#mayOpenObject()) this.#abandon();
          if (this.#base > 0 && this.#depth === this.#base && !this.#isOpen && !this.#inTail) {
            const passed = this.#passRecords(chunk, index);
            if (passed > index) {
              this.#last = CLOSE_OBJECT;
              this.#lineEnded = false;
              return passed;
            }
            const end = this.#measureUnit(chunk, index);
            if (end > index) return this.#passUnit(chunk, index, end);
          }
          if (this.#openHere(index) && this.#base === 0) this.#watchMembers();
          this.#push(OPEN_OBJECT);
          break;
        case OPEN_ARRAY:
          this.#openArray(index);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.#closeBracket(byte, chunk, index);
          break;
        case COMMA:
          if (this.#depth === 1) this.#expectsName = true;
          this.#memberIsContainer &&= this.#depth !== 1;
          break;
        case NEWLINE:
          this.#lineEnded = true;
          continue;
        default:
          if (byte <= BLANK) continue;
          if (byte !== COLON && !this.#isByteOrderMark(byte, index) && this.#openHere(index))
            this.#isBare = true;
      }
      this.#last = byte;
      this.#lineEnded = false;
    }
    return chunk.length;
  }

  /** Where the last unit ends of those in this line that the receiver has passed over by itself. */
  #passRecords(chunk: Uint8Array, index: number): number {
    if (!this.#measure) {
      this.#measure = this.#options.measure?.();
      this.#measure?.load(chunk);
    }
    return this.#measure?.pass?.(index, this.#endOfLine(chunk, index)) ?? index;
  }

  /** Where the unit that begins here ends, if that is certain: in this chunk, in one line, and it is JSON. */
  #measureUnit(chunk: Uint8Array, index: number): number {
    const end = this.#measure?.measure(index) ?? -1;
    return end <= this.#endOfLine(chunk, index) ? end : -1;
  }

  #endOfLine(chunk: Uint8Array, index: number): number {
    if (this.#lineEnd < index) {
      const found = chunk.indexOf(NEWLINE, index);
      this.#lineEnd = found < 0 ? chunk.length : found;
    }
    return this.#lineEnd;
  }

  /** Take a whole unit in one step. */
  #passUnit(chunk: Uint8Array, start: number, end: number): number {
    this.#openHere(start);
    this.#last = CLOSE_OBJECT;
    this.#lineEnded = false;
    this.#close(chunk, end);
    return end;
  }

  /** Open a unit if one can begin here; false where the byte belongs to an open unit or is passed over. */
  #openHere(index: number): boolean {
    if (this.#isOpen || this.#inTail || this.#depth !== this.#base) return false;
    this.#isOpen = true;
    this.#start = index;
    this.#unitOffset = this.#chunkOffset + index;
    return true;
  }

  #openArray(index: number): void {
    const isTopLevel = this.#depth === 0 && !this.#isOpen;
    const isContainer =
      this.#depth === 1 && this.#watchesMembers && this.#memberIsContainer && this.#last === COLON;
    if (isTopLevel || isContainer) {
      this.#discard();
      this.#inTail = false;
      this.#base = this.#depth + 1;
      this.#container = isTopLevel ? '[]' : sliceToByteString(this.#name, 0, this.#nameLength);
    } else {
      this.#openHere(index);
    }
    this.#push(OPEN_ARRAY);
  }

  #closeBracket(byte: number, chunk: Uint8Array, index: number): void {
    if (this.#isOpen || this.#inTail) {
      this.#depth--;
      if (this.#isOpen && this.#depth === this.#base) this.#close(chunk, index + 1);
      else if (this.#depth === 0) this.#leaveTopLevel();
    } else if (this.#base === 2 && byte === CLOSE_ARRAY) {
      this.#depth = 1;
      this.#base = 0;
      this.#inTail = true;
      this.#memberIsContainer = false;
    } else if (this.#base === 2 || (this.#base === 1 && byte === CLOSE_ARRAY)) {
      this.#depth = 0;
      this.#leaveTopLevel();
    }
  }

  #leaveTopLevel(): void {
    this.#base = 0;
    this.#inTail = false;
    this.#container = '';
    this.#watchesMembers = false;
  }

  #watchMembers(): void {
    this.#watchesMembers = true;
    this.#expectsName = true;
    this.#memberIsContainer = false;
  }

  #push(bracket: number): void {
    if (this.#depth < REMEMBERED_DEPTH) this.#brackets[this.#depth] = bracket;
    this.#depth++;
  }

  /** Whether JSON allows an object here, inside the open unit. */
  #mayOpenObject(): boolean {
    if (this.#depth === this.#base || this.#depth > REMEMBERED_DEPTH) return true;
    if (this.#brackets[this.#depth - 1] === OPEN_OBJECT) return this.#last === COLON;
    return this.#last === COMMA || this.#last === OPEN_ARRAY;
  }

  /** A line that cannot go on here: the open unit is damaged, and a new one begins. */
  #abandon(): void {
    this.#options.skip({ reason: 'not-json', detail: 'the JSON breaks off', offset: this.#unitOffset });
    this.#discard();
    this.#depth = this.#base;
  }

  /** The open string never ended: a new unit begins with the bracket at `index` (-1: end of the chunk before). */
  #restart(index: number): void {
    this.#abandon();
    this.#inString = false;
    this.#isEscaped = false;
    this.#inName = false;
    this.#runaway = 0;
    this.#openHere(index);
    if (index < 0) this.#keep(Uint8Array.of(OPEN_OBJECT), 1);
    if (this.#base === 0) this.#watchMembers();
    this.#push(OPEN_OBJECT);
    this.#last = OPEN_OBJECT;
    this.#lineEnded = false;
  }

  #endsBare(byte: number): boolean {
    if (byte === NEWLINE || byte === OPEN_OBJECT) return true;
    return this.#base > 0 && (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT);
  }

  #isByteOrderMark(byte: number, index: number): boolean {
    return BYTE_ORDER_MARK[this.#chunkOffset + index] === byte;
  }

  #close(chunk: Uint8Array, end: number): void {
    const container = this.#container;
    const offset = this.#unitOffset;
    if (this.#keptLength > 0 || this.#isTooLarge) this.#keep(chunk, end);
    const isKept = this.#keptLength > 0;
    const bytes = isKept ? this.#kept : chunk;
    const start = isKept ? 0 : this.#start;
    const length = isKept ? this.#keptLength : end - this.#start;
    const isTooLarge = this.#isTooLarge || length > this.#options.maxUnitBytes;
    this.#discard();
    if (this.#depth === 0) this.#leaveTopLevel();
    if (isTooLarge) {
      this.#options.skip({
        reason: 'too-large',
        detail: `longer than ${this.#options.maxUnitBytes} bytes`,
        offset,
      });
    } else {
      this.#options.unit({ bytes, start, end: start + length, offset, container });
    }
  }

  /** Keep the part of the open unit that lies in this chunk. */
  #keep(chunk: Uint8Array, end: number): void {
    const start = Math.max(this.#start, 0);
    const length = this.#keptLength + end - start;
    if (length > this.#options.maxUnitBytes) this.#isTooLarge = true;
    if (this.#isTooLarge) {
      this.#keptLength = 0;
    } else {
      this.#reserve(length);
      this.#kept.set(chunk.subarray(start, end), this.#keptLength);
      this.#keptLength = length;
    }
    this.#start = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#kept.length) return;
    const larger = new Uint8Array(
      Math.min(Math.max(length, this.#kept.length * 2, 4096), this.#options.maxUnitBytes),
    );
    larger.set(this.#kept.subarray(0, this.#keptLength));
    this.#kept = larger;
  }

  #discard(): void {
    this.#isOpen = false;
    this.#isBare = false;
    this.#isTooLarge = false;
    this.#keptLength = 0;
  }
}

/** The next quote, backslash or line feed; the length of the chunk if there is none. */
function passPlainText(chunk: Uint8Array, from: number): number {
  let index = from;
  while (index < chunk.length) {
    const byte = chunk[index] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte === NEWLINE) break;
    index++;
  }
  return index;
}
