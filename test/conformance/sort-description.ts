/** Arrays of descriptions that have no defined order. */
const UNORDERED = new Set([
  'condition_fields',
  'condition_operators',
  'events',
  'exception_fields',
  'exception_names',
  'exception_operators',
  'lists',
  'macros',
  'output_fields',
  'plugins',
]);

/** A description (`-L` in JSON) with its unordered arrays sorted; the event lists of macros are left out. */
export function sortDescription(value: unknown): unknown {
  return visit(value, '', false);
}

function visit(value: unknown, key: string, inDetails: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => visit(item, '', inDetails));
    return inDetails && UNORDERED.has(key) ? items.toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, item]) => !(name === 'events' && (item === '{ALL_EVENTS}' || 'used' in value)))
    .map(([name, item]) => [name, visit(item, name, inDetails || name === 'details')]);
  return Object.fromEntries(entries) as unknown;
}
