import type { TransformerName } from './ast.ts';

/** One row of `windhover list transformers`. */
export interface TransformerDescription {
  readonly name: TransformerName | 'val';
  /** How it is called. */
  readonly usage: string;
  readonly description: string;
}

/** Every transformer, in the order of Falco's messages (spec condition-language.md §6, §18). */
export const TRANSFORMERS: readonly TransformerDescription[] = [
  { name: 'val', usage: 'val(FIELD)', description: 'the value of a field, on the right of an operator' },
  { name: 'tolower', usage: 'tolower(X)', description: 'ASCII letters in lower case' },
  { name: 'toupper', usage: 'toupper(X)', description: 'ASCII letters in upper case' },
  { name: 'b64', usage: 'b64(X)', description: 'base64 decoded; absent when it is not base64' },
  { name: 'basename', usage: 'basename(X)', description: 'what follows the last slash' },
  { name: 'len', usage: 'len(X)', description: 'number of bytes of a string, of elements of a list' },
  { name: 'join', usage: 'join(SEPARATOR, LIST)', description: 'the elements of a list, joined' },
  { name: 'concat', usage: 'concat(X, Y, …)', description: 'two or more strings, one after the other' },
  {
    name: 'getopt',
    usage: 'getopt(LIST, OPTIONS)[c]',
    description: 'command-line options found in a list; with [c] the value of option c',
  },
];
