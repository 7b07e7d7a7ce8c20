import { ObjectUnavailableError } from '../delivery-errors.ts';
import type { SentError } from './protocol.ts';

/** Pack an error for another thread. */
export function packError(error: unknown): SentError {
  const { message } = error as Error;
  if (!(error instanceof ObjectUnavailableError)) return { message };
  return { message, reason: error.reason, isTemporary: error.isTemporary };
}

/** The error that was packed. */
export function unpackError({ message, reason, isTemporary }: SentError): Error {
  return reason === undefined
    ? new Error(message)
    : new ObjectUnavailableError(reason, message, { isTemporary: isTemporary ?? true });
}
