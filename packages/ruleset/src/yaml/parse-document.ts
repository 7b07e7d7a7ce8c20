// Tokens of one YAML document → nodes.

import type { ByteString } from '@windhover/bytes';
import { untraced } from '../traced-text.ts';
import type { TokenScanner } from './scan-tokens.ts';
import type { ScalarToken, Token } from './token.ts';
import { YamlFailure } from './yaml-failure.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-node.ts';

/** As deep as yaml-cpp goes. */
const MAX_DEPTH = 500;
/** Nodes that a document may have after its aliases were followed. */
const MAX_EXPANDED_NODES = 1_000_000;

/** What a document is read with. */
interface Context {
  readonly text: ByteString;
  readonly scanner: TokenScanner;
  readonly anchors: Map<string, YamlNode>;
  /** End of the token that was taken last: where a missing node could have stood. */
  lastEnd: number;
}

/** The next document; undefined where there is none. Throws `YamlFailure`; recursion is bounded as in yaml-cpp. */
export function parseDocument(text: ByteString, scanner: TokenScanner): YamlNode | undefined {
  const context: Context = { text, scanner, anchors: new Map(), lastEnd: 0 };
  while (scanner.peek()?.type === 'directive') take(context);
  if (scanner.peek() === undefined) return undefined;
  if (scanner.peek()?.type === 'document-start') take(context);
  const node = parseNode(context, 0, false);
  while (scanner.peek()?.type === 'document-end') take(context);
  if (sizeOf(node) > Math.max(MAX_EXPANDED_NODES, text.length)) {
    throw new YamlFailure(
      text,
      `aliases make this document longer than ${MAX_EXPANDED_NODES} nodes`,
      node.start,
    );
  }
  return node;
}

function take(context: Context): void {
  context.lastEnd = context.scanner.peek()?.end ?? context.lastEnd;
  context.scanner.take();
}

function parseNode(context: Context, depth: number, inFlowSequence: boolean): YamlNode {
  const { scanner, text, anchors } = context;
  if (depth >= MAX_DEPTH) throw new YamlFailure(text, 'bad file: nested too deeply', scanner.position);
  const first = scanner.peek();
  if (first?.type === 'value') return parsePair(context, depth);
  if (first?.type === 'alias') {
    const node = anchors.get(first.name);
    if (node === undefined)
      throw new YamlFailure(
        text,
        `the referenced anchor is not defined: ${first.name}`,
        first.start,
        first.end,
      );
    take(context);
    return node;
  }
  const start = first?.start ?? scanner.position;
  const { anchor, hasTag } = parseProperties(context);
  const node = parseContent(context, start, hasTag, depth, inFlowSequence);
  if (anchor !== undefined) anchors.set(anchor, node);
  return node;
}

function parseProperties(context: Context): { readonly anchor?: string; readonly hasTag: boolean } {
  let anchor: string | undefined;
  let hasTag = false;
  for (
    let token = context.scanner.peek();
    token?.type === 'tag' || token?.type === 'anchor';
    token = context.scanner.peek()
  ) {
    if (token.type === 'anchor') {
      if (anchor !== undefined)
        throw new YamlFailure(
          context.text,
          'cannot assign multiple anchors to the same node',
          token.start,
          token.end,
        );
      anchor = token.name;
    } else {
      if (hasTag)
        throw new YamlFailure(
          context.text,
          'cannot assign multiple tags to the same node',
          token.start,
          token.end,
        );
      hasTag = true;
    }
    take(context);
  }
  return { hasTag, ...(anchor !== undefined && { anchor }) };
}

function parseContent(
  context: Context,
  start: number,
  hasTag: boolean,
  depth: number,
  inFlowSequence: boolean,
): YamlNode {
  const token = context.scanner.peek();
  switch (token?.type) {
    case 'scalar':
      take(context);
      return createScalar(token, start, hasTag);
    case 'block-sequence-start':
      return parseBlockSequence(context, start, depth);
    case 'flow-sequence-start':
      return parseFlowSequence(context, start, depth);
    case 'block-map-start':
      return parseBlockMap(context, start, depth);
    case 'flow-map-start':
      return parseFlowMap(context, start, depth);
    case 'key':
      if (inFlowSequence) return parsePair(context, depth);
      break;
    default:
  }
  return createMissing(context, start, !hasTag);
}

