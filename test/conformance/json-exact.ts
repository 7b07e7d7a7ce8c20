/** Read JSON without losing digits: integers beyond 2^53 become bigints. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, function (
    this: unknown,
    _key: string,
    value: unknown,
    context?: { source?: string },
  ) {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined)
      return value;
    return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
  } as (key: string, value: unknown) => unknown);
}

/** Deep equality that takes `5` and `5n` as the same integer. Members that are undefined count as absent. */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (typeof left === 'bigint' || typeof right === 'bigint') {
    return (typeof left === 'number' || typeof left === 'bigint') && left == right;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSameValue(item, right[index]));
  }
  const a = definedMembers(left);
  const b = definedMembers(right);
  return (
    a.length === b.length &&
    a.every(([key, value]) => isSameValue(value, (right as Record<string, unknown>)[key]))
  );
}

/** Canonical text of a value for mismatch reports. */
export function printExact(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ??
    'undefined'
  );
}

function definedMembers(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
