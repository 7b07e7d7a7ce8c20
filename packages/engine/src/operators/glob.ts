// `glob` and `iglob`: POSIX fnmatch without flags on bytes, in time linear in the value.

import type { ByteString } from '@windhover/bytes';
import { lowerAscii, upperAscii } from '../transformers/ascii-case.ts';
import { matchBracket } from './bracket-expression.ts';

export type StringPredicate = (value: ByteString) => boolean;

/** The bytes that one place of a pattern accepts: a set of 256, or any byte. */
type ByteSet = Uint8Array | 'any';

/** What stands between two stars: so many bytes, each out of a set. */
interface Segment {
  readonly sets: readonly ByteSet[];
  /** The text of the segment, where it is only literal characters (folded for `iglob`). */
  readonly text?: ByteString;
}

/**
 * Compile a glob pattern, spec condition-language.md §10. Each segment between stars has a fixed length, so
 * taking the first place where it matches is enough and nothing is tried twice.
 */
export function compileGlob(
  pattern: ByteString,
  { foldCase }: { readonly foldCase: boolean },
): StringPredicate {
  const segments = readSegments(pattern, foldCase);
  const [first, ...others] = segments;
  const last = others.pop();
  if (!first) return () => false;
  const prepare = foldCase ? lowerAscii : (value: ByteString) => value;
  if (!last)
    return (value) => value.length === first.sets.length && matchesAt(first, value, prepare(value), 0);
  return (value) => {
    const folded = prepare(value);
    const end = value.length - last.sets.length;
    let at = first.sets.length;
    if (at > end || !matchesAt(first, value, folded, 0)) return false;
    for (const segment of others) {
      const found = findSegment(segment, value, folded, at, end);
      if (found < 0) return false;
      at = found + segment.sets.length;
    }
    return at <= end && matchesAt(last, value, folded, end);
  };
}

/** The first place from `from` where the segment matches and ends by `end`; -1 where there is none. */
function findSegment(
  segment: Segment,
  value: ByteString,
  folded: ByteString,
  from: number,
  end: number,
): number {
  const last = end - segment.sets.length;
  if (segment.text !== undefined) {
    const found = folded.indexOf(segment.text, from);
    return found <= last ? found : -1;
  }
  for (let at = from; at <= last; at++) {
    if (matchesAt(segment, value, folded, at)) return at;
  }
  return -1;
}

function matchesAt(segment: Segment, value: ByteString, folded: ByteString, at: number): boolean {
  if (segment.text !== undefined) return folded.startsWith(segment.text, at);
  if (at + segment.sets.length > value.length) return false;
  for (let index = 0; index < segment.sets.length; index++) {
    const set = segment.sets[index];
    if (set !== 'any' && set?.[value.charCodeAt(at + index)] !== 1) return false;
  }
  return true;
}

/** Cut a pattern at its stars. Empty: nothing can match, the pattern ends in a lone backslash. */
function readSegments(pattern: ByteString, foldCase: boolean): Segment[] {
  const fold = foldCase ? lowerAscii : (byte: ByteString) => byte;
  const segments: Segment[] = [];
  let sets: ByteSet[] = [];
  let text: ByteString | undefined = '';
  const closeSegment = (): void => {
    segments.push(text === undefined ? { sets } : { sets, text });
    sets = [];
    text = '';
  };
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at++);
    if (char === '*') {
      closeSegment();
    } else if (char === '?') {
      sets.push('any');
      text = undefined;
    } else if (char === '[') {
      const { set, next } = readBracket(pattern, at, fold);
      sets.push(set);
      text = undefined;
      at = next;
    } else {
      if (char === '\\' && at >= pattern.length) return [];
      const literal = fold(char === '\\' ? pattern.charAt(at++) : char);
      sets.push(literalSet(literal, foldCase));
      if (text !== undefined) text += literal;
    }
  }
  closeSegment();
  return segments;
}

/** The set of a bracket expression and where the pattern goes on: after its `[` if that stands for itself. */
function readBracket(
  pattern: ByteString,
  start: number,
  fold: (byte: ByteString) => ByteString,
): { readonly set: Uint8Array; readonly next: number } {
  const set = new Uint8Array(256);
  let next: number | undefined;
  for (let code = 0; code < 256; code++) {
    const byte = String.fromCharCode(code);
    const outcome = matchBracket(pattern, start, byte, fold);
    if (outcome.kind === 'refused' || (outcome.kind === 'literal' && byte !== '[')) continue;
    set[code] = 1;
    next = outcome.kind === 'literal' ? start : outcome.next;
  }
  return { set, next: next ?? pattern.length };
}

function literalSet(char: ByteString, foldCase: boolean): Uint8Array {
  const set = new Uint8Array(256);
  set[char.charCodeAt(0)] = 1;
  if (foldCase) set[upperAscii(char).charCodeAt(0)] = 1;
  return set;
}
