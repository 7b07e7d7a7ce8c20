// Textual substitution of lists into conditions, spec rules-files.md §6.2, in time linear in the result.

import type { ByteString } from '@windhover/bytes';
import { concatTraced, isBlank, sliceTraced, untraced, type TracedText } from '../traced-text.ts';
import type { ExpandedList } from './expand-lists.ts';

/** Lists multiply in conditions, too: what one condition, and all conditions of a load, may grow by. */
const MAX_GROWTH = 4 * 1024 * 1024;
const MAX_TOTAL_GROWTH = 32 * 1024 * 1024;
/** What an occurrence costs beside its text. */
const OCCURRENCE_COST = 32;

export interface ListSubstitution {
  /** Undefined when the result would be too long. */
  substitute(condition: TracedText): TracedText | undefined;
  /** Names of the lists that were substituted anywhere. */
  readonly used: ReadonlySet<ByteString>;
}

/** Prepare the substitution of these lists, given in table order. */
export function createListSubstitution(lists: readonly ExpandedList[]): ListSubstitution {
  const used = new Set<ByteString>();
  // A name that contains a delimiter is no single word and has to be searched for.
  const oddlyNamed = lists.filter(({ name }) => hasDelimiter(name));
  const byWord = new Map(lists.filter(({ name }) => !hasDelimiter(name)).map((list) => [list.name, list]));
  let totalBudget = MAX_TOTAL_GROWTH;

  return {
    used,
    substitute(condition) {
      const work = new Substitution(byWord, oddlyNamed, condition);
      let budget = Math.min(MAX_GROWTH, totalBudget);
      for (let list = work.nextList(); list !== undefined; list = work.nextList()) {
        const growth = work.count(list) * (list.replacement.text.length + OCCURRENCE_COST);
        budget -= growth;
        totalBudget -= growth;
        if (budget < 0) return undefined;
        if (work.replace(list) > 0) used.add(list.name);
      }
      return work.finish();
    },
  };
}

/** A stretch of text in a chain; `list` is set where it is exactly the name of a list. */
interface Chunk {
  readonly traced: TracedText;
  start: number;
  end: number;
  readonly list: ExpandedList | undefined;
  previous: Chunk | undefined;
  next: Chunk | undefined;
}

/**
 * One condition on its way through all lists. Lists come in table order, each replaces all its occurrences, and what
 * it inserts is seen by later lists only.
 */
class Substitution {
  private readonly byWord: ReadonlyMap<ByteString, ExpandedList>;
  private readonly oddlyNamed: readonly ExpandedList[];
  private nextOdd = 0;
  private readonly head: Chunk = createChunk(untraced(''), 0, 0);
  private readonly occurrences = new Map<ExpandedList, Chunk[]>();
  /** Lists with occurrences that are still to come, in descending table order. */
  private readonly waiting: ExpandedList[] = [];
  private done = -1;

  constructor(
    byWord: ReadonlyMap<ByteString, ExpandedList>,
    oddlyNamed: readonly ExpandedList[],
    condition: TracedText,
  ) {
    this.byWord = byWord;
    this.oddlyNamed = oddlyNamed;
    this.insertText(condition, this.head, undefined);
  }

  nextList(): ExpandedList | undefined {
    const word = this.waiting.at(-1);
    const odd = this.oddlyNamed[this.nextOdd];
    const next = odd !== undefined && (word === undefined || odd.order < word.order) ? odd : word;
    if (next === undefined) return undefined;
    if (next === word) this.waiting.pop();
    else this.nextOdd++;
    this.done = next.order;
    return next;
  }

  /** Number of occurrences that are known; names with delimiters are found only when they are replaced. */
  count(list: ExpandedList): number {
    return this.occurrences.get(list)?.length ?? 0;
  }

  /** Replace all occurrences; gives their number. */
  replace(list: ExpandedList): number {
    if (hasDelimiter(list.name)) this.markOddOccurrences(list);
    const chunks = this.occurrences.get(list) ?? [];
    this.occurrences.delete(list);
    for (const chunk of chunks) this.replaceChunk(chunk, list);
    return chunks.length;
  }

  finish(): TracedText {
    const parts: TracedText[] = [];
    for (let chunk = this.head.next; chunk; chunk = chunk.next)
      parts.push(sliceTraced(chunk.traced, chunk.start, chunk.end));
    return parts.length === 1 && parts[0] ? parts[0] : concatTraced(parts);
  }

