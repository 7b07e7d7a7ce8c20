// The fixed schema that Falco compares rules files with, beside its loader (spec rules-files.md §14).

/** The part of JSON Schema draft-06 that the schema uses. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly type?: 'array' | 'boolean' | 'integer' | 'object' | 'string';
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly minProperties?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: false;
  readonly required?: readonly string[];
}

const string: JsonSchema = { type: 'string' };
const boolean: JsonSchema = { type: 'boolean' };
const operation: JsonSchema = { type: 'string', enum: ['append', 'replace'] };

const pluginVersion = { name: string, version: string };
const overridable = [
  'items',
  'desc',
  'condition',
  'output',
  'priority',
  'enabled',
  'exceptions',
  'capture',
  'capture_duration',
  'tags',
  'warn_evttypes',
  'skip-if-unknown-filter',
];

/** `--rule-schema` prints it. */
export const RULES_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-06/schema#',
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    properties: {
      required_engine_version: string,
      required_plugin_versions: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            ...pluginVersion,
            alternatives: {
              type: 'array',
              items: {
                type: 'object',
                additionalProperties: false,
                properties: pluginVersion,
                required: ['name', 'version'],
              },
            },
          },
          required: ['name', 'version'],
        },
      },
      macro: string,
      condition: string,
      list: string,
      items: { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
      rule: string,
      desc: string,
      output: string,
      source: string,
      append: boolean,
      enabled: boolean,
      capture: boolean,
      capture_duration: { type: 'integer' },
      warn_evttypes: boolean,
      'skip-if-unknown-filter': boolean,
      tags: { type: 'array', items: string },
      priority: {
        type: 'string',
        enum: [
          'EMERGENCY',
          'ALERT',
          'CRITICAL',
          'ERROR',
          'WARNING',
          'NOTICE',
          'INFO',
          'INFORMATIONAL',
          'DEBUG',
        ],
      },
      exceptions: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: { name: string, fields: {}, comps: {}, values: {} },
          required: ['name'],
        },
      },
      override: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: Object.fromEntries(overridable.map((key) => [key, operation])),
      },
    },
  },
};
