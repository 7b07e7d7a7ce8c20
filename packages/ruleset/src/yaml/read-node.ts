// Tokens of a YAML document that passed the syntax checks → nodes.

import type { ByteString } from '@windhover/bytes';
import type { SourceText } from '@windhover/diagnostics';
import type { CST } from 'yaml';
import { untraced, type TracedText } from '../traced-text.ts';
import { decodeBlockScalar } from './decode-block-scalar.ts';
import { decodeFlowScalar, isScalarError, type DecodedScalar } from './decode-flow-scalar.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlProblem, YamlScalar } from './yaml-node.ts';

/** Nodes that a document may have after its aliases were followed. */
const MAX_EXPANDED_NODES = 1_000_000;

export interface NodeReader {
  readDocument(document: CST.Document): { readonly content: YamlNode | undefined } | { readonly problem: YamlProblem };
}

/** A reader for the tokens of `source.text.slice(origin)`. Recursion is as deep as the tokens are nested. */
export function createNodeReader(source: SourceText, origin: number): NodeReader {
  return {
    readDocument(document) {
      const context: Context = { source, origin, anchors: new Map(), sizes: new Map() };
      try {
        if (document.value === undefined) return { content: undefined };
        const content = readNode(context, document.value, readProperties(document.start));
        checkExpandedSize(context, content);
        return { content: content.kind === 'scalar' && content.isNull ? undefined : content };
      } catch (error) {
        if (error instanceof YamlFailure) return { problem: error.problem };
        throw error;
      }
    },
  };
}

interface Context {
  readonly source: SourceText;
  readonly origin: number;
  readonly anchors: Map<string, YamlNode>;
  /** Nodes that each collection stands for, aliases followed. */
  readonly sizes: Map<YamlNode, number>;
}

/** Ends the reading of a document; never leaves this file. */
class YamlFailure extends Error {
  readonly problem: YamlProblem;