  private replaceChunk(chunk: Chunk, list: ExpandedList): void {
    this.trimBefore(chunk);
    this.trimAfter(chunk);
    const isEmpty = list.replacement.text === '';
    if (isEmpty && !this.dropComma(chunk, 'previous')) this.dropComma(chunk, 'next');
    const before = chunk.previous;
    const after = chunk.next;
    if (before === undefined) throw new Error('the head of the chain is never replaced');
    link(before, after);
    let last = before;
    if (before !== this.head) last = this.insert(createChunk(BLANK, 0, 1), last, after);
    if (!isEmpty) last = this.insertText(list.replacement, last, after);
    this.insert(createChunk(BLANK, 0, 1), last, after);
  }

  /** Take the blanks before `chunk` off the chain. */
  private trimBefore(chunk: Chunk): void {
    for (let at = chunk.previous; at && at !== this.head; at = at.previous) {
      while (at.end > at.start && isBlank(at.traced.text.charCodeAt(at.end - 1))) at.end--;
      if (at.end > at.start) return;
      link(at.previous, at.next);
    }
  }

  private trimAfter(chunk: Chunk): void {
    for (let at = chunk.next; at; at = at.next) {
      while (at.start < at.end && isBlank(at.traced.text.charCodeAt(at.start))) at.start++;
      if (at.start < at.end) return;
      link(at.previous, at.next);
    }
  }

  private dropComma(chunk: Chunk, side: 'previous' | 'next'): boolean {
    const at = chunk[side];
    if (!at || at === this.head) return false;
    const index = side === 'previous' ? at.end - 1 : at.start;
    if (at.traced.text[index] !== ',') return false;
    if (side === 'previous') at.end--;
    else at.start++;
    if (at.start === at.end) link(at.previous, at.next);
    return true;
  }

  private insert(chunk: Chunk, before: Chunk, after: Chunk | undefined): Chunk {
    link(before, chunk);
    link(chunk, after);
    return chunk;
  }

  /** Put text between two chunks, cut where words are names of lists that are still to come. Gives the last chunk. */
  private insertText(traced: TracedText, before: Chunk, after: Chunk | undefined): Chunk {
    const { text } = traced;
    let last = before;
    let copied = 0;
    for (let at = 0; at < text.length;) {
      while (at < text.length && isDelimiter(text.charCodeAt(at))) at++;
      const start = at;
      while (at < text.length && !isDelimiter(text.charCodeAt(at))) at++;
      const list = this.byWord.get(text.slice(start, at));
      if (list === undefined || list.order <= this.done) continue;
      if (start > copied) last = this.insert(createChunk(traced, copied, start), last, after);
      last = this.insert(createChunk(traced, start, at, list), last, after);
      this.remember(list, last);
      copied = at;
    }
    return copied < text.length ? this.insert(createChunk(traced, copied, text.length), last, after) : last;
  }

  private remember(list: ExpandedList, chunk: Chunk): void {
    const known = this.occurrences.get(list);
    if (known) {
      known.push(chunk);
      return;
    }
    this.occurrences.set(list, [chunk]);
    let index = this.waiting.length;
    while (index > 0 && (this.waiting[index - 1]?.order ?? 0) < list.order) index--;
    this.waiting.splice(index, 0, list);
  }

  /** Find a name with delimiters in the text as it is now and build the chain anew around it. */
  private markOddOccurrences(list: ExpandedList): void {
    const traced = this.finish();
    const { text } = traced;
    if (!text.includes(list.name)) return;
    this.occurrences.clear();
    this.waiting.length = 0;
    this.head.next = undefined;
    let last = this.head;
    let copied = 0;
    const found: Chunk[] = [];
    for (let at = text.indexOf(list.name); at >= 0;) {
      const end = at + list.name.length;
      const stands =
        (at === 0 || isDelimiter(text.charCodeAt(at - 1))) &&
        (end === text.length || isDelimiter(text.charCodeAt(end)));
      if (stands) {
        last = this.insertText(sliceTraced(traced, copied, at), last, undefined);
        last = this.insert(createChunk(traced, at, end, list), last, undefined);
        found.push(last);
        copied = end;
      }
      at = text.indexOf(list.name, stands ? end : at + 1);
    }
    this.insertText(sliceTraced(traced, copied, text.length), last, undefined);
    this.occurrences.set(list, found);
  }
}

const BLANK = untraced(' ');

function createChunk(traced: TracedText, start: number, end: number, list?: ExpandedList): Chunk {
  return { traced, start, end, list, previous: undefined, next: undefined };
}

function link(before: Chunk | undefined, after: Chunk | undefined): void {
  if (before) before.next = after;
  if (after) after.previous = before;
}

function isDelimiter(code: number): boolean {
  return isBlank(code) || code === 0x28 || code === 0x29 || code === 0x2c || code === 0x3d;
}

function hasDelimiter(name: ByteString): boolean {
  return /[ \t\n\r(),=]/.test(name);
}
