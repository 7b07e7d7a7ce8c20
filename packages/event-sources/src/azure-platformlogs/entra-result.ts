// How a sign-in or change ended, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import { textAt } from './declare-azure-field.ts';
import type { EntraRecord } from './entra-record.ts';
import { lowerCase } from './lower-case.ts';

/** Error codes of sign-ins that go on with another step: more factors, registration, device, keep me signed in. */
const interruptions = new Set<ByteString>(['50072', '50074', '50076', '50079', '50097', '50140']);

/** The error code of a sign-in; 0 for success. */
export function readErrorCode({ root, body, form }: EntraRecord): ByteString | undefined {
  if (form === 'entra_audit') return undefined;
  const code = textAt(body, 'status.errorCode') ?? textAt(root, 'resultType');
  return code !== undefined && /^\d+$/.test(code) ? code : undefined;
}

/** `success`, `failure`, `interrupted`; for audit records the word that they have, in lower case. */
export function readEntraResult(record: EntraRecord): ByteString | undefined {
  const { root, body, form } = record;
  if (form === 'entra_audit') return wordOf(textAt(body, 'result') ?? textAt(root, 'result', 'resultType'));
  const code = readErrorCode(record);
  if (code !== undefined)
    return interruptions.has(code) ? 'interrupted' : code === '0' ? 'success' : 'failure';
  return wordOf(textAt(root, 'resultType') ?? textAt(body, 'result'));
}

function wordOf(text: ByteString | undefined): ByteString | undefined {
  const word = text === undefined ? undefined : lowerCase(text);
  return word === 'succeeded' ? 'success' : word;
}
