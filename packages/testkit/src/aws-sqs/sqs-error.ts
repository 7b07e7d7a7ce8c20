/** An error as SQS answers it. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly type: string;
  /** The code of the older protocol, in the header `x-amzn-query-error`. */
  readonly queryCode: string;

  constructor(type: string, message: string, queryCode = type) {
    super(message);
    this.type = type;
    this.queryCode = queryCode;
  }
}

/** The queue is not there. */
export function createNoQueueError(): SqsError {
  return new SqsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  );
}

/** A parameter has a value that is not allowed. */
export function createParameterError(message: string): SqsError {
  return new SqsError('InvalidParameterValueException', message, 'InvalidParameterValue');
}
