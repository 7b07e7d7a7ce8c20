import type { ByteString } from '@windhover/bytes';
import type { TracedText } from '../traced-text.ts';

/** What a rules file says, as yaml-cpp reads it: text stays as written, aliases are the node they name. */
export type YamlNode = YamlScalar | YamlMap | YamlSequence;

interface YamlBase {
  /**
   * Byte offsets in the file, where the node (or its anchor or tag) begins and where it ends. Of a node that is
   * missing: the next token, and where it could have stood.
   */
  readonly start: number;
  readonly end: number;
}
export interface YamlScalar extends YamlBase {
  readonly kind: 'scalar';
  readonly traced: TracedText;
  /** Neither quoted nor a block: `~` and the like mean null only here. */
  readonly plain: boolean;
  readonly isNull: boolean;
}
interface YamlCollection extends YamlBase {
  /** Number of nodes, this one included, aliases followed. */
  readonly size: number;
}
export interface YamlMap extends YamlCollection {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}
export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}
export interface YamlSequence extends YamlCollection {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
}

/** Where something in the YAML cannot be read, or reads differently from how it looks. */
export interface YamlProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly cause: 'syntax' | 'tab' | 'unterminated-quote';
}

/** Value of the first entry with this key: duplicates are ignored (spec rules-files.md §2). */
export function findValue(map: YamlMap, key: ByteString): YamlNode | undefined {
  return map.entries.find((entry) => entry.key.kind === 'scalar' && textOf(entry.key) === key)?.value;
}

/** Text of a scalar; a null reads as `null` where text is asked for. */
export function textOf(scalar: YamlScalar): ByteString {
  return scalar.isNull ? 'null' : scalar.traced.text;
}
