// Falco's own log lines (not alerts), on stderr: `Mon Nov 23 12:58:39 2026: MESSAGE` (spec outputs.md §7).
import type { Writable } from 'node:stream';
import { LOG_LEVELS, type LogLevel } from '@windhover/config';

export interface FalcoLogOptions {
  readonly stream: Writable;
  /** `log_stderr`. */
  readonly enabled: boolean;
  readonly level: LogLevel;
  readonly iso8601: boolean;
  readonly nowMs: () => number;
  readonly timeZone: string;
}

/** Write a log line; a message may have several lines. */
export type FalcoLog = (level: LogLevel, message: string) => void;

/** A log as `log_stderr`, `log_level` and `time_format_iso_8601` ask for it. */
export function createFalcoLog(options: FalcoLogOptions): FalcoLog {
  const least = LOG_LEVELS.indexOf(options.level);
  return (level, message) => {
    if (!options.enabled || LOG_LEVELS.indexOf(level) > least) return;
    options.stream.write(
      `${formatLogTime(options.nowMs(), options.iso8601, options.timeZone)}: ${message}\n`,
    );
  };
}

/** `Mon Nov 23 12:58:39 2026` in the zone, or `2026-11-23T12:58:39+0000`. */
export function formatLogTime(timeMs: number, iso8601: boolean, timeZone: string): string {
  if (iso8601) return `${new Date(timeMs).toISOString().slice(0, 19)}+0000`;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    year: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(timeMs);
  const part = (type: string): string => parts.find((item) => item.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${part('weekday')} ${part('month')} ${part('day').padStart(2)} ${time} ${part('year')}`;
}
