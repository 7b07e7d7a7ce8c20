import type { AppendOutput } from '@windhover/ruleset';
import { isGiven, valueOf, type FalcoSession } from './session.ts';

/** Values of `-p` that once chose fields of containers and do nothing now. */
const WITHOUT_MEANING = new Set(['c', 'container', 'k', 'kubernetes']);

/** `append_output` with what `-p FORMAT` adds behind it (spec outputs.md §5); `-p` is told to be deprecated. */
export function readAppendOutput(session: FalcoSession): readonly AppendOutput[] {
  const configured = session.config.settings.appendOutput;
  if (!isGiven(session, 'print')) return configured;
  session.log(
    'warning',
    'The -p/--print option is deprecated and will be removed. Use -o append_output=... instead.',
  );
  const extraOutput = readPrintedFormat(session);
  if (extraOutput === undefined) return configured;
  return [...configured, { match: {}, extraOutput, extraFields: [], suggestedOutput: false }];
}

/** What `-p` adds to every output; undefined when it adds nothing. */
export function readPrintedFormat(session: Pick<FalcoSession, 'given'>): string | undefined {
  const print = valueOf(session, 'print');
  return print === undefined || print === '' || WITHOUT_MEANING.has(print) ? undefined : print;
}
