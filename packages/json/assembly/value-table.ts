// Numbers for what stands in some slots of a record, for WebAssembly with SIMD (AssemblyScript): the fast form of
// src/projection/value-table.ts. A table holds keys: for each slot its kind and its bytes as written.

import { isSameText } from './same-text';
import { data, ends, kinds, starts } from './scan-value';

/** No number. */
const UNKNOWN: i32 = -1;

/** Longer keys are never kept: they are rarely the same twice. */
const MAX_KEY_BYTES: usize = 2048;
const MAX_ENTRIES: u32 = 4096;
const BUCKETS: u32 = 4 * MAX_ENTRIES;
const ARENA_BYTES: usize = 512 * 1024;
/** Entries looked at for one key. Keys made to collide displace each other instead of making look-ups slow. */
const MAX_PROBES: u32 = 8;

// A table, in bytes from its start.
const SLOT_COUNT: usize = 0;
const SLOTS: usize = 4;
const SIZE: usize = 8;
const ARENA_END: usize = 12;
/** The entry found last, or 0: often the next record has the same value. */
const LAST: usize = 16;
/** Hash of the key that was looked for last, and whether it may be kept. */
const HASH: usize = 20;
const IS_KEPT: usize = 24;
const LOOKUPS: usize = 28;
const ENTRIES: usize = 32;

const ENTRY_SIZE: usize = 16;
const ENTRY_HASH: usize = 0;
const ENTRY_KEY: usize = 4;
const ENTRY_NUMBER: usize = 8;

const BUCKETS_AT: usize = ENTRIES + <usize>MAX_ENTRIES * ENTRY_SIZE;
const ARENA: usize = BUCKETS_AT + ((<usize>BUCKETS) << 2);
/** Memory that a table takes; all of it zero is an empty table. Blocks may be compared up to 16 bytes beyond a key. */
export const TABLE_BYTES: usize = ARENA + ARENA_BYTES + 16;

// In a key each value follows its header: the kind in the low byte, the length above.
const HEADER_BYTES: usize = 4;

/** Say which slots a table is about: `count` numbers at `slots`. */
export function configureTable(table: usize, slots: usize, count: i32): void {
  store<i32>(table, count, SLOT_COUNT);
  store<usize>(table, slots, SLOTS);
}

/** The number of what stands in the table's slots of the record scanned last, or -1. */
export function findValue(table: usize): i32 {
  store<u32>(table, load<u32>(table, LOOKUPS) + 1, LOOKUPS);
  const last = load<usize>(table, LAST);
  if (last !== 0 && isKey(table, load<usize>(last, ENTRY_KEY))) return load<i32>(last, ENTRY_NUMBER);
  const hash = hashKey(table);
  if (load<i32>(table, IS_KEPT) === 0) return UNKNOWN;
  for (let probe: u32 = 0; probe < MAX_PROBES; probe++) {
    const entry = load<usize>(bucketAt(table, hash + probe));
    if (entry === 0) return UNKNOWN;
    if (load<u32>(entry, ENTRY_HASH) === hash && isKey(table, load<usize>(entry, ENTRY_KEY))) {
      store<usize>(table, entry, LAST);
      return load<i32>(entry, ENTRY_NUMBER);
    }
  }
  return UNKNOWN;
}

/** How often `findValue` was called, from 2^32 on from 0 again. */
export function countLookups(table: usize): u32 {
  return load<u32>(table, LOOKUPS);
}

/** Remember a number for the key that `findValue` has just not found. A full table starts anew, in one step. */
export function addValue(table: usize, number: i32): void {
  if (load<i32>(table, IS_KEPT) === 0) return;
  const length = lengthOfKey(table);
  if (load<u32>(table, SIZE) === MAX_ENTRIES || load<usize>(table, ARENA_END) + length > ARENA_BYTES)
    clearTable(table);
  const size = load<u32>(table, SIZE);
  const key = table + ARENA + load<usize>(table, ARENA_END);
  writeKey(table, key);
  store<usize>(table, load<usize>(table, ARENA_END) + length, ARENA_END);
  store<u32>(table, size + 1, SIZE);
  const entry = table + ENTRIES + <usize>size * ENTRY_SIZE;
  const hash = load<u32>(table, HASH);
  store<u32>(entry, hash, ENTRY_HASH);
  store<usize>(entry, key, ENTRY_KEY);
  store<i32>(entry, number, ENTRY_NUMBER);
  store<usize>(table, entry, LAST);
  let bucket = bucketAt(table, hash);
  for (let probe: u32 = 0; probe < MAX_PROBES; probe++) {
    const next = bucketAt(table, hash + probe);
    if (load<usize>(next) !== 0) continue;
    bucket = next;
    break;
  }
  store<usize>(bucket, entry);
}

