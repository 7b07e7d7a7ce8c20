import type { ByteString } from '@windhover/bytes';
import { PRIORITIES, type Priority } from './ruleset.ts';

/** The priority of this name in any case, `info` included; undefined if there is none (spec rules-files.md §5.1). */
export function parsePriority(text: ByteString): Priority | undefined {
  const word = text.toLowerCase();
  if (word === 'info') return 'Informational';
  return PRIORITIES.find((priority) => priority.toLowerCase() === word);
}

/** Whether `priority` is at least as severe as `minimum`. */
export function reachesPriority(priority: Priority, minimum: Priority): boolean {
  return PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf(minimum);
}
