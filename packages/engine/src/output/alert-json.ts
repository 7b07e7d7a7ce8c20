import { decodeByteString, encodeByteString } from '@windhover/bytes';
import { formatIso8601, type ScalarValue } from '@windhover/event-sources';
import type { Alert, OutputFieldValue } from '../alert.ts';
import { decodeOutputText } from './decode-output-text.ts';
import { formatAlertLine, type AlertTimeOptions } from './alert-text.ts';

/** The `json_include_*_property` switches and what else Falco's configuration says of alerts in JSON. */
export interface AlertJsonOptions extends AlertTimeOptions {
  readonly hostname: string;
  /** `json_include_output_property`, true by default. */
  readonly includeOutput: boolean;
  /** `json_include_output_fields_property`, true by default. */
  readonly includeOutputFields: boolean;
  /** `json_include_tags_property`, true by default. */
  readonly includeTags: boolean;
  /** `json_include_message_property`, false by default. */
  readonly includeMessage: boolean;
}

/** The line of an alert with `json_output: true`, without line break, spec outputs.md §4. Numbers are exact. */
export function formatAlertJson(alert: Alert, options: AlertJsonOptions): string {
  // Members in the order of their names.
  let line = `{"hostname":${JSON.stringify(options.hostname)}`;
  if (options.includeMessage) line += `,"message":${JSON.stringify(decodeByteString(alert.message))}`;
  if (options.includeOutput)
    line += `,"output":${JSON.stringify(decodeByteString(formatAlertLine(alert, options)))}`;
  if (options.includeOutputFields) line += `,"output_fields":${formatOutputFields(alert, options)}`;
  line += `,"priority":${JSON.stringify(alert.priority)},"rule":${JSON.stringify(alert.rule)}`;
  line += `,"source":${JSON.stringify(alert.source)}`;
  if (options.includeTags) line += `,"tags":${JSON.stringify(alert.tags)}`;
  return `${line},"time":${JSON.stringify(formatIso8601(alert.timeNs).replace('+0000', 'Z'))}}`;
}

/** In the byte order of their names. The time in front of the message is a field of the output like those in it. */
function formatOutputFields(alert: Alert, { timeFormatIso8601 }: AlertJsonOptions): string {
  const time = timeFormatIso8601 ? 'evt.time.iso8601' : 'evt.time';
  const members = [{ key: time, text: `"${time}":${alert.timeNs}` }];
  for (const [name, value] of alert.outputFields) {
    const text = `${JSON.stringify(name)}:${formatValue(value)}`;
    if (name === time) members[0] = { key: time, text };
    else members.push({ key: encodeByteString(name), text });
  }
  members.sort((left, right) => (left.key < right.key ? -1 : 1));
  return `{${members.map(({ text }) => text).join(',')}}`;
}

function formatValue(value: OutputFieldValue): string {
  if (value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(formatScalar).join(',')}]`;
  return formatScalar(value as ScalarValue);
}

function formatScalar(value: ScalarValue): string {
  return typeof value === 'string' ? JSON.stringify(decodeOutputText(value)) : String(value);
}
