import { z } from 'zod';
import { CONFIG_SCHEMA, type ConfigSchema } from './check-config-schema.ts';
import { ownSchema } from './own-schema.ts';

/** The shape of a configuration as JSON Schema draft-07: `--config-schema`. */
export function describeConfigSchema(): object {
  const falco = toJsonSchema(CONFIG_SCHEMA);
  const properties = {
    ...('properties' in falco ? (falco.properties as object) : {}),
    ...describeOwnSchema().properties,
  };
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...falco, properties };
}

/** A JSON Schema as far as our own keys need it. */
export interface OwnKeySchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly items?: OwnKeySchema;
  readonly oneOf?: readonly OwnKeySchema[];
  readonly properties?: Readonly<Record<string, OwnKeySchema>>;
  readonly required?: readonly string[];
}

/** The shape of our own keys as they are written, with descriptions and defaults. */
export function describeOwnSchema(): OwnKeySchema {
  return z.toJSONSchema(ownSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  }) as OwnKeySchema;
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