function createScalar({ traced, plain, end }: ScalarToken, start: number, hasTag: boolean): YamlScalar {
  const { text } = traced;
  const isNull =
    plain &&
    !hasTag &&
    (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL');
  return { kind: 'scalar', start, end, traced, plain, isNull };
}

/** A node that is not there: yaml-cpp puts it where the next token begins. */
function createMissing({ lastEnd }: Context, start: number, isNull: boolean): YamlScalar {
  return { kind: 'scalar', start, end: Math.min(lastEnd, start), traced: untraced(''), plain: true, isNull };
}

function parseBlockSequence(context: Context, start: number, depth: number): YamlNode {
  take(context);
  const items: YamlNode[] = [];
  for (;;) {
    const token = context.scanner.peek();
    if (token?.type === 'block-sequence-end') {
      take(context);
      return createSequence(start, endOf(items, start), items);
    }
    if (token?.type !== 'block-entry') throw unexpected(context, token, 'end of sequence not found');
    take(context);
    const next = context.scanner.peek();
    const isMissing = next?.type === 'block-entry' || next?.type === 'block-sequence-end';
    items.push(isMissing ? createMissing(context, next.start, true) : parseNode(context, depth + 1, false));
  }
}

function parseFlowSequence(context: Context, start: number, depth: number): YamlNode {
  take(context);
  const items: YamlNode[] = [];
  for (;;) {
    if (endsFlow(context, 'flow-sequence-end')) return createSequence(start, context.lastEnd, items);
    items.push(parseNode(context, depth + 1, true));
    takeSeparator(context, 'flow-sequence-end', 'end of sequence flow not found');
  }
}

function parseBlockMap(context: Context, start: number, depth: number): YamlMap {
  take(context);
  const entries: YamlEntry[] = [];
  for (;;) {
    const token = context.scanner.peek();
    if (token?.type === 'block-map-end') {
      take(context);
      const end = entries.reduce((last, { value }) => Math.max(last, value.end), start);
      return createMap(start, end, entries);
    }
    if (token?.type !== 'key' && token?.type !== 'value')
      throw unexpected(context, token, 'end of map not found');
    entries.push(parseEntry(context, depth));
  }
}

function parseFlowMap(context: Context, start: number, depth: number): YamlMap {
  take(context);
  const entries: YamlEntry[] = [];
  for (;;) {
    if (endsFlow(context, 'flow-map-end')) return createMap(start, context.lastEnd, entries);
    entries.push(parseEntry(context, depth));
    takeSeparator(context, 'flow-map-end', 'end of map flow not found');
  }
}

/** A map of one pair inside a flow sequence. */
function parsePair(context: Context, depth: number): YamlMap {
  const entry = parseEntry(context, depth);
  return createMap(entry.key.start, entry.value.end, [entry]);
}

function parseEntry(context: Context, depth: number): YamlEntry {
  const token = context.scanner.peek();
  const start = token?.start ?? context.scanner.position;
  let key: YamlNode = createMissing(context, start, true);
  if (token?.type === 'key') {
    take(context);
    key = parseNode(context, depth + 1, false);
  }
  if (context.scanner.peek()?.type !== 'value') return { key, value: createMissing(context, start, true) };
  take(context);
  return { key, value: parseNode(context, depth + 1, false) };
}

function endsFlow(context: Context, end: Token['type']): boolean {
  if (context.scanner.peek()?.type !== end) return false;
  take(context);
  return true;
}

function takeSeparator(context: Context, end: Token['type'], message: string): void {
  const token = context.scanner.peek();
  if (token?.type === 'flow-entry') take(context);
  else if (token?.type !== end) throw unexpected(context, token, message);
}

function unexpected({ text, scanner }: Context, token: Token | undefined, message: string): YamlFailure {
  const start = token?.start ?? scanner.position;
  return new YamlFailure(text, message, start, Math.max(token?.end ?? 0, start + 1));
}

function endOf(nodes: readonly YamlNode[], start: number): number {
  return nodes.reduce((end, node) => Math.max(end, node.end), start);
}

function createSequence(start: number, end: number, items: readonly YamlNode[]): YamlSequence {
  return { kind: 'sequence', start, end, items, size: items.reduce((size, item) => size + sizeOf(item), 1) };
}

function createMap(start: number, end: number, entries: readonly YamlEntry[]): YamlMap {
  const size = entries.reduce((sum, { key, value }) => sum + sizeOf(key) + sizeOf(value), 1);
  return { kind: 'map', start, end, entries, size };
}

function sizeOf(node: YamlNode): number {
  return node.kind === 'scalar' ? 1 : node.size;
}
