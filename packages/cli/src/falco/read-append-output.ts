import type { AppendOutput } from '@windhover/ruleset';
import { valueOf, type FalcoSession } from './session.ts';

/** Values of `-p` that once chose fields of containers and do nothing now. */
const WITHOUT_MEANING = new Set(['c', 'container', 'k', 'kubernetes']);

/** `append_output` with what `-p FORMAT` adds behind it (spec outputs.md §5); `-p` is told to be deprecated. */
export function readAppendOutput(session: FalcoSession): readonly AppendOutput[] {
  const configured = session.config.settings.appendOutput;
  const print = valueOf(session, 'print');
  if (print === undefined) return configured;
  session.log(
    'warning',
    'The -p/--print option is deprecated and will be removed. Use -o append_output=... instead.',
  );
  if (print === '' || WITHOUT_MEANING.has(print)) return configured;
  return [...configured, { match: {}, extraOutput: print, extraFields: [], suggestedOutput: false }];
}
