import { open, type FileHandle } from 'node:fs/promises';
import type { Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';

export interface FileSinkOptions {
  readonly path: string;
  readonly format: LineFormat;
  /** Keep the file open between deliveries; otherwise it is opened and closed each time, as Falco does. */
  readonly keepAlive: boolean;
  /** Flush to the disk before a delivery counts. */
  readonly sync: boolean;
}

/** A sink that can be told to open its file anew, after log rotation moved it away. */
export interface ReopeningSink extends Sink {
  reopen(): Promise<void>;
}

/** Appends one line per alert to a file, which is created if needed. */
export function createFileSink(options: FileSinkOptions): ReopeningSink {
  let handle: FileHandle | undefined;
  const closeHandle = async (): Promise<void> => {
    const open = handle;
    handle = undefined;
    await open?.close();
  };
  return {
    name: 'file',
    async deliver(alerts) {
      const lines = alerts.map((alert) => `${selectLine(alert, options.format)}\n`).join('');
      handle ??= await open(options.path, 'a');
      try {
        await handle.appendFile(lines);
        if (options.sync) await handle.datasync();
      } finally {
        if (!options.keepAlive) await closeHandle();
      }
    },
    reopen: closeHandle,
    close: closeHandle,
  };
}
