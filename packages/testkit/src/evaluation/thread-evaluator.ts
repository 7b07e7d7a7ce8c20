// An evaluator for tests of worker threads, which load it as a module. Lines: `alert NAME`, `throw`, and three ways to end a
// thread: `exit`, `exit-once FILE`, `hog`.

import { existsSync, writeFileSync } from 'node:fs';
import type { ObjectEvaluator } from '@windhover/pipeline';
import { createLineEvaluator } from './create-line-evaluator.ts';

/** Data: whether the order of records matters, or `broken` for an evaluator that cannot be made. */
export function createEvaluator(data: unknown): ObjectEvaluator {
  if (data === 'broken') throw new Error('these rules do not load');
  const lines = createLineEvaluator({ dependsOnOrder: data === 'ordered' });
  return {
    dependsOnOrder: lines.dependsOnOrder,
    open(object, receiver) {
      const evaluation = lines.open(object, receiver);
      return {
        write(chunk) {
          const text = Buffer.from(chunk).toString();
          const marker = /exit-once (\S+)/.exec(text)?.[1];
          evaluation.write(chunk);
          if (marker !== undefined && !existsSync(marker)) {
            writeFileSync(marker, '');
            process.exit(1);
          }
          if (/^exit$/m.test(text)) process.exit(1);
          if (/^hog$/m.test(text)) fillMemory();
        },
        end: () => evaluation.end(),
      };
    },
  };
}

function fillMemory(): void {
  const hoard: unknown[] = [];
  for (;;) hoard.push(Array.from({ length: 1000 }, () => ({})));
}
