import type { Writable } from 'node:stream';
import type { Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';

export interface StdoutSinkOptions {
  /** Where lines go: the process's standard output, or any stream in tests. */
  readonly stream: Writable;
  readonly format: LineFormat;
}

/** One line per alert on a stream. Resolves when the stream has taken the bytes, so a slow reader slows ingest. */
export function createStdoutSink(options: StdoutSinkOptions): Sink {
  const { stream, format } = options;
  return {
    name: 'stdout',
    deliver: (alerts) =>
      new Promise((resolve, reject) => {
        const lines = alerts.map((alert) => `${selectLine(alert, format)}\n`).join('');
        stream.write(lines, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => Promise.resolve(),
  };
}
