import { createNode, NO_MARK, type ConfigNode } from './config-node.ts';
import { describeOwnSchema, type OwnKeySchema } from './describe-config-schema.ts';

/** A copy of the tree in which our own keys that are absent have the values that they have by default. */
export function fillDefaults(root: ConfigNode): ConfigNode {
  return fillNode(root, describeOwnSchema());
}

function fillNode(node: ConfigNode, schema: OwnKeySchema): ConfigNode {
  const copy: ConfigNode = { ...node };
  if (node.kind === 'sequence' && schema.items !== undefined) {
    const { items } = schema;
    copy.items = node.items.map((item) => fillNode(item, chooseVariant(item, items)));
  }
  const { properties } = chooseVariant(node, schema);
  if (node.kind !== 'map' || properties === undefined) return copy;
  copy.members = new Map(
    [...node.members].map(([name, value]) => [name, fillMember(value, properties[name])]),
  );
  for (const [name, member] of Object.entries(properties)) {
    if (!copy.members.has(name) && member.default !== undefined)
      copy.members.set(name, fillMember(createDefault(member.default), member));
  }
  return copy;
}

function fillMember(value: ConfigNode, schema: OwnKeySchema | undefined): ConfigNode {
  return schema === undefined ? value : fillNode(value, schema);
}

/** Of several shapes, the one whose `type` the map has. */
function chooseVariant(node: ConfigNode, schema: OwnKeySchema): OwnKeySchema {
  const type = node.members.get('type')?.text;
  return schema.oneOf?.find(({ properties }) => properties?.['type']?.const === type) ?? schema;
}

function createDefault(value: unknown): ConfigNode {
  if (Array.isArray(value)) {
    const list = createNode('sequence', NO_MARK);
    list.items = value.map(createDefault);
    return list;
  }
  if (typeof value === 'object' && value !== null) {
    const map = createNode('map', NO_MARK);
    map.members = new Map(Object.entries(value).map(([name, member]) => [name, createDefault(member)]));
    return map;
  }
  const scalar = createNode('scalar', NO_MARK, String(value));
  // Text that looks like a number keeps its quotes.
  scalar.plain = typeof value !== 'string' || Number.isNaN(Number(value));
  return scalar;
}
