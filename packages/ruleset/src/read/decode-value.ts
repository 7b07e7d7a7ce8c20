// Values of keys, decoded as Falco does and complained about in its words, spec rules-files.md §2 and §3.

import type { ByteString } from '@windhover/bytes';
import { enterNode, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import type { TracedText } from '../traced-text.ts';
import { findValue, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts';

/** A key to decode: absent keys of `optional` give undefined without complaint. */
export interface KeyRequest {
  readonly map: YamlMap;
  readonly key: ByteString;
  readonly context: Context;
  readonly report: Report;
  readonly optional?: boolean;
}

/** Text of a key, never empty. Undefined: not there, or reported. */
export function decodeTraced(request: KeyRequest): TracedText | undefined {
  const scalar = decodeScalar(request);
  return scalar?.traced;
}

export function decodeText(request: KeyRequest): ByteString | undefined {
  return decodeScalar(request)?.traced.text;
}

export function decodeFlag(request: KeyRequest): boolean | undefined {
  return decodeScalarAs(request, parseFlag);
}

export function decodeUint32(request: KeyRequest): number | undefined {
  return decodeScalarAs(request, parseUint32);
}

/** Scalars of a sequence. */
export function decodeTexts(request: KeyRequest): readonly TracedText[] | undefined {
  const { map, key, context, report } = request;
  const value = findValue(map, key);
  if (value === undefined) return missing(request);
  const place = enterNode(context, 'value for', key, value);
  if (value.kind !== 'sequence') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Value is not a sequence', place);
    return undefined;
  }
  const texts: TracedText[] = [];
  for (const item of value.items) {
    if (item.kind === 'scalar' && !item.isNull) texts.push(item.traced);
    else
      report.error(
        'LOAD_ERR_YAML_VALIDATE',
        'sequence value is not scalar',
        enterNode(place, 'list item', '', item),
      );
  }
  return texts;
}

/** Text of a key that may also be null or empty, which count as not given. */
export function decodeLenientText(map: YamlMap, key: ByteString): ByteString | undefined {
  const value = findValue(map, key);
  if (value?.kind !== 'scalar' || value.isNull || value.traced.text === '') return undefined;
  return value.traced.text;
}

export function parseFlag(text: ByteString): boolean | undefined {
  const isUniform = text === text.toLowerCase() || text === text.toUpperCase() || text === capitalise(text);
  if (!isUniform) return undefined;
  const word = text.toLowerCase();
  if (word === 'y' || word === 'yes' || word === 'true' || word === 'on') return true;
  if (word === 'n' || word === 'no' || word === 'false' || word === 'off') return false;
  return undefined;
}

/** Decimal, `0x` hexadecimal or octal with a leading 0, perhaps after a `+`, below 2^32. */
export function parseUint32(signed: ByteString): number | undefined {
  const text = signed.startsWith('+') ? signed.slice(1) : signed;
  if (!/^(?:[0-9]+|0[xX][0-9a-fA-F]+)$/.test(text)) return undefined;
  const isOctal = text.length > 1 && text.startsWith('0') && /^[0-9]+$/.test(text);
  if (isOctal && !/^[0-7]+$/.test(text)) return undefined;
  const value = isOctal ? Number.parseInt(text, 8) : Number(text);
  return value <= 0xffff_ffff ? value : undefined;
}

function decodeScalarAs<Value>(
  request: KeyRequest,
  parse: (text: ByteString) => Value | undefined,
): Value | undefined {
  const scalar = decodeScalar(request);
  if (scalar === undefined) return undefined;
  const value = parse(scalar.traced.text);
  if (value === undefined) {
    const place = enterNode(request.context, 'value for', request.key, scalar);
    request.report.error('LOAD_ERR_YAML_VALIDATE', "Can't decode YAML scalar value", place);
  }
  return value;
}

function decodeScalar(request: KeyRequest): Extract<YamlNode, { kind: 'scalar' }> | undefined {
  const { map, key, context, report } = request;
  const value = findValue(map, key);
  if (value === undefined) return missing(request);
  if (value.kind === 'scalar' && value.isNull) {
    report.error('LOAD_ERR_YAML_VALIDATE', `Mapping for key '${key}' is empty`, context);
    return undefined;
  }
  const place = enterNode(context, 'value for', key, value);
  if (value.kind !== 'scalar') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Value is not a scalar value', place);
    return undefined;
  }
  if (value.traced.text === '') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Value must be non-empty', place);
    return undefined;
  }
  return value;
}

function missing({ key, context, report, optional }: KeyRequest): undefined {
  if (optional === true) return;
  const name = context.itemName === '' ? '' : ` "${context.itemName}"`;
  report.error('LOAD_ERR_YAML_VALIDATE', `Item has no mapping for key '${key}'`, context, {
    plainMessage: `${context.itemType}${name} has no "${key}"`,
  });
}

function capitalise(text: ByteString): ByteString {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}
