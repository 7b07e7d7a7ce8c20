// The paths of a projection as one tree in flat arrays: the layout that both scanners read.

import type { JsonPath } from '../node.ts';
import { parseArrayIndex } from '../members.ts';

/** The root of the tree, the record itself. */
export const ROOT = 0;
/** Stands for "no node": values that no path leads to. */
export const NONE = -1;

/**
 * A tree of path steps. Node 0 is the record; a node is the *slot* of every path that ends in it. All tables are
 * indexed by node unless said otherwise.
 */
export interface PathTrie {
  readonly size: number;
  /** Path index → node in which the path ends. */
  readonly slotOfPath: readonly number[];
  /** The step that leads to each node, as bytes: `stepBytes[stepStart[node], + stepLength[node])`. */
  readonly stepBytes: Uint8Array;
  readonly stepStart: Int32Array;
  readonly stepLength: Int32Array;
  /** The step as an array index, -1 when it is none. */
  readonly stepIndex: Int32Array;
  /** The largest array index among the children, -1 when no child is an index. */
  readonly maxChildIndex: Int32Array;
  /** First child, then its siblings; NONE ends a list. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /**
   * Members are looked up by `nameHash(length, first, last)`: a node with children has `HASH_SIZE` entries from
   * `hashStart[node]` in `hashTable` (NONE for other nodes), each the first child with that hash, which go on in
   * `nextWithHash`.
   */
  readonly hashStart: Int32Array;
  readonly hashTable: Int32Array;
  readonly nextWithHash: Int32Array;
  /** Whether two children stand for the same array element (`0` and `+0`), which a single pass cannot note. */
  readonly hasRepeatedIndex: Uint8Array;
  /**
   * Whether some child's name has a backslash: the parser then looks only among decoded names, which a single pass
   * over raw ones does not do.
   */
  readonly hasBackslash: Uint8Array;
}

export const HASH_SIZE = 64;

const QUOTE = 0x22;

/**
 * Spread names over `HASH_SIZE` entries by what is cheap to read: length, first and last byte. The empty name has
 * the quotes around it for these.
 */
export function nameHash(length: number, first: number, last: number): number {
  return (length * 5 + first * 3 + last) & (HASH_SIZE - 1);
}

interface TrieNode {
  readonly step: string;
  readonly children: Map<string, number>;
}

/** Build the tree of `paths`; equal paths share their slot. */
export function createPathTrie(paths: readonly JsonPath[]): PathTrie {
  const nodes: TrieNode[] = [{ step: '', children: new Map() }];
  const slotOfPath = paths.map((path) => path.reduce((node, step) => enterStep(nodes, node, step), ROOT));
  const size = nodes.length;
  const stepBytes = Buffer.from(nodes.map((node) => node.step).join(''), 'latin1');
  const [stepStart, stepLength] = [new Int32Array(size), new Int32Array(size)];
  const [stepIndex, maxChildIndex] = [filled(size), filled(size)];
  const [firstChild, nextSibling] = [filled(size), filled(size)];
  const [hashStart, nextWithHash] = [filled(size), filled(size)];
  const [hasRepeatedIndex, hasBackslash] = [new Uint8Array(size), new Uint8Array(size)];
  const parents = nodes.filter((node) => node.children.size > 0).length;
  const hashTable = filled(parents * HASH_SIZE);

  let tables = 0;
  let stepOffset = 0;
  for (const [index, { step, children }] of nodes.entries()) {
    stepStart[index] = stepOffset;
    stepLength[index] = step.length;
    stepOffset += step.length;
    stepIndex[index] = arrayIndexOf(step);
    if (children.size === 0) continue;
    hashStart[index] = HASH_SIZE * tables++;
    for (const [name, child] of [...children].reverse()) {
      nextSibling[child] = firstChild[index]!;
      firstChild[index] = child;
      const entry = hashStart[index]! + hashOfName(name);
      nextWithHash[child] = hashTable[entry]!;
      hashTable[entry] = child;
      if (name.includes('\\')) hasBackslash[index] = 1;
    }
    const indexes = [...children.keys()].map(arrayIndexOf).filter((value) => value >= 0);
    maxChildIndex[index] = Math.max(NONE, ...indexes);
    if (new Set(indexes).size < indexes.length) hasRepeatedIndex[index] = 1;
  }
  return {
    size,
    slotOfPath,
    stepBytes,
    stepStart,
    stepLength,
    stepIndex,
    maxChildIndex,
    firstChild,
    nextSibling,
    hashStart,
    hashTable,
    nextWithHash,
    hasRepeatedIndex,
    hasBackslash,
  };
}

function enterStep(nodes: TrieNode[], parent: number, step: string): number {
  const { children } = nodes[parent]!;
  const known = children.get(step);
  if (known !== undefined) return known;
  nodes.push({ step, children: new Map() });
  children.set(step, nodes.length - 1);
  return nodes.length - 1;
}

function hashOfName(name: string): number {
  return name === ''
    ? nameHash(0, QUOTE, QUOTE)
    : nameHash(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1));
}

/** Indexes beyond 2^31 are beyond every array. */
function arrayIndexOf(step: string): number {
  const index = parseArrayIndex(step);
  return index === undefined || index > 0x7fffffff ? -1 : index;
}

function filled(length: number): Int32Array {
  return new Int32Array(length).fill(NONE);
}
