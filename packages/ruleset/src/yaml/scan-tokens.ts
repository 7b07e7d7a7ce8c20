// Text of a YAML stream → tokens, with indentation and simple keys handled as yaml-cpp handles them: which unusual or
// broken files load is decided here, and that has to be decided as Falco does.

import type { SourceText } from '@windhover/diagnostics';
import { untraced, type TracedText } from '../traced-text.ts';
import { isBlankAt, isBreakAt, isDocumentMarkAt, isGapAt, skipBreak, TAB } from './character.ts';
import { decodeBlockScalar } from './decode-block-scalar.ts';
import { decodeFlowScalar, isScalarError, type DecodedScalar } from './decode-flow-scalar.ts';
import { findBlockEnd, findClosingQuote, findPlainEnd } from './find-scalar-end.ts';
import type { NamedToken, StructureToken, Token } from './token.ts';
import { YamlFailure } from './yaml-failure.ts';
import type { YamlProblem } from './yaml-node.ts';

export interface TokenScanner {
  /** The next token; undefined at the end. Throws `YamlFailure`. */
  peek(): Token | undefined;
  /** Take the next token off. */
  take(): void;
  /** How far the text was looked at. */
  readonly position: number;
  /** Quotes that are never closed. */
  readonly suspicions: readonly YamlProblem[];
}

type Collection = 'map' | 'sequence';

interface Indent {
  readonly column: number;
  readonly kind: Collection | 'none';
  readonly startToken: StructureToken | undefined;
}

/** Something that becomes a key if a colon follows on the same line. */
interface SimpleKey {
  readonly start: number;
  readonly lineStart: number;
  readonly flowLevel: number;
  readonly tokens: readonly Token[];
}

/** Longer keys need a `?`. */
const MAX_KEY_LENGTH = 1024;
const CANNOT_BEGIN_PLAIN = ',[]{}#&*!|>\'"%@`';

