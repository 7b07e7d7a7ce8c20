// The predicates that rules have on one field, evaluated together on a value of it.

import type { ByteString } from '@windhover/bytes';
import type { FieldValue } from '@windhover/event-sources';
import type { CompiledLeaf } from '../compile/compile-leaf.ts';
import { lowerAscii } from '../transformers/ascii-case.ts';

/** All atoms of a slot: predicates on its value, each shared by the checks of all rules that say the same. */
export class AtomSet {
  readonly #leaves: CompiledLeaf[] = [];
  /** Atoms that only ask whether the value is one of some texts, by these texts: one look-up answers all of them. */
  readonly #byText = new Map<string, number[]>();
  /** Atoms that look for a text in any case: the value is folded once for all of them. */
  readonly #folded: { readonly needle: ByteString; readonly number: number }[] = [];
  /** The others, one by one. */
  readonly #tested: number[] = [];

  /** The number of atoms. */
  get size(): number {
    return this.#leaves.length;
  }

  /** What a value costs, in predicates evaluated. */
  get cost(): number {
    return this.#tested.length + this.#folded.length + 1;
  }

  /** Add an atom and give its number. */
  add(leaf: CompiledLeaf): number {
    const number = this.#leaves.push(leaf) - 1;
    const { operator, texts } = readPlainComparison(leaf) ?? { operator: '', texts: [] };
    const [needle] = texts;
    if (operator === '=' || operator === 'in' || operator === 'intersects') {
      for (const text of new Set(texts)) this.#byText.set(text, [...(this.#byText.get(text) ?? []), number]);
    } else if (operator === 'icontains' && needle !== undefined) {
      this.#folded.push({ needle: lowerAscii(needle), number });
    } else {
      this.#tested.push(number);
    }
    return number;
  }

  /** For each atom 1 or 0: whether its checks hold for records with this value. */
  evaluate(value: FieldValue | undefined): Uint8Array {
    const results = new Uint8Array(this.#leaves.length);
    const values = { get: () => value };
    for (const number of this.#tested) {
      if (this.#leaves[number]?.test(values)) results[number] = 1;
    }
    if (typeof value === 'string') this.#evaluateText(value, results);
    return results;
  }

  #evaluateText(value: ByteString, results: Uint8Array): void {
    for (const number of this.#byText.get(value) ?? []) results[number] = 1;
    if (this.#folded.length === 0) return;
    const folded = lowerAscii(value);
    for (const { needle, number } of this.#folded) {
      if (folded.includes(needle)) results[number] = 1;
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
