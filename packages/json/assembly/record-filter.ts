// Passes record after record that needs no one's attention, for WebAssembly (AssemblyScript): what is known about the
// values of records, as a graph of questions about tables of values, is walked right after each scan.
// src/projection/record-filter.ts says what it is good for.

import { data, isUnsettled, scanValue, skipWhitespace } from './scan-value';
import { isSameText } from './same-text';
import { findValue } from './value-table';

const COMMA: i32 = 0x2c;
const OPEN_BRACE: i32 = 0x7b;

const MAX_NODES: i32 = 1 << 15;
/** Numbers in tables that questions are about are below this. */
const MAX_NUMBERS: u32 = 1 << 12;
const EDGE_SLOTS: u32 = 1 << 16;
const MAX_EDGES: u32 = (EDGE_SLOTS / 4) * 3;
/** A node that asks nothing: the record passes. */
const PASS: usize = 0;
/** The time of numbers that are not admitted. */
const NO_TIME: i64 = i64.MIN_VALUE;

const nodes: usize = 0;
const edges: usize = nodes + ((<usize>MAX_NODES) << 2);
const times: usize = edges + ((<usize>EDGE_SLOTS) << 3);
/** Memory that the filter takes; `clearFilter` and `clearTimes` come before its first use. */
export const FILTER_BYTES: usize = times + ((<usize>MAX_NUMBERS) << 3);

let base: usize = 0;
let nodeCount: i32 = 0;
let edgeCount: u32 = 0;
let root: i32 = -1;
/** How records begin that may be passed. */
let prefix: usize = 0;
let prefixLength: i32 = 0;
/** The table that tells whether a record is admitted, and when it happened. */
let admission: usize = 0;

// What is being passed.
let passLimit: i32 = 0;
let passLength: i32 = 0;
let passRest: i32 = 0;
let passedTo: i32 = 0;
let passedCount: i32 = 0;
let latestTime: i64 = NO_TIME;
let stoppedStart: i32 = -1;
let stoppedEnd: i32 = -1;
/** The table that did not know the value of the record at which it stopped, or 0. */
let missingTable: usize = 0;

export function configureFilter(at: usize, admissionTable: usize, prefixAt: usize, length: i32): void {
  base = at;
  admission = admissionTable;
  prefix = prefixAt;
  prefixLength = length;
}

/** A node that asks this table, or `PASS`; -1 when there are too many. */
export function addNode(table: usize): i32 {
  if (nodeCount === MAX_NODES) return -1;
  store<usize>(base + nodes + ((<usize>nodeCount) << 2), table);
  return nodeCount++;
}

export function setRoot(node: i32): void {
  root = node;
}

/** With this number in the table that `from` asks, go on at `to`. What cannot be kept is forgotten. */
export function addEdge(from: i32, number: i32, to: i32): void {
  if (edgeCount === MAX_EDGES || <u32>number >= MAX_NUMBERS) return;
  const key = <u32>from * MAX_NUMBERS + <u32>number + 1;
  let edge = firstEdge(key);
  while (load<u32>(edge) !== 0 && load<u32>(edge) !== key) edge = edgeAfter(edge);
  if (load<u32>(edge) === 0) edgeCount += 1;
  store<u32>(edge, key);
  store<i32>(edge, to, 4);
}

/** The record with this number in the admission table is an event that happened at `time`. */
export function setTime(number: i32, time: i64): void {
  if (<u32>number < MAX_NUMBERS) store<i64>(base + times + ((<usize>number) << 3), time);
}

/** No number is that of an event. */
export function clearTimes(): void {
  for (let number: u32 = 0; number < MAX_NUMBERS; number++) setTime(number, NO_TIME);
}

/** Forget nodes and edges. */
export function clearFilter(): void {
  memory.fill(base + edges, 0, (<usize>EDGE_SLOTS) << 3);
  nodeCount = 0;
  edgeCount = 0;
  root = -1;
}

