/** Ends a parse from inside the grammar; `parseCondition` and `parseFormat` turn it into data. */
export class ConditionSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
