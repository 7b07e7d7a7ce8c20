// yaml-cpp does not care how lines inside quotes and brackets are indented; the YAML library does.

import type { CST } from 'yaml';
import type { ByteString } from '@windhover/bytes';

/**
 * The same text with the line breaks (and comments) of the first quoted or bracketed value that the library broke
 * off too early turned into blanks, so that it reads it as a whole. Offsets stay. Undefined if there is no such value.
 */
export function joinFlowLines(text: ByteString, tokens: readonly CST.Token[]): ByteString | undefined {
  const start = findUnclosed(tokens);
  const end = start === undefined ? undefined : endOfFlow(text, start);
  if (start === undefined || end === undefined) return undefined;
  const joined = blankBreaks(text, start, end);
  return joined === text.slice(start, end) ? undefined : text.slice(0, start) + joined + text.slice(end);
}

/** Offset of the first quote or bracket that these tokens do not close. */
export function findUnclosed(tokens: readonly CST.Token[]): number | undefined {
  for (const token of tokens) {
    const start = token.type === 'document' ? findBrokenFlow(token.value) : undefined;
    if (start !== undefined) return start;
  }
  return undefined;
}

/** Offset of the first quote or bracket without its counterpart. Recursion is as deep as the tokens are nested. */
function findBrokenFlow(token: CST.Token | null | undefined): number | undefined {
  switch (token?.type) {
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return token.source.length > 1 && token.source.endsWith(token.source.charAt(0)) ? undefined : token.offset;
    case 'flow-collection': {
      for (const item of token.items) {
        const inner = findBrokenFlow(item.key) ?? findBrokenFlow(item.value);
        if (inner !== undefined) return token.offset;
      }
      return token.end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end') ? undefined : token.offset;
    }
    case 'block-map':
    case 'block-seq':
      for (const item of token.items) {
        const inner = ('key' in item ? findBrokenFlow(item.key) : undefined) ?? findBrokenFlow(item.value);
        if (inner !== undefined) return inner;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Offset after the value that opens at `start`; undefined if it is never closed. */
function endOfFlow(text: ByteString, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if ((char === '"' || char === "'") && (at === start || opensToken(text, at))) {
      const close = endOfQuote(text, at);
      if (close === undefined || depth === 0) return close;
      at = close - 1;
    } else if (char === '#' && /[\s]/.test(text.charAt(at - 1))) {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0) return undefined;
      at = lineEnd;
    } else if (char === '[' || char === '{') {
      depth++;
    } else if (char === ']' || char === '}') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Inside brackets a quote begins a value only after an indicator. */
function opensToken(text: ByteString, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && /\s/.test(text.charAt(before))) before--;
  return '[{,:?'.includes(text.charAt(before));
}

function endOfQuote(text: ByteString, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote === '"') at++;
    else if (char === quote && quote === "'" && text.charAt(at + 1) === "'") at++;
    else if (char === quote) return at + 1;
  }
  return undefined;
}

function blankBreaks(text: ByteString, start: number, end: number): ByteString {
  const isQuoted = text.charAt(start) === '"' || text.charAt(start) === "'";
  const body = text.slice(start, end);
  const uncommented = isQuoted ? body : body.replace(/(?<=\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return uncommented.replace(/[\r\n\t]/g, ' ');
}
