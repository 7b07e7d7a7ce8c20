// Raw deflate (RFC 1951) for WebAssembly with SIMD (AssemblyScript): one member, from memory to memory. It accepts
// what zlib accepts. Two levels of tables decode a symbol in one look-up, or two for long codes; bits wait in a
// 64-bit buffer that is filled without branches; matches are copied sixteen bytes at a time.

import {
  CODE_SHIFT,
  VALUE_SHIFT,
  LITERAL,
  EXCEPTIONAL,
  SUBTABLE,
  END_OF_BLOCK,
  INVALID_CODE,
  buildTable,
} from './decode-table';

export const DONE: i32 = 0;
export const DAMAGED: i32 = 1;
export const TOO_LARGE: i32 = 2;

/** Where bytes may be loaded: everything before belongs to the tables. */
export const free: usize = (__heap_base + 15) & ~15;
/** What the decoder reads beyond the input, and writes beyond the output, at most. */
export const INPUT_SLACK: usize = 32;
export const OUTPUT_SLACK: usize = 320;

const PAGE_SIZE: usize = 65536;
const LITERAL_BITS: i32 = 11;
const DISTANCE_BITS: i32 = 8;
const PRECODE_BITS: i32 = 7;
const LITERAL_SYMBOLS: i32 = 288;
const DISTANCE_SYMBOLS: i32 = 32;
const PRECODE_SYMBOLS: i32 = 19;
const END_SYMBOL: i32 = 256;
const MAX_LENGTH_SYMBOLS: i32 = 286;
const MAX_DISTANCE_SYMBOLS: i32 = 30;

// The largest tables that complete codes can need: every subtable is full, so that twice the symbols always suffice.
const literalTable: usize = memory.data(4 * (2048 + 2 * 288 + 1024), 16);
const distanceTable: usize = memory.data(4 * (256 + 2 * 32 + 512), 16);
const precodeTable: usize = memory.data(4 * 128, 16);

// What each symbol's entry says, without the length of its code.
const literalEntries: usize = memory.data(4 * 288, 16);
const distanceEntries: usize = memory.data(4 * 32, 16);
const precodeEntries: usize = memory.data(4 * 19, 16);

/** Lengths of the codes of one block: literals and lengths, then distances. */
const lengths: usize = memory.data(288 + 32 + 160, 16);
const precodeLengths: usize = memory.data(32, 16);
const precodeOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

let isPrepared = false;

// The reader's state between blocks.
let input: usize = 0;
let inputEnd: usize = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;
let output: usize = 0;
let outputStart: usize = 0;
/** Where output must stop, and where memory ends for now. */
let outputLimit: usize = 0;
let outputRoom: usize = 0;

/** The first byte after the compressed data, once `inflate` is done. */
export function consumedTo(): usize {
  return input;
}

/** The first byte after the output, once `inflate` is done. */
export function producedTo(): usize {
  return output;
}

/**
 * Inflate the member whose compressed data start at `start`, in input that ends at `end` and is followed by
 * `INPUT_SLACK` zeros, to `target`, no more than `maxBytes`. Memory behind `target` is used and grown as needed.
 */
export function inflate(start: usize, end: usize, target: usize, maxBytes: usize): i32 {
  prepare();
  input = start;
  inputEnd = end;
  bits = 0;
  bitCount = 0;
  output = outputStart = target;
  outputLimit = target + maxBytes;
  outputRoom = <usize>memory.size() * PAGE_SIZE;
  while (true) {
    refill();
    const isLast = takeBits(1);
    const type = takeBits(2);
    let result = DAMAGED;
    if (type === 0) result = copyStored();
    else if (type === 1) result = buildFixedTables() ? inflateBlock() : DAMAGED;
    else if (type === 2) result = readTables() ? inflateBlock() : DAMAGED;
    if (result !== DONE) return result;
    if (isLast !== 0) break;
  }
  input -= <usize>(bitCount >> 3);
  return input <= inputEnd ? DONE : DAMAGED;
}

/** Afterwards at least 56 bits wait, zeros once the input has ended. */
function refill(): void {
  bits |= load<u64>(input) << (<u64>bitCount);
  input += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
  // Only the slack may be read beyond the end: what was taken from it is found out in time.
  if (input > inputEnd + 8) input = inputEnd + 8;
}

function takeBits(count: u32): u32 {
  const taken = (<u32>bits) & ((1 << count) - 1);
  bits >>= <u64>count;
  bitCount -= count;
  return taken;
}

/** Make room for so many bytes of output and the slack; false when that is not allowed or there is no memory. */
function reserve(count: usize): bool {
  if (output + count > outputLimit) return false;
  const needed = output + count + OUTPUT_SLACK;
  if (needed <= outputRoom) return true;
  const wanted = max(needed, outputRoom + (outputRoom >> 1)) - outputRoom;
  if (memory.grow(<i32>((wanted + PAGE_SIZE - 1) / PAGE_SIZE)) < 0) return false;
  outputRoom = <usize>memory.size() * PAGE_SIZE;
  return true;
}

