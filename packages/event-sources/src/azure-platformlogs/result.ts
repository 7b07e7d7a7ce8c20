// How an operation ended, in the words of every service brought to one form, spec sources-azure.md §3.6.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { textAt } from './declare-azure-field.ts';
import { findForm, isEntraForm, type RecordForm } from './record-form.ts';

export type NormalisedResult = 'success' | 'failure' | 'start' | 'accept' | 'other';

const words = new Map<ByteString, NormalisedResult>([
  ['success', 'success'],
  ['succeeded', 'success'],
  ['completed', 'success'],
  ['failure', 'failure'],
  ['failed', 'failure'],
  ['clienterror', 'failure'],
  ['servererror', 'failure'],
  ['start', 'start'],
  ['started', 'start'],
  ['accept', 'accept'],
  ['accepted', 'accept'],
  ['inprogress', 'accept'],
  ['active', 'accept'],
]);

/** What a result says that is one of the usual words; undefined for codes and rare words. */
export function readResultWord(text: ByteString): NormalisedResult | undefined {
  return words.get(text.toLowerCase());
}

/** `azure.result` of a record; undefined where nothing is said of the result. */
export function readResult(root: JsonNode): NormalisedResult | undefined {
  const form = findForm(root);
  const text = findResultText(root, form);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text))
    return isEntraForm(form) ? readErrorCode(Number(text)) : readStatusCode(Number(text));
  return readResultWord(text) ?? 'other';
}

function findResultText(root: JsonNode, form: RecordForm): ByteString | undefined {
  if (form === 'entra_audit') return textAt(root, 'resultType', 'properties.result', 'result');
  if (isEntraForm(form))
    return textAt(root, 'resultType', 'properties.status.errorCode', 'status.errorCode', 'properties.result');
  return textAt(root, ...statusRoutes) ?? (form === 'resource' ? findStatusCode(root) : undefined);
}

const statusRoutes = ['resultType', 'activityStatusValue', 'activityStatus', 'status.value', 'evt.outcome'];

/** Storage, App Service and their like give only an HTTP status. */
function findStatusCode(root: JsonNode): ByteString | undefined {
  const text = textAt(
    root,
    'statusCode',
    'properties.statusCode',
    'properties.httpStatusCode',
    'resultSignature',
  );
  const isStatus = text !== undefined && /^\d{1,9}$/.test(text);
  return isStatus ? text : textAt(root, 'properties.metricResponseType');
}

function readErrorCode(code: number): NormalisedResult {
  return code === 0 ? 'success' : 'failure';
}

function readStatusCode(status: number): NormalisedResult {
  if (status === 0 || (status >= 200 && status < 300)) return 'success';
  return status >= 400 ? 'failure' : 'other';
}
