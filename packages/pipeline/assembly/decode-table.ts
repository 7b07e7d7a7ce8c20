// Tables that decode Huffman codes of deflate (RFC 1951 §3.2.2), for WebAssembly (AssemblyScript): two levels, so that a
// symbol takes one look-up, or two for long codes.

// A table entry: which bits it takes in all (low byte), how many of them are the code's (second byte), a value (upper half).
export const CODE_SHIFT: u32 = 8;
export const VALUE_SHIFT: u32 = 16;
export const LITERAL: u32 = 0x8000_0000;
/** The second byte of entries that are not a length or distance. */
export const EXCEPTIONAL: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;
export const INVALID_CODE: u32 = EXCEPTIONAL | 0x1000;

const MAX_CODE_LENGTH: i32 = 15;

// Scratch of buildTable.
const countOfLength: usize = memory.data(4 * 16, 16);
const offsetOfLength: usize = memory.data(4 * 17, 16);
const sortedSymbols: usize = memory.data(2 * 288, 16);

/**
 * Build the table of a canonical Huffman code from the lengths of its codes. As in zlib, a code with too many code
 * words is damaged, and so is one with too few unless it has a single word of one bit, or none, and `mayBeSparse`.
 */
export function buildTable(
  codeLengths: usize,
  symbols: i32,
  entries: usize,
  table: usize,
  tableBits: i32,
  mayBeSparse: bool,
): bool {
  memory.fill(countOfLength, 0, 4 * 16);
  for (let symbol = 0; symbol < symbols; symbol++) {
    const counter = countOfLength + ((<usize>load<u8>(codeLengths + <usize>symbol)) << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
  let left: i32 = 1;
  let longest: i32 = 0;
  let offset: i32 = 0;
  for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
    const count = load<i32>(countOfLength + ((<usize>length) << 2));
    store<i32>(offsetOfLength + ((<usize>length) << 2), offset);
    offset += count;
    left = (left << 1) - count;
    if (left < 0) return false;
    if (count > 0) longest = length;
  }
  if (left > 0 && (!mayBeSparse || longest > 1)) return false;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const length = <usize>load<u8>(codeLengths + <usize>symbol);
    if (length === 0) continue;
    const next = offsetOfLength + (length << 2);
    const at = load<i32>(next);
    store<i32>(next, at + 1);
    store<u16>(sortedSymbols + ((<usize>at) << 1), symbol);
  }

  const tableSize: u32 = 1 << tableBits;
  if (left > 0) {
    for (let index: u32 = 0; index < tableSize; index++)
      store<u32>(table + ((<usize>index) << 2), INVALID_CODE);
  }
  // Codes in their order; `reversed` has the first bit of the code lowest, as it comes in the data.
  let reversed: u32 = 0;
  let at: usize = sortedSymbols;
  let subtable: u32 = tableSize;
  let subtableBits: i32 = 0;
  let prefix: i32 = -1;
  for (let length = 1; length <= longest; length++) {
    let count = load<i32>(countOfLength + ((<usize>length) << 2));
    while (count > 0) {
      const symbol = <usize>load<u16>(at);
      at += 2;
      const entry = load<u32>(entries + (symbol << 2));
      if (length <= tableBits) {
        const filled = withCodeLength(entry, length);
        for (let index = reversed; index < tableSize; index += 1 << length) {
          store<u32>(table + ((<usize>index) << 2), filled);
        }
      } else {
        const head = <i32>(reversed & (tableSize - 1));
        if (head !== prefix) {
          prefix = head;
          if (subtableBits > 0) subtable += 1 << subtableBits;
          subtableBits = bitsOfSubtable(length, count, tableBits);
          const pointer = (subtable << VALUE_SHIFT) | EXCEPTIONAL | SUBTABLE | (<u32>subtableBits);
          store<u32>(table + ((<usize>head) << 2), pointer);
        }
        const filled = withCodeLength(entry, length - tableBits);
        const step: u32 = 1 << (length - tableBits);
        for (let index = reversed >> tableBits; index < <u32>(1 << subtableBits); index += step) {
          store<u32>(table + ((<usize>(subtable + index)) << 2), filled);
        }
      }
      reversed = nextCode(reversed, length);
      count--;
      store<i32>(countOfLength + ((<usize>length) << 2), count);
    }
  }
  return true;
}

/** So many bits that the codes of this length and longer ones fill the subtable that begins now. */
function bitsOfSubtable(length: i32, count: i32, tableBits: i32): i32 {
  let subtableBits = length - tableBits;
  let codes = count;
  while (codes < 1 << subtableBits && subtableBits + tableBits < MAX_CODE_LENGTH) {
    subtableBits++;
    codes = (codes << 1) + load<i32>(countOfLength + ((<usize>(subtableBits + tableBits)) << 2));
  }
  return subtableBits;
}

/** The code word after this one of the same length, or of the next length, both with the first bit lowest. */
function nextCode(reversed: u32, length: i32): u32 {
  let bit: u32 = 1 << (length - 1);
  while ((reversed & bit) !== 0) {
    reversed ^= bit;
    bit >>= 1;
  }
  return reversed | bit;
}

/** Lengths and distances take their extra bits along with the code. */
function withCodeLength(entry: u32, length: i32): u32 {
  if ((entry & (LITERAL | EXCEPTIONAL)) !== 0) return entry | (<u32>length);
  return (entry + <u32>length) | ((<u32>length) << CODE_SHIFT);
}