export function createTokenScanner(source: SourceText, origin: number): TokenScanner {
  const { text } = source;
  const tokens: Token[] = [];
  let head = 0;
  let at = origin;
  let lineStart = origin;
  let hasEnded = false;
  let allowsKey = true;
  let allowsScalar = true;
  /** After a quoted or bracketed key a colon needs no blank in flow context. */
  let isAfterJson = false;
  const flows: Collection[] = [];
  const indents: Indent[] = [{ column: -1, kind: 'none', startToken: undefined }];
  const simpleKeys: SimpleKey[] = [];
  const suspicions: YamlProblem[] = [];

  const column = (): number => at - lineStart;
  const inFlow = (): boolean => flows.length > 0;
  const fail = (message: string): never => {
    throw new YamlFailure(text, message, at);
  };
  const topIndent = (): Indent => indents.at(-1) ?? { column: -1, kind: 'none', startToken: undefined };

  function push(type: StructureToken['type'], length = 0): StructureToken {
    const token: StructureToken = { type, start: at, end: at + length, status: 'valid' };
    tokens.push(token);
    at += length;
    return token;
  }

  function pushIndent(kind: Collection): StructureToken | undefined {
    if (inFlow()) return undefined;
    const last = topIndent();
    const isDeeper =
      column() > last.column || (column() === last.column && kind === 'sequence' && last.kind === 'map');
    if (!isDeeper) return undefined;
    const startToken = push(kind === 'map' ? 'block-map-start' : 'block-sequence-start');
    indents.push({ column: column(), kind, startToken });
    return startToken;
  }

  function popIndent(): void {
    const indent = indents.pop();
    if (indent?.startToken?.status !== 'valid') invalidateKey();
    else push(indent.kind === 'map' ? 'block-map-end' : 'block-sequence-end');
  }

  function popIndentsToHere(): void {
    if (inFlow()) return;
    const isEntry = text[at] === '-' && isGapAt(text, at + 1);
    for (let indent = topIndent(); indent.kind !== 'none'; indent = topIndent()) {
      const staysOpen =
        indent.column < column() || (indent.column === column() && (indent.kind === 'map' || isEntry));
      if (staysOpen && indent.startToken?.status !== 'invalid') return;
      popIndent();
    }
  }

  function endBlocks(): void {
    if (!inFlow()) while (topIndent().kind !== 'none') popIndent();
    for (const key of simpleKeys.splice(0)) setStatus(key, 'invalid');
    allowsKey = false;
    isAfterJson = false;
  }

  function announceKey(): void {
    if (!allowsKey || simpleKeys.at(-1)?.flowLevel === flows.length) return;
    const start = at;
    const mapStart = pushIndent('map');
    const key = push('key');
    const announced = mapStart ? [mapStart, key] : [key];
    for (const token of announced) token.status = 'unverified';
    simpleKeys.push({ start, lineStart, flowLevel: flows.length, tokens: announced });
  }

  function invalidateKey(): void {
    const key = simpleKeys.at(-1);
    if (key?.flowLevel !== flows.length) return;
    setStatus(key, 'invalid');
    simpleKeys.pop();
  }

  function verifyKey(): boolean {
    const key = simpleKeys.at(-1);
    if (key?.flowLevel !== flows.length) return false;
    simpleKeys.pop();
    const isValid = key.lineStart === lineStart && at - key.start <= MAX_KEY_LENGTH;
    setStatus(key, isValid ? 'valid' : 'invalid');
    return isValid;
  }

  function skipToToken(): void {
    for (;;) {
      while (isBlankAt(text, at)) {
        if (text.charCodeAt(at) === TAB && !inFlow()) allowsKey = false;
        at++;
      }
      if (text[at] === '#') {
        const lineFeed = text.indexOf('\n', at);
        at = lineFeed < 0 ? text.length : text[lineFeed - 1] === '\r' ? lineFeed - 1 : lineFeed;
      }
      if (!isBreakAt(text, at)) return;
      at = skipBreak(text, at);
      lineStart = at;
      invalidateKey();
      allowsScalar = true;
      if (!inFlow()) allowsKey = true;
    }
  }

  function scanToken(): void {
    skipToToken();
    popIndentsToHere();
    if (at >= text.length) {
      endBlocks();
      hasEnded = true;
      return;
    }
    const char = text.charAt(at);
    if (column() === 0 && char === '%') scanDirective();
    else if (column() === 0 && isDocumentMarkAt(text, at)) {
      endBlocks();
      allowsScalar = true;
      push(char === '-' ? 'document-start' : 'document-end', 3);
    } else if (char === '[' || char === '{') scanFlowStart(char);
    else if (char === ']' || char === '}') scanFlowEnd(char);
    else if (char === ',') scanFlowEntry();
    else if (char === '-' && isGapAt(text, at + 1)) scanBlockEntry();
    else if (char === '?' && isGapAt(text, at + 1)) scanKey();
    else if (char === ':' && isValueIndicator()) scanValue();
    else if (char === '&' || char === '*') scanAnchor(char);
    else if (char === '!') scanTag();
    else if ((char === '|' || char === '>') && !inFlow()) scanBlockScalar();
    else if (char === '"' || char === "'") scanQuoted();
    else if (CANNOT_BEGIN_PLAIN.includes(char) || (inFlow() && char === '?')) fail('unknown token');
    else scanPlain();
  }

  function isValueIndicator(): boolean {
    if (!inFlow()) return isGapAt(text, at + 1);
    return isAfterJson || isGapAt(text, at + 1) || ',]}'.includes(text.charAt(at + 1));
  }

  function scanDirective(): void {
    endBlocks();
    const lineFeed = text.indexOf('\n', at);
    push('directive', (lineFeed < 0 ? text.length : lineFeed) - at);
  }

  function scanFlowStart(char: '[' | '{'): void {
    announceKey();
    allowsKey = true;
    allowsScalar = true;
    isAfterJson = false;
    flows.push(char === '[' ? 'sequence' : 'map');
    push(char === '[' ? 'flow-sequence-start' : 'flow-map-start', 1);
  }

  /** A lone entry `{a}` is a key without value. */
  function endFlowEntry(): void {
    if (flows.at(-1) === 'sequence') invalidateKey();
    else if (inFlow() && verifyKey()) push('value');
  }

  function scanFlowEnd(char: ']' | '}'): void {
    const kind = char === ']' ? 'sequence' : 'map';
    if (!inFlow()) fail('illegal flow end');
    endFlowEntry();
    allowsKey = false;
    isAfterJson = true;
    if (flows.at(-1) !== kind) fail('illegal flow end');
    flows.pop();
    push(kind === 'sequence' ? 'flow-sequence-end' : 'flow-map-end', 1);
  }

  function scanFlowEntry(): void {
    endFlowEntry();
    allowsKey = true;
    allowsScalar = true;
    isAfterJson = false;
    push('flow-entry', 1);
  }

  function scanBlockEntry(): void {
    if (inFlow() || !allowsKey) fail('illegal block entry');
    pushIndent('sequence');
    allowsKey = true;
    allowsScalar = true;
    isAfterJson = false;
    push('block-entry', 1);
  }

  function scanKey(): void {
    if (!inFlow()) {
      if (!allowsKey) fail('illegal map key');
      pushIndent('map');
    }
    allowsKey = !inFlow();
    allowsScalar = true;
    push('key', 1);
  }

  function scanValue(): void {
    isAfterJson = false;
    if (verifyKey()) allowsKey = false;
    else {
      if (!inFlow()) {
        if (!allowsKey) fail('illegal map value');
        pushIndent('map');
      }
      allowsKey = !inFlow();
    }
    allowsScalar = true;
    push('value', 1);
  }

  function scanAnchor(char: '&' | '*'): void {
    announceKey();
    allowsKey = false;
    isAfterJson = false;
    let end = at + 1;
    while (!isGapAt(text, end) && !'[]{},'.includes(text.charAt(end))) end++;
    if (end === at + 1) fail(char === '*' ? 'alias not found after *' : 'anchor not found after &');
    const token: NamedToken = {
      type: char === '*' ? 'alias' : 'anchor',
      start: at,
      end,
      status: 'valid',
      name: text.slice(at + 1, end),
    };
    tokens.push(token);
    at = end;
  }

  function scanTag(): void {
    announceKey();
    allowsKey = false;
    isAfterJson = false;
    let end = at + 1;
    const isVerbatim = text[end] === '<';
    while (!isGapAt(text, end) && (isVerbatim || !'[]{},'.includes(text.charAt(end)))) end++;
    push('tag', end - at);
  }

  function scanPlain(): void {
    if (!allowsScalar) fail('unexpected scalar');
    // Before the key is announced: its map would count as indentation.
    const indent = inFlow() ? 0 : topIndent().column + 1;
    announceKey();
    const start = at;
    const found = findPlainEnd(text, start, lineStart, indent, inFlow());
    pushScalar(decodeFlowScalar(source, start, found.end, 'plain'), start, found.end, true);
    const hasMoved = found.lineStart !== lineStart;
    at = found.next;
    lineStart = found.lineStart;
    allowsKey = found.endedByIndent;
    allowsScalar = hasMoved;
    isAfterJson = false;
  }

  function scanQuoted(): void {
    if (!allowsScalar) fail('unexpected scalar');
    announceKey();
    const start = at;
    const close = findClosingQuote(text, start);
    const end = close === undefined ? text.length : close + 1;
    if (close === undefined) {
      suspicions.push({
        message: 'this quote is never closed',
        start,
        end: start + 1,
        cause: 'unterminated-quote',
      });
    }
    const style = text[start] === '"' ? 'double' : 'single';
    pushScalar(decodeFlowScalar(source, start + 1, close ?? text.length, style), start, end, false);
    at = end;
    lineStart = Math.max(lineStart, text.lastIndexOf('\n', end - 1) + 1);
    allowsKey = false;
    allowsScalar = false;
    isAfterJson = true;
  }

  function scanBlockScalar(): void {
    if (!allowsScalar) fail('unexpected scalar');
    const start = at;
    const header = /[|>]([-+0-9]*)[ \t]*(?:(?<=[ \t])#[^\n]*)?\r?(?:\n|$)/y;
    header.lastIndex = at;
    const match = header.exec(text);
    const flags = match?.[1] ?? '';
    if (match === null || !/^(?:[-+]?[1-9]?|[1-9][-+])$/.test(flags))
      fail('unexpected character in block scalar');
    const explicit = Number(/\d/.exec(flags)?.[0] ?? 0);
    const minimum = (explicit > 0 ? explicit : 1) + Math.max(0, topIndent().column);
    const bodyStart = start + (match?.[0].length ?? 0);
    const found = findBlockEnd(text, bodyStart, minimum, explicit === 0);
    const chomp = flags.includes('-') ? '-' : flags.includes('+') ? '+' : '';
    const decoded = decodeBlockScalar(
      source,
      bodyStart,
      found.end,
      { folded: text[start] === '>', chomp },
      found.indent,
    );
    pushScalar(decoded, start, found.end, false);
    at = found.next;
    lineStart = found.end;
    allowsKey = true;
    allowsScalar = true;
    isAfterJson = false;
  }

  function pushScalar(decoded: DecodedScalar, start: number, end: number, plain: boolean): void {
    if (isScalarError(decoded)) throw new YamlFailure(text, decoded.message, decoded.offset);
    const traced: TracedText = decoded.text === '' ? untraced('') : decoded;
    tokens.push({ type: 'scalar', start, end, status: 'valid', traced, plain });
  }

  return {
    peek() {
      for (;;) {
        const token = tokens[head];
        if (token?.status === 'valid') return token;
        if (token?.status === 'invalid') head++;
        else if (hasEnded) return undefined;
        else scanToken();
        if (head > 1000) {
          tokens.splice(0, head);
          head = 0;
        }
      }
    },
    take() {
      head++;
    },
    get position() {
      return at;
    },
    suspicions,
  };
}

function setStatus(key: SimpleKey, status: 'valid' | 'invalid'): void {
  for (const token of key.tokens) token.status = status;
}
