import { ObjectUnavailableError } from '@windhover/pipeline';

/** What an error of the S3 client means for the object; names as the service gives them. */
const lasting: Readonly<Record<string, string>> = {
  NoSuchKey: 'object-gone',
  NotFound: 'object-gone',
  NoSuchBucket: 'bucket-gone',
  NoSuchVersion: 'object-gone',
  AccessDenied: 'object-forbidden',
  Forbidden: 'object-forbidden',
  InvalidObjectState: 'object-archived',
  'KMS.DisabledException': 'object-forbidden',
};

/** Say why an object cannot be read and whether it may be later. */
export function explainS3Error(name: string, error: unknown): ObjectUnavailableError {
  if (error instanceof ObjectUnavailableError) return error;
  const {
    name: code = 'Error',
    message = '',
    $metadata,
  } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const reason = lasting[code] ?? ($metadata?.httpStatusCode === 403 ? 'object-forbidden' : undefined);
  return new ObjectUnavailableError(
    reason ?? 'object-unreadable',
    `cannot read ${name}: ${code}: ${message}`,
    {
      isTemporary: reason === undefined,
      cause: error,
    },
  );
}
