// The line that tells how far a replay is. On a terminal only; pipes and logs get none.
import type { Writable } from 'node:stream';

export interface ProgressState {
  readonly objects: number;
  readonly records: number;
  readonly alerts: number;
  readonly bytes: number;
  /** Share done, 0 to 1, when the total is known. */
  readonly share?: number;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Remove the line. */
  clear(): void;
}

const MIN_INTERVAL_MS = 100;

/** A progress line on `stream`, redrawn at most ten times a second; does nothing without `columns`. */
export function createProgress(stream: Writable, columns: number | undefined, nowMs: () => number): Progress {
  if (columns === undefined) return { update: () => undefined, clear: () => undefined };
  const startMs = nowMs();
  let lastMs = -Infinity;
  return {
    update(state) {
      const now = nowMs();
      if (now - lastMs < MIN_INTERVAL_MS) return;
      lastMs = now;
      stream.write(`\r\u001b[K${drawProgress(state, (now - startMs) / 1000, columns)}`);
    },
    clear: () => void stream.write('\r\u001b[K'),
  };
}

/** One line of at most `columns - 1` characters. */
export function drawProgress(state: ProgressState, seconds: number, columns: number): string {
  const rate = seconds > 0 ? Math.round(state.records / seconds) : 0;
  const counts = `${count(state.objects)} objects  ${count(state.records)} records  ${count(rate)}/s  ${count(state.alerts)} alerts`;
  if (state.share === undefined) return counts.slice(0, columns - 1);
  const left = state.share > 0.01 ? `  ${duration((seconds * (1 - state.share)) / state.share)} left` : '';
  const width = 20;
  const full = Math.round(width * Math.min(1, state.share));
  const bar = `[${'█'.repeat(full)}${'░'.repeat(width - full)}] ${String(Math.floor(state.share * 100)).padStart(3)} %`;
  return `${bar}  ${counts}${left}`.slice(0, columns - 1);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
