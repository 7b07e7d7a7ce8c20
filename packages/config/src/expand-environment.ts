/** Gives the value of an environment variable; undefined when it is not set. */
export type EnvironmentLookup = (name: string) => string | undefined;

/** Expansions of one value stop here: a variable may contain references to itself. */
const MAX_EXPANSIONS = 1000;

/**
 * Replace `${NAME}` in a configuration value by the environment variable (empty when unset) and scan what was
 * inserted again; `$${X}` gives `${X}`. A `$` that starts neither ends the scan. Spec outputs.md §11.
 */
export function expandEnvironment(value: string, lookup: EnvironmentLookup): string {
  let done = '';
  let rest = value;
  for (let count = 0; count < MAX_EXPANSIONS; count++) {
    const dollar = rest.indexOf('$');
    if (dollar < 0) break;
    if (rest.startsWith('$${', dollar)) {
      const close = rest.indexOf('}', dollar);
      if (close < 0) break;
      done += rest.slice(0, dollar) + rest.slice(dollar + 1, close + 1);
      rest = rest.slice(close + 1);
    } else if (rest.startsWith('${', dollar)) {
      const close = rest.indexOf('}', dollar);
      if (close < 0) break;
      done += rest.slice(0, dollar);
      rest = (lookup(rest.slice(dollar + 2, close)) ?? '') + rest.slice(close + 1);
    } else {
      break;
    }
  }
  return done + rest;
}
