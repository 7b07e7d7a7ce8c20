import type { RenderedAlert } from '../contract.ts';

/** Remembers which alerts were delivered, so that a redelivered object does not tell them again. */
export interface SeenAlerts {
  has(alert: RenderedAlert): boolean;
  /** The alert is delivered. */
  add(alert: RenderedAlert): void;
}

/** Remembers the last `capacity` alerts for `windowMs` each. */
export function createSeenAlerts(capacity: number, windowMs: number, nowMs: () => number): SeenAlerts {
  // Maps keep the order of insertion: the oldest is first.
  const times = new Map<string, number>();
  return {
    has({ alert }) {
      const time = times.get(alert.id);
      return time !== undefined && nowMs() - time < windowMs;
    },
    add({ alert }) {
      times.delete(alert.id);
      times.set(alert.id, nowMs());
      if (times.size <= capacity) return;
      for (const oldest of times.keys()) {
        times.delete(oldest);
        break;
      }
    },
  };
}
