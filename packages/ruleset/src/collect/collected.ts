// What was collected from the rules files so far: the state that lives from one file to the next.

import type { ByteString } from '@windhover/bytes';
import type { Span } from '@windhover/diagnostics';
import type { Context } from '../context.ts';
import type { Priority } from '../ruleset.ts';
import { concatTraced, type TracedText } from '../traced-text.ts';

/** Order numbers: every successful definition or append takes the next one. */
interface Ordered {
  /** Number of the first definition: the place in the table. */
  readonly index: number;
  /** Number of the last change: what the item can see. */
  visibility: number;
}

export interface CollectedList extends Ordered {
  readonly name: ByteString;
  readonly context: Context;
  readonly items: TracedText[];
}

export interface CollectedMacro extends Ordered {
  readonly name: ByteString;
  readonly context: Context;
  readonly conditionContext: Context;
  /** Texts of the definition and of what was appended, joined by blanks. */
  readonly condition: TracedText[];
}

export interface CollectedRule extends Ordered {
  readonly name: ByteString;
  readonly context: Context;
  readonly conditionContext: Context;
  readonly outputContext: Context;
  readonly source: ByteString;
  /** No catalog for its source: kept for later files, never compiled. */
  readonly hasUnknownSource: boolean;
  /** As written and appended, joined by blanks. */
  condition: TracedText[];
  output: TracedText[];
  description: ByteString;
  priority: Priority;
  enabled: boolean;
  tags: Set<ByteString>;
  exceptions: CollectedException[];
  capture: boolean;
  captureDuration: number;
  warnEvttypes: boolean;
  skipIfUnknownFilter: boolean;
}

export interface CollectedException {
  readonly name: ByteString;
  readonly context: Context;
  readonly fields: ExceptionEntry;
  readonly comps: ExceptionEntry;
  readonly values: ExceptionEntry[];
}

/** A scalar or a sequence of entries; what is neither reads as an empty scalar. */
export interface ExceptionEntry {
  /** Where it stands; undefined if it was left out. */
  readonly span?: Span;
  readonly isList: boolean;
  readonly text: TracedText;
  readonly items: readonly ExceptionEntry[];
}

export function isGiven(entry: ExceptionEntry): boolean {
  return entry.isList ? entry.items.length > 0 : entry.text.text !== '';
}

/** What the parts of a condition or output amount to. */
export function joinParts(parts: readonly TracedText[]): TracedText {
  const [first, ...rest] = parts;
  if (first !== undefined && rest.length === 0) return first;
  return concatTraced(parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part])));
}

export interface VersionRequirement {
  readonly name: ByteString;
  readonly version: ByteString;
}

export interface PluginRequirement extends VersionRequirement {
  readonly alternatives: readonly VersionRequirement[];
}

/** Tables in the order of first definitions. */
export interface Collected {
  readonly lists: Map<ByteString, CollectedList>;
  readonly macros: Map<ByteString, CollectedMacro>;
  readonly rules: Map<ByteString, CollectedRule>;
  readonly pluginRequirements: PluginRequirement[];
  /** Highest that any file asked for. */
  requiredEngineVersion: ByteString;
  nextIndex: number;
}

export function createCollected(): Collected {
  return {
    lists: new Map(),
    macros: new Map(),
    rules: new Map(),
    pluginRequirements: [],
    requiredEngineVersion: '0.0.0',
    nextIndex: 0,
  };
}
