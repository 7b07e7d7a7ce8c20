import type { ByteString } from '@windhover/bytes';
import { textOf, type YamlMap, type YamlNode, type YamlSequence } from '../yaml/yaml-node.ts';
import { RULES_SCHEMA, type JsonSchema } from './rules-schema.ts';

export interface SchemaStatus {
  /** Whether the first document fits the schema. */
  readonly valid: boolean;
  readonly warnings: readonly ByteString[];
}

/** Compare the documents of a file with the rules schema; undefined if there is none. It never rejects anything. */
export function checkSchema(documents: readonly YamlNode[]): SchemaStatus | undefined {
  const [first, ...rest] = documents.map((document) => {
    const warnings: ByteString[] = [];
    check(document, RULES_SCHEMA, '<root>', warnings);
    return warnings;
  });
  if (first === undefined) return undefined;
  // Falco looks at the first document; the others are told only where that one fails.
  if (first.length === 0) return { valid: true, warnings: [] };
  return {
    valid: false,
    warnings: [...first, ...rest.flatMap((found) => (found.length > 0 ? found : ['ok']))],
  };
}

/** Innermost first: what is wrong, then the parts that are wrong because of it. */
function check(node: YamlNode, schema: JsonSchema, path: string, warnings: ByteString[]): boolean {
  const fail = (text: ByteString): false => {
    warnings.push(`failed for ${path}: ${text}`);
    return false;
  };
  let fits = true;
  if (schema.type !== undefined && !hasType(node, schema.type))
    fits = fail("Value type not permitted by 'type' constraint.");
  if (schema.enum !== undefined && !(node.kind === 'scalar' && schema.enum.includes(textOf(node)))) {
    fits = fail('Failed to match against any enum values.');
  }
  if (schema.anyOf !== undefined && !checkAnyOf(node, schema.anyOf, path, warnings)) {
    fits = fail('Failed to validate against any schemas allowed by anyOf constraint.');
  }
  if (node.kind === 'sequence' && schema.items !== undefined)
    fits = checkItems(node, schema.items, path, warnings) && fits;
  if (node.kind === 'map') fits = checkMap(node, schema, path, warnings) && fits;
  return fits;
}

function checkAnyOf(
  node: YamlNode,
  schemas: readonly JsonSchema[],
  path: string,
  warnings: ByteString[],
): boolean {
  const failures: ByteString[] = [];
  for (const [index, schema] of schemas.entries()) {
    if (check(node, schema, path, failures)) return true;
    failures.push(`failed for ${path}: Failed to validate against child schema #${index}.`);
  }
  for (const failure of failures) warnings.push(failure);
  return false;
}

function checkItems(
  { items }: YamlSequence,
  schema: JsonSchema,
  path: string,
  warnings: ByteString[],
): boolean {
  let fits = true;
  for (const [index, item] of items.entries()) {
    if (check(item, schema, `${path}[${index}]`, warnings)) continue;
    warnings.push(`failed for ${path}: Failed to validate item #${index} in array.`);
    fits = false;
  }
  return fits;
}

function checkMap(map: YamlMap, schema: JsonSchema, path: string, warnings: ByteString[]): boolean {
  let fits = true;
  const fail = (text: ByteString): void => {
    warnings.push(`failed for ${path}: ${text}`);
    fits = false;
  };
  if (schema.minProperties !== undefined && map.entries.length < schema.minProperties) {
    fail(`Object should have no fewer than ${schema.minProperties} properties.`);
  }
  const values = firstValues(map);
  for (const name of [...values.keys()].sort()) {
    const value = values.get(name);
    const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (value === undefined || property === undefined || check(value, property, `${path}[${name}]`, warnings))
      continue;
    fail(`Failed to validate against schema associated with property name '${name}'.`);
  }
  const unknown = schema.additionalProperties === false ? findUnknownKey(map, values, schema) : undefined;
  if (unknown !== undefined) {
    fail(
      "Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: " +
        `'${unknown}'.`,
    );
  }
  for (const name of schema.required ?? []) {
    if (!values.has(name)) fail(`Missing required property '${name}'.`);
  }
  return fits;
}

function firstValues(map: YamlMap): ReadonlyMap<ByteString, YamlNode> {
  const values = new Map<ByteString, YamlNode>();
  for (const { key, value } of map.entries) {
    const name = key.kind === 'scalar' ? textOf(key) : '';
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}

/** A key that the schema does not know; '' when all are known but one of them is there twice. */
function findUnknownKey(
  map: YamlMap,
  values: ReadonlyMap<ByteString, YamlNode>,
  schema: JsonSchema,
): ByteString | undefined {
  for (const name of values.keys()) if (!Object.hasOwn(schema.properties ?? {}, name)) return name;
  return values.size < map.entries.length ? '' : undefined;
}

function hasType(node: YamlNode, type: NonNullable<JsonSchema['type']>): boolean {
  switch (type) {
    case 'array':
      return node.kind === 'sequence';
    case 'object':
      return node.kind === 'map';
    case 'string':
      return node.kind === 'scalar' && !node.isNull;
    case 'boolean':
      return node.kind === 'scalar' && (node.traced.text === 'true' || node.traced.text === 'false');
    case 'integer':
      return node.kind === 'scalar' && /^[+-]?\d+$/.test(node.traced.text);
  }
}
