// Small readings that fields of CloudTrail share.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements } from '@windhover/json';
import { readJsonText, readText } from '../read-value.ts';

const SERVICE_SUFFIX = '.amazonaws.com';

/** The service without its domain, unless nothing would be left. */
export function readShortSource(eventSource: JsonNode | undefined): ByteString | undefined {
  const source = readText(eventSource);
  if (source === undefined || source.length <= SERVICE_SUFFIX.length || !source.endsWith(SERVICE_SUFFIX))
    return source;
  return source.slice(0, -SERVICE_SUFFIX.length);
}

/** The elements' JSON texts with commas between and no brackets around; no value when there are none. */
export function readResources(resources: JsonNode | undefined): ByteString | undefined {
  if (resources?.kind !== 'array') return undefined;
  const elements = arrayElements(resources).map((element) => readJsonText(element));
  return elements.length === 0 ? undefined : elements.join(',');
}
