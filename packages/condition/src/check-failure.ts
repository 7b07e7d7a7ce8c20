import type { ByteString } from '@windhover/bytes';
import type { TextSpan } from './ast.ts';

/** Ends the check of one comparison; `checkCondition` turns it into data. */
export class CheckFailure extends Error {
  /** What is at fault, where it is narrower than the whole comparison. */
  readonly culprit: TextSpan | undefined;
  /** The name, where a field does not exist. */
  readonly unknownField: ByteString | undefined;

  constructor(message: string, culprit?: TextSpan, unknownField?: ByteString) {
    super(message);
    this.culprit = culprit;
    this.unknownField = unknownField;
  }
}
