import type { CheckLocator } from '@windhover/ruleset';
import { listChecks } from '../coverage.ts';
import type { TraceListener } from '../run-cases.ts';
import { exceptionKey } from './lint-rule.ts';

/** Watches tests: an exception is used once one of its checks was true and the rule did not match. */
export function createExceptionWatch(locator: CheckLocator): {
  readonly note: TraceListener;
  readonly used: ReadonlySet<string>;
} {
  const used = new Set<string>();
  return {
    used,
    note(traces) {
      for (const { rule, matched, root } of traces) {
        if (matched) continue;
        for (const check of listChecks(root)) {
          if (!check.evaluated || !check.result) continue;
          const { via } = locator.locate(rule.name, check.source.span);
          if (via?.kind === 'exception') used.add(exceptionKey(rule.name, via.name));
        }
      }
    },
  };
}
