import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors and mounts write a file in several steps: changes are told once they have settled. */
const SETTLE_MS = 300;

/**
 * Call `onChange` when one of the files changes, is replaced or appears. Folders are watched, not files, so that
 * editors that rename and Kubernetes that swaps links are seen. Gives a function that stops.
 */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  const names = new Map<string, Set<string>>();
  for (const path of paths)
    names.set(dirname(path), (names.get(dirname(path)) ?? new Set()).add(basename(path)));
  let timer: NodeJS.Timeout | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
    timer.unref();
  };
  const watchers: FSWatcher[] = [...names].map(([folder, files]) =>
    watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || files.has(name) || name.startsWith('..')) settle();
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
