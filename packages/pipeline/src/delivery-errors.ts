// The failures that components tell the pipeline about; everything else that is thrown counts as temporary.

/** Thrown while an object's bytes are read: it is gone, may not be read, or cannot be read now. */
export class ObjectUnavailableError extends Error {
  override readonly name = 'ObjectUnavailableError';
  /** Stable kebab-case id, counted and written to the dead letter: `object-gone`, `object-forbidden`, … */
  readonly reason: string;
  /** Whether reading it again later may work. */
  readonly isTemporary: boolean;

  constructor(
    reason: string,
    message: string,
    options: { readonly isTemporary: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.isTemporary = options.isTemporary;
  }
}

/** Thrown by a sink for alerts that the other side will never take; they go to the dead letter. */
export class DeliveryRefusedError extends Error {
  override readonly name = 'DeliveryRefusedError';
}

/** Thrown by a sink that was told when to come back (`Retry-After`): the next try waits at least so long. */
export class DeliveryPostponedError extends Error {
  override readonly name = 'DeliveryPostponedError';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Thrown by a sink that delivered some of the alerts and passes over them when the batch comes again: the other side is
 * there, the next try is a first one.
 */
export class DeliveryIncompleteError extends Error {
  override readonly name = 'DeliveryIncompleteError';
}
