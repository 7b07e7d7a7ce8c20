import { createDetector } from '@windhover/engine';
import { cutEvent, listChecks, printCheck } from '@windhover/rule-test';
import { decodeByteString } from '@windhover/bytes';

/** The checks of a rule with their results for an event. */
export function explainVerdict(rules: string, event: Record<string, unknown>, rule: string): string[] {
  const detector = createDetector({ rules: [rules] });
  const cut = cutEvent(event, 'aws_cloudtrail');
  if (!cut.ok) return [cut.reason];
  return cut.records
    .flatMap((record) => detector.engine.trace(record))
    .filter((trace) => trace.rule.name === rule)
    .flatMap((trace) => listChecks(trace.root))
    .map((check) => `${decodeByteString(printCheck(check))}: ${check.outcome}`);
}
