import type { RenderedAlert, Sink } from '@windhover/pipeline';
import { outputFieldText } from './match-alert.ts';

export interface SuppressionOptions {
  /** What makes two alerts the same for people: `rule`, `priority`, `source`, or names of output fields. */
  readonly key: readonly string[];
  /** After an alert of a key, further ones are held back for this long, in event time, milliseconds. */
  readonly windowMs: number;
  /** Keys remembered; the oldest is forgotten first, and forgetting can only let an alert through. */
  readonly maxKeys: number;
  /** Called when a window ends or is forgotten with alerts held back, and at close. */
  readonly onSuppressed: (key: string, count: number) => void;
}

interface Window {
  readonly startMs: number;
  suppressed: number;
  /** Alerts let through: an alert that is delivered again after a failure must pass again. */
  readonly passed: string;
}

/** Hold back repeats: the first alert of a key passes, later ones within the window are counted, not delivered. */
export function createSuppressingSink(sink: Sink, options: SuppressionOptions): Sink {
  const windows = new Map<string, Window>();
  const endWindow = (key: string, window: Window): void => {
    windows.delete(key);
    if (window.suppressed > 0) options.onSuppressed(key, window.suppressed);
  };
  // Those that come again after a failed delivery are not counted again.
  const heldBack = new WeakSet<RenderedAlert>();
  const passes = (rendered: RenderedAlert): boolean => {
    const key = options.key.map((name) => keyPart(rendered, name)).join('\u0000');
    const timeMs = Number(rendered.alert.timeNs / 1_000_000n);
    const window = windows.get(key);
    if (window !== undefined && window.passed === rendered.alert.id) return true;
    if (window !== undefined && Math.abs(timeMs - window.startMs) < options.windowMs) {
      if (!heldBack.has(rendered)) window.suppressed += 1;
      heldBack.add(rendered);
      return false;
    }
    if (window !== undefined) endWindow(key, window);
    windows.set(key, { startMs: timeMs, suppressed: 0, passed: rendered.alert.id });
    if (windows.size > options.maxKeys) {
      const [oldestKey, oldest] = windows.entries().next().value!;
      endWindow(oldestKey, oldest);
    }
    return true;
  };
  return {
    name: sink.name,
    async deliver(alerts, signal) {
      const passing = alerts.filter(passes);
      if (passing.length > 0) await sink.deliver(passing, signal);
    },
    async close() {
      for (const [key, window] of windows) endWindow(key, window);
      await sink.close();
    },
  };
}

function keyPart(rendered: RenderedAlert, name: string): string {
  const { alert } = rendered;
  if (name === 'rule') return alert.rule;
  if (name === 'priority') return alert.priority;
  if (name === 'source') return alert.source;
  return outputFieldText(alert, name);
}
