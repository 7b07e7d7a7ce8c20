// The predicates that rules have on one field, evaluated together on a value of it.

import type { ByteString } from '@windhover/bytes';
import type { FieldValue } from '@windhover/event-sources';
import type { CompiledLeaf } from '../compile/compile-leaf.ts';
import { PrefixSearch } from './prefix-search.ts';
import { SubstringSearch } from './substring-search.ts';

/** All atoms of a slot: predicates on its value, each shared by the checks of all rules that say the same. */
export class AtomSet {
  readonly #leaves: CompiledLeaf[] = [];
  /** Atoms that only ask whether the value is one of some texts, by these texts: one look-up answers all of them. */
  readonly #byText = new Map<string, number[]>();
  #longestText = 0;
  /** Atoms that look for one text somewhere: one pass over the value answers all of them. */
  readonly #exact = new SubstringSearch(false);
  readonly #folded = new SubstringSearch(true);
  readonly #starts = new PrefixSearch(false);
  readonly #ends = new PrefixSearch(true);
  /** The others, one by one. */
  readonly #tested: number[] = [];

  /** The number of atoms. */
  get size(): number {
    return this.#leaves.length;
  }

  /** What a value costs, in predicates evaluated. */
  get cost(): number {
    return this.#tested.length + this.#exact.cost + this.#folded.cost + 1;
  }

  /** Add an atom and give its number. */
  add(leaf: CompiledLeaf): number {
    const number = this.#leaves.push(leaf) - 1;
    if (!this.#addToSearch(leaf, number)) this.#tested.push(number);
    return number;
  }

  /** For each atom 1 or 0: whether its checks hold for records with this value. */
  evaluate(value: FieldValue | undefined): Uint8Array {
    const results = new Uint8Array(this.#leaves.length);
    const values = { get: () => value };
    for (const number of this.#tested) {
      if (this.#leaves[number]?.test(values)) results[number] = 1;
    }
    if (typeof value !== 'string') return results;
    if (value.length <= this.#longestText) {
      for (const number of this.#byText.get(value) ?? []) results[number] = 1;
    }
    this.#starts.mark(value, results);
    this.#ends.mark(value, results);
    this.#exact.mark(value, results);
    this.#folded.mark(value, results);
    return results;
  }

  #addToSearch(leaf: CompiledLeaf, number: number): boolean {
    const { operator, texts } = readPlainComparison(leaf) ?? { operator: '', texts: [] };
    const [text = ''] = texts;
    switch (operator) {
      case '=':
      case 'in':
      case 'intersects':
        for (const each of new Set(texts)) {
          this.#byText.set(each, [...(this.#byText.get(each) ?? []), number]);
          this.#longestText = Math.max(this.#longestText, each.length);
        }
        return true;
      case 'contains':
        return text !== '' && this.#exact.add(text, number);
      case 'icontains':
        return text !== '' && this.#folded.add(text, number);
      case 'startswith':
        this.#starts.add(text, number);
        return true;
      case 'endswith':
        this.#ends.add(text, number);
        return true;
      default:
        return false;
    }
  }
}

/** What a check asks that compares a field, as it is, with texts; undefined for every other check. */
function readPlainComparison({
  source,
}: CompiledLeaf): { readonly operator: string; readonly texts: readonly ByteString[] } | undefined {
  if (source.kind !== 'compare' || source.operand.kind !== 'field' || source.operand.isList) return undefined;
  if (source.modifier !== undefined || source.right.kind !== 'literals') return undefined;
  const texts = source.right.values.filter((value) => typeof value === 'string');
  return texts.length === source.right.values.length ? { operator: source.operator, texts } : undefined;
}