function copyStored(): i32 {
  // The bytes in the bit buffer go back, those of the started byte are lost.
  input -= <usize>(bitCount >> 3);
  bits = 0;
  bitCount = 0;
  if (input + 4 > inputEnd) return DAMAGED;
  const length = <usize>load<u16>(input);
  if (<usize>load<u16>(input, 2) !== (length ^ 0xffff)) return DAMAGED;
  input += 4;
  if (input + length > inputEnd) return DAMAGED;
  if (!reserve(length)) return TOO_LARGE;
  memory.copy(output, input, length);
  input += length;
  output += length;
  return DONE;
}

/** The symbols of one block, up to its end. */
function inflateBlock(): i32 {
  // Locals instead of globals: this is the loop that counts.
  let source = input;
  let waiting = bits;
  let count = bitCount;
  let target = output;
  const sourceLimit = inputEnd + 8;
  let targetLimit = blockLimit();
  const literalMask: u64 = (1 << LITERAL_BITS) - 1;
  const distanceMask: u64 = (1 << DISTANCE_BITS) - 1;
  let result = DAMAGED;

  while (true) {
    if (target > targetLimit) {
      output = target;
      if (target > outputLimit || !reserve(min(<usize>258 + 2, outputLimit - target))) {
        result = TOO_LARGE;
        break;
      }
      targetLimit = blockLimit();
    }
    if (source > sourceLimit) break;
    waiting |= load<u64>(source) << (<u64>count);
    source += <usize>((63 - count) >> 3);
    count |= 56;

    let entry = load<u32>(literalTable + ((<usize>(waiting & literalMask)) << 2));
    if ((entry & LITERAL) !== 0) {
      waiting >>= <u64>(entry & 63);
      count -= entry & 63;
      store<u8>(target++, entry >> VALUE_SHIFT);
      entry = load<u32>(literalTable + ((<usize>(waiting & literalMask)) << 2));
      if ((entry & LITERAL) !== 0) {
        waiting >>= <u64>(entry & 63);
        count -= entry & 63;
        store<u8>(target++, entry >> VALUE_SHIFT);
        entry = load<u32>(literalTable + ((<usize>(waiting & literalMask)) << 2));
        if ((entry & LITERAL) !== 0) {
          waiting >>= <u64>(entry & 63);
          count -= entry & 63;
          store<u8>(target++, entry >> VALUE_SHIFT);
          continue;
        }
      }
    }
    if ((entry & EXCEPTIONAL) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        waiting >>= <u64>LITERAL_BITS;
        count -= <u32>LITERAL_BITS;
        const subtableBits = entry & 63;
        const index = (entry >> VALUE_SHIFT) + ((<u32>waiting) & ((1 << subtableBits) - 1));
        entry = load<u32>(literalTable + ((<usize>index) << 2));
        if ((entry & LITERAL) !== 0) {
          waiting >>= <u64>(entry & 63);
          count -= entry & 63;
          store<u8>(target++, entry >> VALUE_SHIFT);
          continue;
        }
      }
      if ((entry & END_OF_BLOCK) !== 0) {
        waiting >>= <u64>(entry & 63);
        count -= entry & 63;
        result = DONE;
        break;
      }
      if ((entry & EXCEPTIONAL) !== 0) break;
    }
    const length =
      <usize>(entry >> VALUE_SHIFT) +
      <usize>(lowBits(waiting, entry & 63) >> (<u64>((entry >> CODE_SHIFT) & 31)));
    waiting >>= <u64>(entry & 63);
    count -= entry & 63;

    waiting |= load<u64>(source) << (<u64>count);
    source += <usize>((63 - count) >> 3);
    count |= 56;
    entry = load<u32>(distanceTable + ((<usize>(waiting & distanceMask)) << 2));
    if ((entry & EXCEPTIONAL) !== 0) {
      if ((entry & SUBTABLE) === 0) break;
      waiting >>= <u64>DISTANCE_BITS;
      count -= <u32>DISTANCE_BITS;
      const subtableBits = entry & 63;
      const index = (entry >> VALUE_SHIFT) + ((<u32>waiting) & ((1 << subtableBits) - 1));
      entry = load<u32>(distanceTable + ((<usize>index) << 2));
      if ((entry & EXCEPTIONAL) !== 0) break;
    }
    const distance =
      <usize>(entry >> VALUE_SHIFT) +
      <usize>(lowBits(waiting, entry & 63) >> (<u64>((entry >> CODE_SHIFT) & 31)));
    waiting >>= <u64>(entry & 63);
    count -= entry & 63;
    if (distance > target - outputStart) break;
    copyMatch(target, distance, length);
    target += length;
  }
  input = source;
  bits = waiting;
  bitCount = count;
  output = target;
  // What was written before memory was asked for may have passed the limit by the last symbol.
  return result === DONE && output > outputLimit ? TOO_LARGE : result;
}

