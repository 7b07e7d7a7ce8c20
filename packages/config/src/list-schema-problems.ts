// Every place where a configuration has not the shape that the schema knows, in words for people.
import { hintDidYouMean } from '@windhover/diagnostics';
import { CONFIG_SCHEMA, hasType, schemaOf, type ConfigSchema } from './check-config-schema.ts';
import type { ConfigNode } from './config-node.ts';
import { FALCO_KEYS } from './falco-keys.ts';
import { ownSchema } from './own-schema.ts';
import type { ConfigProblem } from './own-settings.ts';

/** Unknown keys and values of the wrong kind among Falco's keys. What stands below our own keys has a schema of its own. */
export function listSchemaProblems(root: ConfigNode): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const pending: Place[] = [{ node: root, schema: CONFIG_SCHEMA, path: '' }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { node, path } = place;
    const schema = chooseSchema(place);
    // A key without a value counts as absent.
    if (node.kind === 'null') continue;
    if (schema === undefined || !hasType(node, schema)) {
      problems.push({ path, message: `expected ${describeSchema(place.schema)}`, ...node.mark });
    } else if (schema.type === 'string' && schema.oneOf?.includes(node.text) === false) {
      problems.push({ path, message: `expected one of ${schema.oneOf.join(', ')}`, ...node.mark });
    } else if (schema.type === 'array') {
      node.items.forEach((item, index) =>
        pending.push({ node: item, schema: schema.items, path: `${path}[${index}]` }),
      );
    } else if (schema.type === 'object') {
      for (const [name, value] of node.members) {
        const memberPath = path === '' ? name : `${path}.${name}`;
        const known = schemaOf(name, schema);
        if (known !== undefined) {
          if (!Object.hasOwn(ownSchema.shape, memberPath))
            pending.push({ node: value, schema: known, path: memberPath });
        } else if (!Object.hasOwn(FALCO_KEYS, memberPath)) {
          problems.push({ path: memberPath, message: describeUnknown(name, schema), ...value.mark });
        }
      }
      if (node.hasDuplicates)
        problems.push({ path, message: 'a key stands here twice; the first one counts', ...node.mark });
    }
  }
  return problems;
}

interface Place {
  readonly node: ConfigNode;
  readonly schema: ConfigSchema;
  readonly path: string;
}

type PlainSchema = Exclude<ConfigSchema, { readonly type: 'either' }>;

/** The shape that a value is held to: of several, the one of its kind. */
function chooseSchema({ node, schema }: Place): PlainSchema | undefined {
  if (schema.type !== 'either') return schema;
  return schema.of.find((item): item is PlainSchema => item.type !== 'either' && hasType(node, item));
}

function describeUnknown(
  name: string,
  { properties = {} }: Extract<ConfigSchema, { readonly type: 'object' }>,
): string {
  return ['unknown key', ...hintDidYouMean(name, Object.keys(properties))].join('; ');
}

const KIND_NAMES: Readonly<Record<PlainSchema['type'], string>> = {
  any: 'a value',
  boolean: 'true or false',
  integer: 'a whole number',
  string: 'text',
  array: 'a list',
  object: 'a map',
};

function describeSchema(schema: ConfigSchema): string {
  return schema.type === 'either' ? schema.of.map(describeSchema).join(' or ') : KIND_NAMES[schema.type];
}
