import { createDetector } from '@windhover/engine';

/** Rules and events in, lines as Falco writes them out. */
export function detectEvents(rules: string, events: unknown): string[] {
  const detector = createDetector({ rules: [rules] });
  return detector.detect(events).map((alert) => detector.format(alert));
}
