// What a lint rule is given and what it reports.
import type { Span } from '@windhover/diagnostics';
import type { LoadedRule } from '@windhover/ruleset';
import type { WrittenRule } from './find-written-rules.ts';

/** `warning`: fix it; `hint`: think about it. */
export type LintSeverity = 'warning' | 'hint';

/** A replacement of part of a file that cannot change what rules match. */
export interface LintFix {
  readonly span: Span;
  readonly text: string;
}

/** What a rule reports; the runner adds id and severity. */
export interface LintReport {
  /** Name of the rule it is about. */
  readonly rule: string;
  /** One sentence in lower case without a full stop. */
  readonly message: string;
  readonly span?: Span | undefined;
  readonly fix?: LintFix;
}

export interface LintFinding extends LintReport {
  readonly id: string;
  readonly severity: LintSeverity;
}

/** A loaded rule with the item that defines it. */
export interface LintedRule {
  readonly loaded: LoadedRule;
  readonly written: WrittenRule;
}

export interface LintContext {
  /** Rules in evaluation order. */
  readonly rules: readonly LintedRule[];
  /** Exceptions that suppressed an alert in a test, as `exceptionKey` writes them; undefined: no tests were run. */
  readonly usedExceptions: ReadonlySet<string> | undefined;
}

/** Looks at loaded rules and only reports; the folder `docs/reference/lint` has a page for each. */
export interface LintRule {
  readonly id: string;
  readonly severity: LintSeverity;
  /** What it demands, one sentence. */
  readonly demand: string;
  readonly check: (context: LintContext) => LintReport[];
}

/** How an exception of a rule is named in `usedExceptions`. */
export function exceptionKey(rule: string, exception: string): string {
  return JSON.stringify([rule, exception]);
}