  constructor(problem: YamlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function fail(context: Context, message: string, offset: number, length: number): never {
  const start = offset + context.origin;
  throw new YamlFailure({ message, start, end: start + length, cause: 'syntax' });
}

/** Anchor and tag that stand before a node. */
interface Properties {
  readonly anchor?: string;
  readonly hasTag: boolean;
  readonly start?: number;
  /** End of the tokens before the node: where a missing node is. */
  readonly end?: number;
}

function readProperties(tokens: readonly CST.SourceToken[]): Properties {
  let anchor: string | undefined;
  let hasTag = false;
  let start: number | undefined;
  let end: number | undefined;
  for (const token of tokens) {
    if (token.type === 'anchor' || token.type === 'tag') {
      start ??= token.offset;
      if (token.type === 'anchor') anchor = token.source.slice(1);
      else hasTag = true;
    }
    if (token.type !== 'space' && token.type !== 'newline' && token.type !== 'comment') end = token.offset + token.source.length;
  }
  return {
    hasTag,
    ...(anchor !== undefined && { anchor }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function readNode(context: Context, token: CST.Token | null | undefined, properties: Properties, at = 0): YamlNode {
  if (token?.type === 'alias') return followAlias(context, token);
  const node = readContent(context, token, properties, at);
  if (properties.anchor !== undefined) context.anchors.set(properties.anchor, node);
  return node;
}

function followAlias(context: Context, token: CST.FlowScalar): YamlNode {
  const name = token.source.slice(1);
  const node = context.anchors.get(name);
  return node ?? fail(context, `the referenced anchor is not defined: ${name}`, token.offset, token.source.length);
}

function readContent(context: Context, token: CST.Token | null | undefined, properties: Properties, at: number): YamlNode {
  const start = (properties.start ?? token?.offset ?? properties.end ?? at) + context.origin;
  switch (token?.type) {
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar':
      return readScalar(context, token, start, properties.hasTag);
    case 'block-seq': {
      const items = token.items
        .filter((item) => item.value !== undefined || item.start.some(({ type }) => type === 'seq-item-ind'))
        .map((item) => readNode(context, item.value, readProperties(item.start), token.offset));
      return sized(context, { kind: 'sequence', start, end: endOf(items, start), items });
    }
    case 'block-map': {
      const entries = token.items.filter(isEntry).map((item) => readEntry(context, item, token.offset));
      return sized(context, { kind: 'map', start, end: endOf(entries.map(({ value }) => value), start), entries });
    }
    case 'flow-collection':
      return readFlowCollection(context, token, start);
    default:
      return { kind: 'scalar', start: skipToToken(context.source.text, start), end: start, traced: untraced(''), plain: true, isNull: !properties.hasTag };
  }
}

/** yaml-cpp puts what is missing where the next token begins. */
function skipToToken(text: ByteString, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '#') at = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    else if (char === ' ' || char === '\t' || char === '\r' || char === '\n') at++;
    else break;
  }
  return at;
}

type CollectionItem = CST.BlockMap['items'][number] | CST.FlowCollection['items'][number];

/** Comments and blanks at the end of a collection are items without content. */
function isEntry(item: CollectionItem): boolean {
  return (
    (item.key !== undefined && item.key !== null) ||
    item.value !== undefined ||
    (item.sep?.length ?? 0) > 0 ||
    item.start.some(({ type }) => type === 'explicit-key-ind' || type === 'anchor' || type === 'tag')
  );
}

function readEntry(context: Context, item: CollectionItem, at: number): YamlEntry {
  const key = readNode(context, item.key, readProperties(item.start), at);
  const properties = readProperties(item.sep ?? []);
  return { key, value: readNode(context, item.value, properties, key.end - context.origin) };
}

function readFlowCollection(context: Context, token: CST.FlowCollection, start: number): YamlNode {
  const last = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
  const end = (last ? last.offset + 1 : token.offset + 1) + context.origin;
  const items = token.items.filter(isEntry);
  if (token.start.type === 'flow-map-start') {
    const entries = items.map((item) => readEntry(context, item, token.offset));
    return sized(context, { kind: 'map', start, end, entries });
  }
  const nodes = items.map((item) => {
    if (item.sep === undefined && item.key === undefined) {
      return readNode(context, item.value, readProperties(item.start), token.offset);
    }
    const entry = readEntry(context, item, token.offset);
    const pair: YamlMap = { kind: 'map', start: entry.key.start, end: entry.value.end, entries: [entry] };
    return sized(context, pair);
  });
  return sized(context, { kind: 'sequence', start, end, items: nodes });
}

function readScalar(context: Context, token: CST.FlowScalar | CST.BlockScalar, start: number, hasTag: boolean): YamlScalar {
  const offset = token.offset + context.origin;
  if (token.type === 'block-scalar') {
    const headerLength = token.props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), 0);
    const textStart = offset + headerLength;
    const end = textStart + token.source.length;
    const traced = decodeBlockScalar(context.source, textStart, end, readHeader(token), token.indent);
    return { kind: 'scalar', start, end, traced, plain: false, isNull: false };
  }
  const end = offset + token.source.length;
  const decoded = decodeFlow(context.source, token, offset, end);
  if (isScalarError(decoded)) fail(context, decoded.message, decoded.offset - context.origin, 2);
  const plain = token.type === 'scalar';
  return { kind: 'scalar', start, end, traced: decoded, plain, isNull: plain && !hasTag && isNullText(decoded) };
}

function decodeFlow(source: SourceText, token: CST.FlowScalar, start: number, end: number): DecodedScalar {
  if (token.type === 'scalar') return decodeFlowScalar(source, start, end, 'plain');
  const quote = source.text[start];
  const isClosed = end - start >= 2 && source.text[end - 1] === quote;
  const style = quote === '"' ? 'double' : 'single';
  return decodeFlowScalar(source, start + 1, isClosed ? end - 1 : end, style);
}

function readHeader(token: CST.BlockScalar): Parameters<typeof decodeBlockScalar>[3] {
  const header = token.props.find(({ type }) => type === 'block-scalar-header');
  const text = header && 'source' in header ? header.source : '';
  return {
    folded: text.startsWith('>'),
    chomp: text.includes('-') ? '-' : text.includes('+') ? '+' : '',
    indent: Number(/\d/.exec(text)?.[0] ?? 0),
  };
}

function isNullText({ text }: TracedText): boolean {
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL';
}

function endOf(nodes: readonly YamlNode[], start: number): number {
  return nodes.reduce((end, node) => Math.max(end, node.end), start);
}

function sized<Collection extends YamlNode>(context: Context, node: Collection): Collection {
  let size = 1;
  if (node.kind === 'sequence') for (const item of node.items) size += sizeOf(context, item);
  if (node.kind === 'map') for (const entry of node.entries) size += sizeOf(context, entry.key) + sizeOf(context, entry.value);
  context.sizes.set(node, size);
  return node;
}

function sizeOf(context: Context, node: YamlNode): number {
  return context.sizes.get(node) ?? 1;
}

/** Without aliases a document has as many nodes as its text has room for; the text itself needs no limit. */
function checkExpandedSize(context: Context, content: YamlNode): void {
  const limit = Math.max(MAX_EXPANDED_NODES, context.source.text.length);
  if (sizeOf(context, content) > limit) {
    fail(context, `aliases make this document longer than ${limit} nodes`, content.start - context.origin, 1);
  }
}
