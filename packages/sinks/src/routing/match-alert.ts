import { decodeByteString } from '@windhover/bytes';
import { PRIORITIES, type Priority } from '@windhover/ruleset';
import type { Alert } from '@windhover/engine';

/** Which alerts a route takes. All members given must hold; none given takes every alert. */
export interface RouteMatch {
  /** This priority or a more severe one. */
  readonly minimumPriority?: Priority;
  readonly sources?: readonly string[];
  /** Rule names; `*` stands for any text. */
  readonly rules?: readonly string[];
  /** At least one of these tags. */
  readonly tags?: readonly string[];
  /** Output field name → the values that match, as text. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

/** Prepare a match: patterns are compiled once, the result is asked for every alert. */
export function compileRouteMatch(match: RouteMatch): (alert: Alert) => boolean {
  const least =
    match.minimumPriority === undefined ? PRIORITIES.length : PRIORITIES.indexOf(match.minimumPriority);
  const rules = match.rules?.map(compileWildcard);
  const fields = Object.entries(match.fields ?? {});
  return (alert) =>
    PRIORITIES.indexOf(alert.priority) <= least &&
    (match.sources?.includes(alert.source) ?? true) &&
    (rules?.some((matches) => matches(alert.rule)) ?? true) &&
    (match.tags?.some((tag) => alert.tags.includes(tag)) ?? true) &&
    fields.every(([name, values]) => values.includes(outputFieldText(alert, name)));
}

/** The value of an output field as people write it in a configuration; absent is `<NA>`. */
export function outputFieldText(alert: Alert, name: string): string {
  const value = alert.outputFields.get(name);
  if (value === undefined) return '<NA>';
  const texts = (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'string' ? decodeByteString(item) : String(item),
  );
  return texts.join(',');
}

/** A whole-text pattern with `*`, matched chunk by chunk: linear time whatever the pattern. */
function compileWildcard(pattern: string): (text: string) => boolean {
  const chunks = pattern.split('*');
  if (chunks.length === 1) return (text) => text === pattern;
  const first = chunks[0]!;
  const last = chunks.at(-1)!;
  const middle = chunks.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let position = first.length;
    for (const chunk of middle) {
      const found = text.indexOf(chunk, position);
      if (found < 0 || found + chunk.length > text.length - last.length) return false;
      position = found + chunk.length;
    }
    return true;
  };
}
