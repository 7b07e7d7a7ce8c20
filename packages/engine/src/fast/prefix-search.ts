import type { ByteString } from '@windhover/bytes';

interface TrieNode {
  readonly children: Map<number, TrieNode>;
  /** The texts that end here. */
  readonly numbers: number[];
}

/** Which of many texts a value starts with, or ends with, whatever their number. */
export class PrefixSearch {
  readonly #root = createNode();
  readonly #fromEnd: boolean;

  /** `fromEnd`: the texts are looked for at the end. */
  constructor(fromEnd: boolean) {
    this.#fromEnd = fromEnd;
  }

  /** Look for `text` under `number`. */
  add(text: ByteString, number: number): void {
    let node = this.#root;
    for (let index = 0; index < text.length; index++) {
      const byte = this.#byteAt(text, index);
      let child = node.children.get(byte);
      if (!child) node.children.set(byte, (child = createNode()));
      node = child;
    }
    node.numbers.push(number);
  }

  /** Set `results[number]` to 1 for every text that `value` starts, or ends, with. */
  mark(value: ByteString, results: Uint8Array): void {
    let node: TrieNode | undefined = this.#root;
    for (let index = 0; node; index++) {
      for (const number of node.numbers) results[number] = 1;
      if (index === value.length) return;
      node = node.children.get(this.#byteAt(value, index));
    }
  }

  #byteAt(text: ByteString, index: number): number {
    return text.charCodeAt(this.#fromEnd ? text.length - 1 - index : index);
  }
}

function createNode(): TrieNode {
  return { children: new Map(), numbers: [] };
}
