import { DatabaseSync } from 'node:sqlite';

/** Remembers how far each part of an input was delivered, across runs. */
export interface PositionStore {
  get(scope: string, part: string): string | undefined;
  /** On disk when it returns, but for a loss of power: then an earlier position may come back, never a later one. */
  set(scope: string, part: string, position: string): void;
  /** Forget all parts of a scope. */
  clear(scope: string): void;
  close(): void;
}

/** Positions in an SQLite file; `:memory:` forgets them on close. Several processes may share the file. */
export function openPositionStore(path: string): PositionStore {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS positions (scope TEXT, part TEXT, position TEXT NOT NULL, PRIMARY KEY (scope, part)) WITHOUT ROWID',
  );
  const select = database.prepare('SELECT position FROM positions WHERE scope = ? AND part = ?');
  const upsert = database.prepare(
    'INSERT INTO positions VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
  );
  const remove = database.prepare('DELETE FROM positions WHERE scope = ?');
  return {
    get: (scope, part) => select.get(scope, part)?.['position'] as string | undefined,
    set: (scope, part, position) => void upsert.run(scope, part, position),
    clear: (scope) => void remove.run(scope),
    close: () => database.close(),
  };
}
