// The json.* class that every source has, and jevt.*, its old name, spec sources-aws.md §3.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { cutAtNul, indentText, parsePointer } from '@windhover/json';
import type { PluginVersion, RecordContext } from './event-source.ts';
import type { FieldDeclaration } from './field.ts';
import { readAnyText } from './read-value.ts';

/** The plugin that this class stands for; every source satisfies its requirement. */
export const jsonPlugin: PluginVersion = { name: 'json', version: '0.7.4' };

const WHOLE_RECORD = [[]];

/** Only payloads whose very first byte opens an object or array count. */
function isAcceptable({ record, root }: RecordContext): boolean {
  const first = record.bytes[record.start];
  return root !== undefined && (first === 0x7b || first === 0x5b);
}

function readValue(
  [node]: readonly (JsonNode | undefined)[],
  context: RecordContext,
): ByteString | undefined {
  const text = isAcceptable(context) ? readAnyText(node) : undefined;
  return text === undefined ? undefined : cutAtNul(text);
}

function readObject(
  [root]: readonly (JsonNode | undefined)[],
  context: RecordContext,
): ByteString | undefined {
  if (!isAcceptable(context) || root === undefined) return undefined;
  const text = indentText(root);
  return text === undefined ? undefined : cutAtNul(text);
}

function declareClass(prefix: 'json' | 'jevt'): readonly FieldDeclaration[] {
  const common = { type: 'string', isList: false } as const;
  return [
    {
      ...common,
      name: `${prefix}.value`,
      argument: { required: true, index: false, key: true },
      description: 'The value that the JSON pointer in the brackets leads to, as text.',
      paths: (argument) => [parsePointer(argument?.text ?? '')],
      read: readValue,
    },
    {
      ...common,
      name: `${prefix}.obj`,
      description: 'The whole event, indented.',
      paths: () => WHOLE_RECORD,
      read: readObject,
    },
    {
      ...common,
      name: `${prefix}.rawtime`,
      description: 'Time of the event in nanoseconds since the epoch, as text.',
      paths: () => [],
      read: (_nodes, context) =>
        isAcceptable(context) ? String(BigInt.asUintN(64, context.record.timestampNs)) : undefined,
    },
  ];
}

export const jsonFields: readonly FieldDeclaration[] = [...declareClass('json'), ...declareClass('jevt')];
