// Which of many texts a value contains, in one pass over it whatever their number (Aho and Corasick).

import type { ByteString } from '@windhover/bytes';
import { caseFolderFor, lowerAscii } from '../transformers/ascii-case.ts';

const ROOT = 0;
/** Stands for "none" among states. */
const NONE = 0;
/** In a step: some text ends where it leads. */
const FOUND = 1;
/** Each takes some hundred bytes. */
const MAX_STATES = 1 << 14;

/** Fewer texts are found sooner one by one. */
const MANY_TEXTS = 6;

/** Looks for texts in values. To be filled before it is first used. */
export class SubstringSearch {
  readonly #foldsCase: boolean;
  readonly #needles: { readonly text: ByteString; readonly number: number }[] = [];
  #stateCount = 1;
  #foldCase = lowerAscii;
  #automaton: Automaton | undefined;

  /** `foldsCase`: ASCII letters are the same in either case. */
  constructor(foldsCase: boolean) {
    this.#foldsCase = foldsCase;
  }

  /** What a value costs, in texts looked for one by one. */
  get cost(): number {
    return Math.min(this.#needles.length, MANY_TEXTS);
  }
  /** Look for `text`, which is not empty, under `number`. False: there are too many already. */
  add(text: ByteString, number: number): boolean {
    if (this.#stateCount + text.length > MAX_STATES) return false;
    this.#stateCount += text.length;
    this.#needles.push({ text: this.#foldsCase ? lowerAscii(text) : text, number });
    this.#foldCase = caseFolderFor(this.#needles.map((needle) => needle.text).join(''));
    return true;
  }

  /** Set `results[number]` to 1 for every text that `value` contains. */
  mark(value: ByteString, results: Uint8Array): void {
    if (this.#needles.length < MANY_TEXTS) this.#markOneByOne(value, results);
    else this.#markAll(value, results);
  }

  #markOneByOne(value: ByteString, results: Uint8Array): void {
    if (this.#needles.length === 0) return;
    const text = this.#foldsCase ? this.#foldCase(value) : value;
    for (const needle of this.#needles) {
      if (text.includes(needle.text)) results[needle.number] = 1;
    }
  }

  #markAll(value: ByteString, results: Uint8Array): void {
    this.#automaton ??= buildAutomaton(this.#needles, this.#foldsCase);
    const { classOfByte, next } = this.#automaton;
    let row = ROOT;
    for (let at = 0; at < value.length; at++) {
      const step = next[row + (classOfByte[value.charCodeAt(at)] as number)] as number;
      row = step >>> 1;
      if ((step & FOUND) !== 0) markFound(this.#automaton, row, results);
    }
  }
}

/** Mark what ends in the state of `row`. */
function markFound(
  { classCount, found, shorter, numbers }: Automaton,
  row: number,
  results: Uint8Array,
): void {
  // What is marked already has marked all that it ends with: no value costs more than its length and the states.
  for (let end = found[row / classCount] as number; end !== NONE; end = shorter[end] as number) {
    const [first, ...others] = numbers[end] ?? [];
    if (first === undefined || results[first] === 1) return;
    results[first] = 1;
    for (const number of others) results[number] = 1;
  }
}

interface Automaton {
  /** Bytes that no text has are all of class 0. */
  readonly classOfByte: Uint16Array;
  readonly classCount: number;
  /**
   * Where each state goes on, by class of the next byte: a row of `classCount` entries for each. An entry is twice
   * the start of the next state's row, and `FOUND` if some text ends there.
   */
  readonly next: Uint32Array;
  /** For each state the longest text that ends there, as the state in which it ends alone. */
  readonly found: Uint16Array;
  /** For the end of a text the next shorter text that ends there too. */
  readonly shorter: Uint16Array;
  /** For the end of a text its numbers. */
  readonly numbers: readonly (readonly number[] | undefined)[];
}

function buildAutomaton(
  needles: readonly { readonly text: ByteString; readonly number: number }[],
  foldsCase: boolean,
): Automaton {
  const { classOfByte, classCount } = classifyBytes(needles, foldsCase);
  const numbers: number[][] = [[]];
  const children: Map<number, number>[] = [new Map()];
  for (const { text, number } of needles) {
    let state = ROOT;
    for (let at = 0; at < text.length; at++) {
      const byteClass = classOfByte[text.charCodeAt(at)] as number;
      let child = children[state]?.get(byteClass);
      if (child === undefined) {
        child = children.push(new Map()) - 1;
        numbers.push([]);
        children[state]?.set(byteClass, child);
      }
      state = child;
    }
    numbers[state]?.push(number);
  }
  const next = new Uint32Array(children.length * classCount);
  const found = new Uint16Array(children.length);
  const shorter = new Uint16Array(children.length);
  // Breadth first: a state falls back to one nearer to the root, which is complete by then.
  const fallback = new Uint16Array(children.length);
  const stateAfter = (state: number, byteClass: number): number =>
    ((next[state * classCount + byteClass] as number) >>> 1) / classCount;
  const waiting = [ROOT];
  for (let index = 0; index < waiting.length; index++) {
    const state = waiting[index] ?? ROOT;
    const behind = fallback[state] as number;
    if (state !== ROOT) next.copyWithin(state * classCount, behind * classCount, (behind + 1) * classCount);
    for (const [byteClass, child] of children[state] ?? []) {
      const childBehind = state === ROOT ? ROOT : stateAfter(behind, byteClass);
      const isEnd = (numbers[child]?.length ?? 0) > 0;
      fallback[child] = childBehind;
      found[child] = isEnd ? child : (found[childBehind] as number);
      if (isEnd) shorter[child] = found[childBehind] as number;
      next[state * classCount + byteClass] = child * classCount * 2 + (found[child] === NONE ? 0 : FOUND);
      waiting.push(child);
    }
  }
  return { classOfByte, classCount, next, found, shorter, numbers };
}

function classifyBytes(needles: readonly { readonly text: ByteString }[], foldsCase: boolean) {
  const classOfByte = new Uint16Array(256);
  let classCount = 1;
  const used = new Set(needles.flatMap(({ text }) => [...text]));
  for (const byte of used) classOfByte[byte.charCodeAt(0)] = classCount++;
  if (foldsCase) {
    for (let byte = 0x41; byte <= 0x5a; byte++) classOfByte[byte] = classOfByte[byte + 0x20] as number;
  }
  return { classOfByte, classCount };
}
