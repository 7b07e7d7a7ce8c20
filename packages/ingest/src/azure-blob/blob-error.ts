import { ObjectUnavailableError } from '@windhover/pipeline';

/** What an answer of the service means for a version of a blob; by HTTP status. One that has changed is gone, too. */
const lasting: Readonly<Record<number, string>> = {
  403: 'object-forbidden',
  404: 'object-gone',
  412: 'object-gone',
};

/** Say why a blob cannot be read and whether it may be later. */
export function explainBlobError(name: string, error: unknown): ObjectUnavailableError {
  const { message = '', statusCode } = error as Error & { statusCode?: number };
  const reason = lasting[statusCode ?? 0];
  return new ObjectUnavailableError(reason ?? 'object-unreadable', `cannot read ${name}: ${message}`, {
    isTemporary: reason === undefined,
    cause: error,
  });
}
