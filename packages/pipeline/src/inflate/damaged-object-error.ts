/** An object whose bytes cannot be inflated from here on. What was inflated before is good as far as it goes. */
export class DamagedObjectError extends Error {
  override readonly name = 'DamagedObjectError';
  /** `damaged-gzip`, or `too-large` when it inflates beyond what is allowed. */
  readonly reason: 'damaged-gzip' | 'too-large';

  constructor(reason: 'damaged-gzip' | 'too-large', message: string) {
    super(message);
    this.reason = reason;
  }
}
