import type { SourceText } from '@windhover/diagnostics';
import { Composer, CST, Lexer, Parser } from 'yaml';
import { findUnclosed, joinFlowLines } from './join-flow-lines.ts';
import { createNodeReader } from './read-node.ts';
import type { YamlNode, YamlProblem } from './yaml-node.ts';

export interface YamlFile {
  /** Content of each document; undefined where it is empty. */
  readonly documents: readonly (YamlNode | undefined)[];
  /** Set if the text is not YAML; `documents` is empty then. */
  readonly error?: YamlProblem;
  /** Things that are read, but hardly as they were meant. */
  readonly suspicions: readonly YamlProblem[];
}

/** As deep as yaml-cpp goes. */
const MAX_DEPTH = 500;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Length of the UTF-8 byte order mark, which yaml-cpp does not count in positions. */
export function measureByteOrderMark(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

/**
 * Read the bytes of a rules file as yaml-cpp does (spec rules-files.md §2). Takes linear time; nesting and what
 * aliases expand to are bounded.
 */
export function readYaml(source: SourceText): YamlFile {
  const origin = measureByteOrderMark(source.text);
  const nul = source.text.indexOf('\0');
  if (nul >= 0) return failed({ message: 'the text contains a NUL byte', start: nul, end: nul + 1, cause: 'syntax' });

  const parsed = parseLeniently(source.text.slice(origin));
  if ('message' in parsed) return failed(shift(parsed, origin));
  const { tokens, suspicions, error } = parsed;
  if (error) return failed(shift(error, origin));

  const reader = createNodeReader(source, origin);
  const documents: (YamlNode | undefined)[] = [];
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    const document = reader.readDocument(token);
    if ('problem' in document) return failed(document.problem);
    documents.push(document.content);
  }
  return { documents, suspicions: suspicions.map((suspicion) => shift(suspicion, origin)) };
}

function failed(error: YamlProblem): YamlFile {
  return { documents: [], error, suspicions: [] };
}

function shift(problem: YamlProblem, by: number): YamlProblem {
  const { start, end, opened } = problem;
  return { ...problem, start: start + by, end: end + by, ...(opened !== undefined && { opened: opened + by }) };
}

interface ParsedText {
  readonly tokens: readonly CST.Token[];
  readonly error?: YamlProblem;
  readonly suspicions: readonly YamlProblem[];
}

/** Bytes to read again, over all attempts, where the library is stricter than yaml-cpp. */
const MAX_REREAD_BYTES = 16 * 1024 * 1024;

/** Parse, and parse again with broken flow values joined to one line as long as that helps. */
function parseLeniently(text: string): ParsedText | YamlProblem {
  let attempt = text;
  let best: ParsedText | undefined;
  for (let budget = MAX_REREAD_BYTES; ; budget -= text.length) {
    const tokens = parseTokens(attempt);
    if ('message' in tokens) return tokens;
    const parsed = { tokens, ...checkTokens(tokens, attempt) };
    if (parsed.error === undefined) return parsed;
    best ??= parsed;
    const joined = budget > 0 ? joinFlowLines(attempt, tokens) : undefined;
    if (joined === undefined) return isFurther(parsed, best) ? parsed : best;
    attempt = joined;
  }
}

/** The error that counts is the one that joining lines could not cure. */
function isFurther(parsed: ParsedText, best: ParsedText): boolean {
  return (parsed.error?.start ?? 0) >= (best.error?.start ?? 0);
}

function parseTokens(text: string): CST.Token[] | YamlProblem {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) {
      return { message: 'bad file: nested too deeply', start: parser.offset, end: parser.offset + 1, cause: 'syntax' };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

/** The first syntax error; the library's own reading of the values is not used, its schema is not yaml-cpp's. */
function checkTokens(tokens: readonly CST.Token[], text: string): Omit<ParsedText, 'tokens'> {
  const suspicions: YamlProblem[] = [];
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, merge: false, version: '1.2' });
  const documents = [...composer.compose(tokens, true, text.length)];
  for (const { code, message, pos } of documents.flatMap((document) => document.errors)) {
    const [start, end] = pos;
    if (code === 'MISSING_CHAR' && message.startsWith('Missing closing') && end >= text.length && text.endsWith('\n')) {
      const opened = findUnclosed(tokens);
      const suspicion = { message: 'this quote is never closed', start, end, cause: 'unterminated-quote' } as const;
      suspicions.push(opened === undefined ? suspicion : { ...suspicion, opened });
      continue;
    }
    const isTab = code === 'TAB_AS_INDENT' || text[start] === '\t' || text[start - 1] === '\t';
    const error = { message: lowerFirst(message), start, end: Math.max(end, start + 1), cause: isTab ? 'tab' : 'syntax' } as const;
    return { error, suspicions };
  }
  return { suspicions };
}

function lowerFirst(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
