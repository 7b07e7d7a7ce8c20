import { statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors and mounts write a file in several steps: changes are told once they have settled. */
const SETTLE_MS = 300;

/**
 * Call `onChange` when one of the files changes, is replaced or appears; of a folder, when one of its YAML files does.
 * Folders are watched, not files, so that editors that rename and Kubernetes that swaps links are seen. Gives a function
 * that stops.
 */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  const folders = new Set(paths.filter(isFolder));
  const names = new Map<string, Set<string>>([...folders].map((folder) => [folder, new Set()]));
  for (const path of paths) {
    if (folders.has(path)) continue;
    names.set(dirname(path), (names.get(dirname(path)) ?? new Set()).add(basename(path)));
  }
  let timer: NodeJS.Timeout | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
    timer.unref();
  };
  const watchers: FSWatcher[] = [...names].map(([folder, files]) =>
    watch(folder, { persistent: false }, (_event, name) => {
      const isOne = name === null || files.has(name) || name.startsWith('..');
      if (isOne || (folders.has(folder) && /\.ya?ml$/.test(name))) settle();
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
