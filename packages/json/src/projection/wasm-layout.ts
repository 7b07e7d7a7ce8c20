// Where the code in assembly/ finds its tables: both must say the same.

import { MAX_DEPTH } from '../validate-json.ts';
import { NONE, type PathTrie } from './path-trie.ts';

const NODE_SIZE = 40;
const FRAME_SIZE = 16;
/** The scanner reads blocks of this size, up to one beyond the end of a text. */
export const BLOCK_SIZE = 16;

/** Offsets into the memory of the scanner. */
export interface WasmLayout {
  readonly nodes: number;
  readonly frames: number;
  readonly starts: number;
  readonly ends: number;
  readonly kinds: number;
  readonly hashTables: number;
  readonly steps: number;
  /** For each group of paths the list of its slots, and the table of its values. */
  readonly tables: readonly { readonly slotList: number; readonly table: number }[];
  readonly filter: number;
  /** How records begin that the filter may pass. */
  readonly prefix: number;
  /** The bytes that are read come last. */
  readonly data: number;
}

/** `sizes`: bytes for the table of one group, for the filter, and for the prefix. */
export function planLayout(
  trie: PathTrie,
  groups: readonly (readonly number[])[],
  sizes: { readonly table: number; readonly filter: number; readonly prefix: number },
): WasmLayout {
  let free = 1024;
  const reserve = (length: number): number => {
    const at = free;
    free += Math.ceil(length / BLOCK_SIZE) * BLOCK_SIZE;
    return at;
  };
  return {
    nodes: reserve(trie.size * NODE_SIZE),
    frames: reserve((MAX_DEPTH + 1) * FRAME_SIZE),
    starts: reserve(trie.size * 4),
    ends: reserve(trie.size * 4),
    kinds: reserve(trie.size),
    hashTables: reserve(trie.hashTable.length * 4),
    steps: reserve(trie.stepBytes.length + BLOCK_SIZE),
    tables: groups.map((group) => ({ slotList: reserve(group.length * 4), table: reserve(sizes.table) })),
    filter: reserve(sizes.filter),
    prefix: reserve(sizes.prefix + BLOCK_SIZE),
    data: reserve(0),
  };
}

/** Write the trie where the scanner looks for it. */
export function writeTrie(buffer: ArrayBuffer, layout: WasmLayout, trie: PathTrie): void {
  new Uint8Array(buffer).set(trie.stepBytes, layout.steps);
  new Int32Array(buffer).set(trie.hashTable, layout.hashTables / 4);
  for (let node = 0; node < trie.size; node++) {
    const hashStart = trie.hashStart[node]!;
    new Int32Array(buffer, layout.nodes + node * NODE_SIZE, NODE_SIZE / 4).set([
      layout.steps + trie.stepStart[node]!,
      trie.stepLength[node]!,
      trie.stepIndex[node]!,
      trie.maxChildIndex[node]!,
      trie.firstChild[node]!,
      trie.nextSibling[node]!,
      hashStart === NONE ? 0 : layout.hashTables + hashStart * 4,
      trie.nextWithHash[node]!,
      trie.hasRepeatedIndex[node]!,
      trie.hasBackslash[node]!,
    ]);
  }
}
