import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDeadLetter, type DeadLetter } from './dead-letter.ts';
import { nameDeadLetter } from './name-dead-letter.ts';

/** A file per entry in a directory, which is made if need be. A file that is there is whole and on disk. */
export function createDirectoryDeadLetter(directory: string): DeadLetter {
  let number = 0;
  return {
    async put(entry) {
      await mkdir(directory, { recursive: true });
      const path = join(directory, nameDeadLetter(entry));
      const temporary = `${path}.${process.pid}-${++number}.tmp`;
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(`${renderDeadLetter(entry)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
    close: async () => undefined,
  };
}
