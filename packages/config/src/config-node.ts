import { decodeByteString } from '@windhover/bytes';
import { textOf, type YamlNode } from '@windhover/ruleset';

/** Where a value stands in its file: line and column from 1, as yaml-cpp reports them. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  /** The file, as the user named it; absent for values of options. */
  readonly file?: string;
}

/** A value of a configuration that options may still change. Maps keep their order; the first of equal keys counts. */
export interface ConfigNode {
  kind: 'null' | 'scalar' | 'map' | 'sequence';
  /** Text of a scalar. */
  text: string;
  /** Whether a scalar stands without quotes, so that `5` may be a number. */
  plain: boolean;
  /** Members of a map. */
  members: Map<string, ConfigNode>;
  /** Elements of a sequence. */
  items: ConfigNode[];
  /** Whether the file gave a member twice. */
  hasDuplicates: boolean;
  /** An assigned value keeps the place of the one it replaced, as in yaml-cpp. */
  readonly mark: Mark;
}

export const NO_MARK: Mark = { line: 1, column: 1 };

export function createNode(kind: ConfigNode['kind'], mark: Mark, text = ''): ConfigNode {
  return { kind, text, plain: false, members: new Map(), items: [], hasDuplicates: false, mark };
}

/** Give a node the value of another one; its place stays. */
export function assignNode(target: ConfigNode, value: ConfigNode): void {
  target.kind = value.kind;
  target.text = value.text;
  target.plain = value.plain;
  target.members = value.members;
  target.items = value.items;
  target.hasDuplicates = value.hasDuplicates;
}

/** A configuration tree from YAML. `expand` is applied to every value, not to keys. */
export function createConfigNode(
  node: YamlNode | undefined,
  markAt: (offset: number) => Mark,
  expand: (value: string, mark: Mark) => string,
): ConfigNode {
  if (node === undefined) return createNode('null', NO_MARK);
  const mark = markAt(node.start);
  if (node.kind === 'scalar') {
    if (node.isNull) return createNode('null', mark);
    const scalar = createNode('scalar', mark, expand(decodeByteString(textOf(node)), mark));
    scalar.plain = node.plain;
    return scalar;
  }
  const created = createNode(node.kind, mark);
  if (node.kind === 'sequence') {
    created.items = node.items.map((item) => createConfigNode(item, markAt, expand));
    return created;
  }
  for (const { key, value } of node.entries) {
    const name = key.kind === 'scalar' ? decodeByteString(textOf(key)) : '';
    if (created.members.has(name)) created.hasDuplicates = true;
    else created.members.set(name, createConfigNode(value, markAt, expand));
  }
  return created;
}

/** The tree as plain data; unquoted scalars that look like integers or `true`/`false` are read as such. */
export function toPlain(node: ConfigNode): unknown {
  switch (node.kind) {
    case 'null':
      return null;
    case 'scalar':
      return node.plain ? readPlainScalar(node.text) : node.text;
    case 'sequence':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...node.members].map(([name, value]) => [name, toPlain(value)]));
  }
}

function readPlainScalar(text: string): unknown {
  if (/^-?(?:0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
