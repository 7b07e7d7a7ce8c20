import { createDetector } from '@windhover/engine';

/** Nothing is passed over in silence: how many things were no events, by reason. */
export function countSkipped(rules: string, lines: readonly string[]): ReadonlyMap<string, number> {
  const detector = createDetector({ rules: [rules], source: 'aws_cloudtrail' });
  const counts = new Map<string, number>();
  for (const line of lines) {
    detector.detect(line);
    for (const { reason } of detector.skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}
