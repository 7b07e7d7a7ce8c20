import type { EventChanges } from './test-file.ts';

/** An event as plain JSON data. */
export type Json = unknown;

/** The event with a test's changes: merge patch first, then sets, then removals. The given event is not touched. */
export function applyChanges(event: Json, changes: EventChanges): Json {
  let changed =
    changes.merge === undefined ? structuredClone(event) : mergePatch(structuredClone(event), changes.merge);
  for (const [pointer, value] of Object.entries(changes.set ?? {}))
    changed = setAt(changed, parsePointer(pointer), value);
  for (const pointer of changes.remove ?? []) removeAt(changed, parsePointer(pointer));
  return changed;
}

/** The value at a JSON pointer (RFC 6901); undefined when there is none. */
export function valueAt(event: Json, pointer: string): Json {
  let value: Json = event;
  for (const step of parsePointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, Json>)[step];
  }
  return value;
}

function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** RFC 7396: members of objects are merged, null removes, everything else replaces. */
function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? target : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else define(merged, name, mergePatch(own(merged, name), value));
  }
  return merged;
}

/** Set a value, making objects on the way where nothing is. */
function setAt(event: Json, steps: readonly string[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(event)) {
    const index = step === '-' ? event.length : Number(step);
    event[index] = setAt(event[index], rest, value);
    return event;
  }
  const target: Record<string, Json> = isObject(event) ? event : {};
  define(target, step, setAt(own(target, step), rest, value));
  return target;
}

function removeAt(event: Json, steps: readonly string[]): void {
  const last = steps.at(-1);
  const parent = steps
    .slice(0, -1)
    .reduce<Json>(
      (value, step) =>
        typeof value === 'object' && value !== null ? own(value as Record<string, Json>, step) : undefined,
      event,
    );
  if (last === undefined || typeof parent !== 'object' || parent === null) return;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Record<string, Json>)[last];
}

/** A member of the object itself, nothing inherited. */
function own(target: Record<string, Json>, name: string): Json {
  return Object.hasOwn(target, name) ? target[name] : undefined;
}

/** Assignment that also takes names such as `__proto__` for plain members. */
function define(target: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
