// Bracket expressions of glob patterns, read as the C library's fnmatch reads them in the C locale.

import type { ByteString } from '@windhover/bytes';

/** What a bracket expression at one place of a pattern makes of one byte. */
export type BracketOutcome =
  /** The byte is accepted; the pattern goes on at `next`. */
  | { readonly kind: 'accepted'; readonly next: number }
  | { readonly kind: 'refused' }
  /** There is no closing bracket: `[` stands for itself. */
  | { readonly kind: 'literal' };

const REFUSED: BracketOutcome = { kind: 'refused' };
const LITERAL: BracketOutcome = { kind: 'literal' };

const CLASSES: ReadonlyMap<ByteString, RegExp> = new Map([
  ['alpha', /[A-Za-z]/],
  ['digit', /[0-9]/],
  ['alnum', /[A-Za-z0-9]/],
  ['upper', /[A-Z]/],
  ['lower', /[a-z]/],
  ['space', /[ \t\n\v\f\r]/],
  ['blank', /[ \t]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['print', /[ -~]/],
  ['graph', /[!-~]/],
  ['cntrl', /[\x00-\x1f\x7f]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

/** How one item of a bracket expression reads: whether it takes the byte, and where the next item starts. */
interface Item {
  readonly accepts: boolean;
  readonly next: number;
}

/**
 * Decide what the bracket expression whose `[` stands just before `start` makes of `byte`. `fold` folds the case
 * of single characters and ranges, never of classes. Items after the accepting one are only skipped, so that a
 * malformed item makes the match fail only where it is reached; spec condition-language.md §10.
 */
export function matchBracket(
  pattern: ByteString,
  start: number,
  byte: ByteString,
  fold: (byte: ByteString) => ByteString,
): BracketOutcome {
  let at = start;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  for (let first = true; ; first = false) {
    const char = pattern[at];
    if (char === undefined) return LITERAL;
    if (char === ']' && !first) return negated ? { kind: 'accepted', next: at + 1 } : REFUSED;
    const item = readItem(pattern, at, byte, fold);
    if (item === undefined) return REFUSED;
    if (item.accepts) {
      const rest = skipItems(pattern, item.next);
      return negated && rest.kind === 'accepted' ? REFUSED : rest;
    }
    at = item.next;
  }
}

/** Read the item at `at`; undefined where it is malformed beyond standing for itself. */
function readItem(
  pattern: ByteString,
  at: number,
  byte: ByteString,
  fold: (byte: ByteString) => ByteString,
): Item | undefined {
  const named = readNamed(pattern, at);
  if (named?.kind === ':') {
    const members = CLASSES.get(named.name);
    return members && { accepts: members.test(byte), next: named.next };
  }
  if (named?.kind === '=') return { accepts: byte === named.name, next: named.next };
  if (named?.kind === '.') {
    if (named.name.length !== 1) return undefined;
    const isRange = pattern[named.next] === '-' && named.next + 1 < pattern.length;
    if (!isRange && byte === named.name) return { accepts: true, next: named.next };
    return readRange(pattern, named.name, named.next, byte, fold);
  }
  if (pattern.startsWith('[.', at)) return undefined;
  let next = at;
  if (pattern[next] === '\\') {
    next++;
    if (next >= pattern.length) return undefined;
  }
  const from = fold(pattern.charAt(next));
  next++;
  const follower = pattern[next + 1];
  const isRange = pattern[next] === '-' && follower !== undefined && follower !== ']';
  if (!isRange && from === fold(byte)) return { accepts: true, next };
  return readRange(pattern, from, next, byte, fold);
}

/** Read the rest of an item that starts with the character `from`: nothing, or `-` and the end of a range. */
function readRange(
  pattern: ByteString,
  from: ByteString,
  at: number,
  byte: ByteString,
  fold: (byte: ByteString) => ByteString,
): Item | undefined {
  if (pattern[at] !== '-' || pattern[at + 1] === ']') return { accepts: false, next: at };
  const named = readNamed(pattern, at + 1);
  let next = at + 1;
  let to: ByteString;
  if (named?.kind === '.') {
    if (named.name.length !== 1) return undefined;
    to = named.name;
    next = named.next;
  } else {
    if (pattern.startsWith('[.', next)) return undefined;
    if (pattern[next] === '\\') next++;
    if (next >= pattern.length) return undefined;
    to = fold(pattern.charAt(next));
    next++;
  }
  const folded = fold(byte);
  return { accepts: from <= folded && folded <= to, next };
}

/** `[:name:]`, `[=c=]` or `[.name.]` at `at`; undefined where the text is none of these and `[` is ordinary. */
function readNamed(
  pattern: ByteString,
  at: number,
): { kind: ':' | '=' | '.'; name: ByteString; next: number } | undefined {
  if (pattern[at] !== '[') return undefined;
  const kind = pattern[at + 1];
  if (kind === ':') {
    const end = /^[a-y]*/.exec(pattern.slice(at + 2))?.[0].length ?? 0;
    const name = pattern.slice(at + 2, at + 2 + end);
    return pattern.startsWith(':]', at + 2 + end) ? { kind, name, next: at + 4 + end } : undefined;
  }
  if (kind === '=')
    return pattern.startsWith('=]', at + 3)
      ? { kind, name: pattern.charAt(at + 2), next: at + 5 }
      : undefined;
  if (kind === '.') {
    const end = pattern.indexOf('.]', at + 2);
    return end < 0 ? undefined : { kind, name: pattern.slice(at + 2, end), next: end + 2 };
  }
  return undefined;
}

/** Skip the items after an accepting one, unread, to the closing bracket. */
function skipItems(pattern: ByteString, start: number): BracketOutcome {
  for (let at = start; at < pattern.length;) {
    if (pattern[at] === ']') return { kind: 'accepted', next: at + 1 };
    const named = readNamed(pattern, at);
    if (named) at = named.next;
    else if (pattern.startsWith('[=', at) || pattern.startsWith('[.', at)) return REFUSED;
    else if (pattern[at] !== '\\') at++;
    else if (at + 1 < pattern.length) at += 2;
    else return REFUSED;
  }
  return LITERAL;
}