/** Up to here a symbol can be written without asking for memory. */
function blockLimit(): usize {
  return min(outputRoom - OUTPUT_SLACK, outputLimit);
}

function lowBits(from: u64, count: u32): u64 {
  return from & (((<u64>1) << (<u64>count)) - 1);
}

/** Copy a match, up to fifteen bytes too many. */
function copyMatch(target: usize, distance: usize, length: usize): void {
  const end = target + length;
  let from = target - distance;
  let to = target;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      from += 16;
      to += 16;
    } while (to < end);
  } else if (distance === 1) {
    const block = i8x16.splat(load<u8>(from));
    do {
      v128.store(to, block);
      to += 16;
    } while (to < end);
  } else if (distance >= 8) {
    do {
      store<u64>(to, load<u64>(from));
      from += 8;
      to += 8;
    } while (to < end);
  } else {
    // Each step repeats the pattern once: the bytes behind it are overwritten by the next one.
    do {
      store<u64>(to, load<u64>(from));
      to += distance;
    } while (to < end);
  }
}

/** Read the codes of a dynamic block and build their tables. */
function readTables(): bool {
  refill();
  const literalCount = <i32>takeBits(5) + 257;
  const distanceCount = <i32>takeBits(5) + 1;
  const precodeCount = <i32>takeBits(4) + 4;
  if (literalCount > MAX_LENGTH_SYMBOLS || distanceCount > MAX_DISTANCE_SYMBOLS) return false;
  memory.fill(precodeLengths, 0, PRECODE_SYMBOLS);
  for (let index = 0; index < precodeCount; index++) {
    refill();
    store<u8>(precodeLengths + <usize>load<u8>(precodeOrder + <usize>index), takeBits(3));
  }
  if (!buildTable(precodeLengths, PRECODE_SYMBOLS, precodeEntries, precodeTable, PRECODE_BITS, false))
    return false;

  const total = literalCount + distanceCount;
  let index = 0;
  while (index < total) {
    refill();
    const entry = load<u32>(precodeTable + ((<usize>(bits & 127)) << 2));
    if ((entry & EXCEPTIONAL) !== 0 || input > inputEnd + 8) return false;
    takeBits(entry & 63);
    const symbol = entry >> VALUE_SHIFT;
    if (symbol < 16) {
      store<u8>(lengths + <usize>index, symbol);
      index += 1;
      continue;
    }
    let repeated: u8 = 0;
    let times: i32;
    if (symbol === 16) {
      if (index === 0) return false;
      repeated = load<u8>(lengths + <usize>(index - 1));
      times = 3 + <i32>takeBits(2);
    } else {
      times = symbol === 17 ? 3 + <i32>takeBits(3) : 11 + <i32>takeBits(7);
    }
    if (index + times > total) return false;
    memory.fill(lengths + <usize>index, repeated, <usize>times);
    index += times;
  }
  if (load<u8>(lengths + <usize>END_SYMBOL) === 0) return false;
  const distances = lengths + <usize>literalCount;
  return (
    buildTable(distances, distanceCount, distanceEntries, distanceTable, DISTANCE_BITS, true) &&
    buildTable(lengths, literalCount, literalEntries, literalTable, LITERAL_BITS, true)
  );
}

function buildFixedTables(): bool {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  return (
    buildTable(lengths, LITERAL_SYMBOLS, literalEntries, literalTable, LITERAL_BITS, true) &&
    buildTable(lengths + 288, DISTANCE_SYMBOLS, distanceEntries, distanceTable, DISTANCE_BITS, true)
  );
}

function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u32>(literalEntries + ((<usize>symbol) << 2), LITERAL | (symbol << VALUE_SHIFT));
  }
  store<u32>(literalEntries + 256 * 4, EXCEPTIONAL | END_OF_BLOCK);
  let base: u32 = 3;
  for (let code: u32 = 0; code < 28; code++) {
    const extra: u32 = code < 8 ? 0 : (code >> 2) - 1;
    store<u32>(literalEntries + ((<usize>(257 + code)) << 2), (base << VALUE_SHIFT) | extra);
    base += 1 << extra;
  }
  store<u32>(literalEntries + 285 * 4, 258 << VALUE_SHIFT);
  store<u32>(literalEntries + 286 * 4, INVALID_CODE);
  store<u32>(literalEntries + 287 * 4, INVALID_CODE);
  base = 1;
  for (let code: u32 = 0; code < 30; code++) {
    const extra: u32 = code < 4 ? 0 : (code >> 1) - 1;
    store<u32>(distanceEntries + ((<usize>code) << 2), (base << VALUE_SHIFT) | extra);
    base += 1 << extra;
  }
  store<u32>(distanceEntries + 30 * 4, INVALID_CODE);
  store<u32>(distanceEntries + 31 * 4, INVALID_CODE);
  for (let symbol: u32 = 0; symbol < 19; symbol++) {
    store<u32>(precodeEntries + ((<usize>symbol) << 2), symbol << VALUE_SHIFT);
  }
}