/** Forget everything. */
export function clearTable(table: usize): void {
  memory.fill(table + BUCKETS_AT, 0, (<usize>BUCKETS) << 2);
  store<u32>(table, 0, SIZE);
  store<usize>(table, 0, ARENA_END);
  store<usize>(table, 0, LAST);
}

function bucketAt(table: usize, hash: u32): usize {
  return table + BUCKETS_AT + ((<usize>(hash & (BUCKETS - 1))) << 2);
}

function slotAt(table: usize, index: i32): usize {
  return load<usize>(load<usize>(table, SLOTS) + ((<usize>index) << 2));
}

function lengthIn(slot: usize): usize {
  if (load<u8>(kinds + slot) === 0) return 0;
  return <usize>(load<i32>(ends + (slot << 2)) - load<i32>(starts + (slot << 2)));
}

function headerOf(slot: usize): u32 {
  return ((<u32>lengthIn(slot)) << 8) | (<u32>load<u8>(kinds + slot));
}

function startIn(slot: usize): usize {
  return data + <usize>load<i32>(starts + (slot << 2));
}

function lengthOfKey(table: usize): usize {
  const count = load<i32>(table, SLOT_COUNT);
  let length: usize = 0;
  for (let index = 0; index < count; index++) length += HEADER_BYTES + lengthIn(slotAt(table, index));
  return length;
}

function writeKey(table: usize, key: usize): void {
  const count = load<i32>(table, SLOT_COUNT);
  let at = key;
  for (let index = 0; index < count; index++) {
    const slot = slotAt(table, index);
    store<u32>(at, headerOf(slot));
    at += HEADER_BYTES;
    const length = lengthIn(slot);
    memory.copy(at, startIn(slot), length);
    at += length;
  }
}

/** Whether this is the key of the record scanned last. Ends differ more often than beginnings: lengths come first. */
function isKey(table: usize, key: usize): bool {
  const count = load<i32>(table, SLOT_COUNT);
  let at = key;
  for (let index = 0; index < count; index++) {
    const slot = slotAt(table, index);
    const header = headerOf(slot);
    if (load<u32>(at) !== header) return false;
    at += HEADER_BYTES;
    const length = <usize>(header >> 8);
    if (length > 0 && !isSameText(at, startIn(slot), length)) return false;
    at += length;
  }
  return true;
}

/** Notes hash and whether the key may be kept in the table, and gives the hash. */
function hashKey(table: usize): u32 {
  const count = load<i32>(table, SLOT_COUNT);
  let total: usize = 0;
  let hash: u64 = 0;
  for (let index = 0; index < count; index++) {
    const slot = slotAt(table, index);
    const header = headerOf(slot);
    const length = <usize>(header >> 8);
    hash = mix(hash, <u64>header);
    total += HEADER_BYTES + length;
    if (total > MAX_KEY_BYTES) break;
    let at = startIn(slot);
    let rest = length;
    while (rest >= 8) {
      hash = mix(hash, load<u64>(at));
      at += 8;
      rest -= 8;
    }
    if (rest > 0) hash = mix(hash, load<u64>(at) & (((<u64>1) << ((<u64>rest) << 3)) - 1));
  }
  const folded = <u32>(hash ^ (hash >> 32));
  store<u32>(table, folded, HASH);
  store<i32>(table, total <= MAX_KEY_BYTES ? 1 : 0, IS_KEPT);
  return folded;
}

function mix(hash: u64, word: u64): u64 {
  // eslint-disable-next-line no-loss-of-precision -- an integer of 64 bits, not a JavaScript number
  const product = (hash ^ word) * 0x9e37_79b9_7f4a_7c15;
  return product ^ (product >> 29);
}
