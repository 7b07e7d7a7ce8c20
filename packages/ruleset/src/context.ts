// The chain of places that Falco prints with every problem, spec rules-files.md §12.1.

import type { ByteString } from '@windhover/bytes';
import type { Span } from '@windhover/diagnostics';
import { positionOf, type Position, type RulesFile } from './rules-file.ts';
import type { YamlNode } from './yaml/yaml-node.ts';

export type ItemType =
  | 'rules content'
  | 'rules content item'
  | 'value for'
  | 'required_engine_version'
  | 'required plugin versions'
  | 'required plugin versions entry'
  | 'required plugin versions alternative'
  | 'list'
  | 'list item'
  | 'macro'
  | 'macro condition'
  | 'rule'
  | 'rule condition'
  | 'rule output'
  | 'rule priority'
  | 'condition expression'
  | 'exceptions'
  | 'exception'
  | 'exception values'
  | 'exception value'
  | 'overrides';

export interface Location {
  readonly itemType: ItemType;
  readonly itemName: ByteString;
  readonly position: Position;
}

/** A place within places; the outermost is the file. */
export interface Context extends Location {
  readonly parent?: Context;
  readonly file: RulesFile;
  /** What our own diagnostics underline. */
  readonly span: Span;
  /** What the snippet is cut from, if not the file. */
  readonly expression?: ByteString;
}

/** The whole file. */
export function createFileContext(file: RulesFile): Context {
  const span = { source: file.source, start: file.origin, end: file.origin };
  return {
    itemType: 'rules content',
    itemName: '',
    position: { ...positionOf(file, file.origin) },
    file,
    span,
  };
}

/** The place of a node within `parent`. */
export function enterNode(
  parent: Context,
  itemType: ItemType,
  itemName: ByteString,
  node: YamlNode,
): Context {
  const { file } = parent;
  const isMissing = node.end < node.start;
  const start = isMissing ? Math.max(0, node.end - 1) : node.start;
  const span = { source: file.source, start, end: Math.max(node.end, start + 1) };
  return { parent, itemType, itemName, position: positionOf(file, node.start), file, span };
}

/** The same place, underlined somewhere else. */
export function withSpan(context: Context, span: Span | undefined): Context {
  return span ? { ...context, span } : context;
}

/** Position within a condition: line and column from 1, as the parser tells them. */
export interface ExpressionPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

const MAX_SHOWN = 20;
const SHOWN_WHEN_CUT = 17;

/**
 * The place of a problem in a condition. Line, column and offset are the sums of the position in the condition
 * and that of `parent`, as in Falco.
 */
export function enterCondition(
  parent: Context,
  shown: ByteString,
  at: ExpressionPosition,
  span: Span | undefined,
): Context {
  const short = shown.length > MAX_SHOWN ? `${shown.slice(0, SHOWN_WHEN_CUT)}...` : shown;
  const position = {
    name: `"${short.replace(/[\r\n]/g, ' ')}"`,
    line: parent.position.line + at.line,
    column: parent.position.column + at.column,
    offset: parent.position.offset + at.offset,
  };
  const { file } = parent;
  return {
    parent,
    itemType: 'condition expression',
    itemName: '',
    position,
    file,
    span: span ?? parent.span,
    expression: shown,
  };
}

/** The chain from the file inwards. */
export function listLocations(context: Context): readonly Location[] {
  const locations: Location[] = [];
  for (let at: Context | undefined = context; at; at = at.parent) locations.unshift(at);
  return locations;
}
