import type { SourceText } from '@windhover/diagnostics';
import type { Ruleset } from '@windhover/ruleset';
import { findWrittenRules } from './find-written-rules.ts';
import type { LintFinding } from './lint-rule.ts';
import { LINT_RULES } from './lint-rules.ts';

export interface LintOptions {
  /** Ids of lint rules that do not count. */
  readonly disabled: ReadonlySet<string>;
  /** See `LintContext`. */
  readonly usedExceptions: ReadonlySet<string> | undefined;
}

/** Look at rules that load, for what is valid but not good. Findings come in the order of the files. */
export function lintRuleset(
  ruleset: Ruleset,
  files: readonly SourceText[],
  { disabled, usedExceptions }: LintOptions,
): LintFinding[] {
  const written = findWrittenRules(files);
  const rules = ruleset.rules.flatMap((loaded) => {
    const found = written.get(loaded.name);
    return found === undefined ? [] : [{ loaded, written: found }];
  });
  const findings = LINT_RULES.filter(({ id }) => !disabled.has(id)).flatMap(({ id, severity, check }) =>
    check({ rules, usedExceptions })
      .filter(({ rule }) => written.get(rule)?.disabledLints.has(id) !== true)
      .map((report) => ({ ...report, id, severity })),
  );
  const rank = new Map(files.map((source, index) => [source, index]));
  const rankOf = ({ span }: LintFinding): number => (span === undefined ? -1 : (rank.get(span.source) ?? -1));
  return findings.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}