/**
 * Pass the records that start at `start`, separated by commas, as long as each is known to need no attention: no more
 * than `maxRecords`, none longer than `maxLength`. The offset after the last one that passed.
 */
export function passRecords(start: i32, limit: i32, maxLength: i32, maxRecords: i32): i32 {
  passLimit = limit;
  passLength = maxLength;
  passRest = maxRecords;
  passedTo = start;
  passedCount = 0;
  latestTime = NO_TIME;
  return passFrom(start);
}

/** Go on at the record at which passing stopped, whose slots are still as they were scanned. */
export function continuePassing(): i32 {
  const next = passRecord(stoppedStart, stoppedEnd);
  return next < 0 ? passedTo : passFrom(next);
}

function passFrom(start: i32): i32 {
  let at = start;
  stoppedStart = -1;
  missingTable = 0;
  while (at >= 0 && root >= 0 && passRest > 0) {
    if (passLimit - at < prefixLength || !isSameText(data + <usize>at, prefix, <usize>prefixLength)) break;
    const next = scanValue(at, passLimit);
    if (next < 0 || isUnsettled() !== 0) break;
    at = passRecord(at, next);
  }
  return passedTo;
}

/** Pass the record that was scanned last and give the start of the next one; -1 if it does not pass, or no other follows. */
function passRecord(start: i32, end: i32): i32 {
  missingTable = 0;
  const time = end - start > passLength ? NO_TIME : timeOfRecord();
  if (time === NO_TIME || !isDecided()) {
    stoppedStart = start;
    stoppedEnd = end;
    return -1;
  }
  stoppedStart = -1;
  passedTo = end;
  passedCount += 1;
  passRest -= 1;
  if (time > latestTime) latestTime = time;
  const limit = data + <usize>passLimit;
  let following = skipWhitespace(data + <usize>end, limit);
  if (following >= limit || <i32>load<u8>(following) !== COMMA) return -1;
  following = skipWhitespace(following + 1, limit);
  if (following >= limit || <i32>load<u8>(following) !== OPEN_BRACE) return -1;
  return <i32>(following - data);
}

/** Of the last `passRecords`: how many passed. */
export function countPassed(): i32 {
  return passedCount;
}

/** Of the last `passRecords`: the latest time of a record that passed. */
export function latestPassed(): i64 {
  return latestTime;
}

/** Of the last `passRecords`: where the record starts that it stopped at, which was scanned last; -1: there is none. */
export function stoppedAt(): i32 {
  return stoppedStart;
}

/** Where the record ends that starts at `stoppedAt`. */
export function stoppedTo(): i32 {
  return stoppedEnd;
}

/** The table whose number was missing for the record at `stoppedAt`; 0: none was. */
export function missingIn(): usize {
  return missingTable;
}

function timeOfRecord(): i64 {
  const number = find(admission);
  return number < 0 ? NO_TIME : load<i64>(base + times + ((<usize>number) << 3));
}

/** Whether the questions lead to `PASS`. */
function isDecided(): bool {
  let node = root;
  while (true) {
    const table = load<usize>(base + nodes + ((<usize>node) << 2));
    if (table === PASS) return true;
    const number = find(table);
    if (number < 0) return false;
    const key = <u32>node * MAX_NUMBERS + <u32>number + 1;
    let edge = firstEdge(key);
    while (load<u32>(edge) !== key) {
      if (load<u32>(edge) === 0) return false;
      edge = edgeAfter(edge);
    }
    node = load<i32>(edge, 4);
  }
}

function find(table: usize): i32 {
  const number = findValue(table);
  if (number < 0) missingTable = table;
  return number;
}

function firstEdge(key: u32): usize {
  return base + edges + ((<usize>((key * 0x9e37_79b1) >> 16)) << 3);
}

function edgeAfter(edge: usize): usize {
  const next = edge + 8;
  return next === base + times ? base + edges : next;
}
