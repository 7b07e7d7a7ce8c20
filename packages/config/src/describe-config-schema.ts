import { CONFIG_SCHEMA, type ConfigSchema } from './check-config-schema.ts';

/** The shape of a configuration as JSON Schema draft-07: `--config-schema`. */
export function describeConfigSchema(): object {
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...toJsonSchema(CONFIG_SCHEMA) };
}

function toJsonSchema(schema: ConfigSchema): object {
  switch (schema.type) {
    case 'any':
      return {};
    case 'array':
      return { type: 'array', items: toJsonSchema(schema.items) };
    case 'object':
      return {
        type: 'object',
        additionalProperties: schema.additional === undefined ? false : toJsonSchema(schema.additional),
        properties: Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, value]) => [name, toJsonSchema(value)]),
        ),
      };
    case 'either':
      return { anyOf: schema.of.map(toJsonSchema) };
    case 'string':
      return { type: 'string', ...(schema.oneOf === undefined ? {} : { enum: schema.oneOf }) };
    case 'boolean':
    case 'integer':
      return { type: schema.type };
  }
}
