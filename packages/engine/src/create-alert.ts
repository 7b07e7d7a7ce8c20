import { hash } from 'node:crypto';
import { decodeByteString } from '@windhover/bytes';
import type { EventSource, RecordContext } from '@windhover/event-sources';
import { findPath } from '@windhover/json';
import type { Alert, OutputFieldValue } from './alert.ts';
import type { CompiledOutputField, CompiledRule } from './compile/compile-ruleset.ts';
import type { RecordValues } from './compile/record-values.ts';
import { toOutputValue } from './output/render-value.ts';

/** Hexadecimal digits of an alert's id: 128 bits. */
const ID_LENGTH = 32;

/** Render what a rule says of a record that it matches. */
export function createAlert(
  source: EventSource,
  compiled: CompiledRule,
  values: RecordValues,
  context: RecordContext,
): Alert {
  const { rule, tags, renderMessage, outputFields } = compiled;
  const fields = new Map<string, OutputFieldValue>();
  for (const entry of outputFields) fields.set(entry.name, readOutputField(entry, values, context));
  return {
    id: identifyAlert(source, rule.name, context),
    rule: rule.name,
    priority: rule.priority,
    source: source.name,
    tags,
    timeNs: context.record.timestampNs,
    message: renderMessage(values),
    outputFields: fields,
  };
}

function readOutputField(
  entry: CompiledOutputField,
  values: RecordValues,
  context: RecordContext,
): OutputFieldValue {
  switch (entry.kind) {
    case 'field':
      return toOutputValue(values.get(entry.slot), entry.field, context);
    case 'formatted':
      return entry.render(values);
    case 'absent':
      return undefined;
  }
}

/** The same for every delivery of one event: its own identity where it has one, else the hash of its bytes. */
function identifyAlert(source: EventSource, ruleName: string, { record, root }: RecordContext): string {
  const identity = source.identity.read(source.identity.paths.map((path) => root && findPath(root, path)));
  const event =
    identity === undefined
      ? { bytes: hash('sha256', record.bytes.subarray(record.start, record.end)) }
      : { identity: decodeByteString(identity) };
  return hash('sha256', JSON.stringify([source.name, event, ruleName])).slice(0, ID_LENGTH);
}
