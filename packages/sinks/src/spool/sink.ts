// A bounded queue on disk between the pipeline and a sink that may be away for a while.
import { DatabaseSync } from 'node:sqlite';
import { DeliveryRefusedError, type Clock, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { readSpooledAlert, writeSpooledAlert } from './spooled-alert.ts';

export interface SpoolOptions {
  /** SQLite file that holds what is not delivered yet; survives a crash. */
  readonly path: string;
  /** When so many bytes of alerts wait, `deliver` waits for room: back-pressure instead of loss. */
  readonly maxBytes: number;
  readonly batchSize: number;
  readonly clock: Clock;
  /** Waiting time after the n-th failure in a row (n from 1), milliseconds. */
  readonly retryDelayMs: (failures: number, error: Error) => number;
  /** What the other side refused for good: a dead letter. The alert leaves the spool when this resolves. */
  readonly onRefused: (rendered: RenderedAlert, error: DeliveryRefusedError) => Promise<void>;
  readonly onFailure: (error: Error) => void;
}

interface Row {
  readonly id: number;
  readonly body: string;
}

/**
 * Alerts are delivered, for the pipeline, once they are safely on disk; a loop of its own sends them on, oldest
 * first, until the inner sink has taken them. What was waiting when the process ended is sent after the next start.
 */
export function createSpooledSink(sink: Sink, options: SpoolOptions): Sink {
  const database = new DatabaseSync(options.path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS alert (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)',
  );
  const insert = database.prepare('INSERT INTO alert (body) VALUES (?)');
  const remove = database.prepare('DELETE FROM alert WHERE id = ?');
  const oldest = database.prepare('SELECT id, body FROM alert ORDER BY id LIMIT ?');
  let bytes = Number(
    database.prepare('SELECT coalesce(sum(length(CAST(body AS BLOB))), 0) AS n FROM alert').get()!['n'],
  );

  // A sink knows the alerts that it has taken already by the objects it was given.
  const underway = new Map<number, RenderedAlert>();
  const readRow = ({ id, body }: Row): RenderedAlert => {
    const rendered = underway.get(id) ?? readSpooledAlert(body);
    underway.set(id, rendered);
    return rendered;
  };

  const stopping = new AbortController();
  let wakeSender = Promise.withResolvers<void>();
  let roomMade = Promise.withResolvers<void>();

  const drop = (rows: readonly Row[]): void => {
    inTransaction(database, () => {
      for (const row of rows) remove.run(row.id);
    });
    for (const row of rows) {
      underway.delete(row.id);
      bytes -= Buffer.byteLength(row.body);
    }
    roomMade.resolve();
    roomMade = Promise.withResolvers();
  };
  const sendOne = async (row: Row): Promise<void> => {
    const rendered = readRow(row);
    try {
      await sink.deliver([rendered], stopping.signal);
    } catch (error) {
      if (!(error instanceof DeliveryRefusedError)) throw error;
      await options.onRefused(rendered, error);
    }
    drop([row]);
  };
  const sendBatch = async (rows: readonly Row[]): Promise<void> => {
    try {
      await sink.deliver(rows.map(readRow), stopping.signal);
      drop(rows);
    } catch (error) {
      if (!(error instanceof DeliveryRefusedError)) throw error;
      for (const row of rows) await sendOne(row);
    }
  };
  const sendAll = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const rows = oldest.all(options.batchSize) as unknown as Row[];
      if (rows.length === 0) {
        await wakeSender.promise;
        wakeSender = Promise.withResolvers();
        continue;
      }
      try {
        await sendBatch(rows);
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        const cause = error instanceof Error ? error : new Error(String(error));
        options.onFailure(cause);
        await options.clock.sleep(options.retryDelayMs(failures, cause), stopping.signal);
      }
    }
  };
  const sender = sendAll();

  return {
    name: sink.name,
    async deliver(alerts, signal) {
      const bodies = alerts.map(writeSpooledAlert);
      const size = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
      while (bytes > 0 && bytes + size > options.maxBytes) {
        await Promise.race([roomMade.promise, rejectOnAbort(signal)]);
      }
      inTransaction(database, () => {
        for (const body of bodies) insert.run(body);
      });
      bytes += size;
      wakeSender.resolve();
    },
    async close() {
      stopping.abort();
      wakeSender.resolve();
      await sender;
      if (database.isOpen) database.close();
      await sink.close();
    },
  };
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
