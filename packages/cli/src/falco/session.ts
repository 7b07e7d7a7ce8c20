import type { LoadedConfig } from '@windhover/config';
import type { CommandIo } from '../process-io.ts';
import type { FalcoLog } from './log.ts';
import type { FalcoArguments, OptionName } from './parse-arguments.ts';

/** What every step of a Falco command line works with. */
export interface FalcoSession {
  readonly given: FalcoArguments;
  /** The command line itself, for `--support`. */
  readonly words: readonly string[];
  readonly io: CommandIo;
  readonly config: LoadedConfig;
  /** Whether there is a configuration file at all. */
  readonly hasConfigFile: boolean;
  readonly log: FalcoLog;
}

/** Whether an option was given. */
export function isGiven(session: Pick<FalcoSession, 'given'>, name: OptionName): boolean {
  return session.given.has(name);
}

/** All values of an option, in order. */
export function valuesOf(session: Pick<FalcoSession, 'given'>, name: OptionName): readonly string[] {
  return session.given.get(name) ?? [];
}

/** The value of an option that counts once: the last one. */
export function valueOf(session: Pick<FalcoSession, 'given'>, name: OptionName): string | undefined {
  return session.given.get(name)?.at(-1);
}
