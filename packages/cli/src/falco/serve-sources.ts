// The one seam to `windhover run`: sources whose events come from a service are the daemon's work.
import type { ConfigNode } from '@windhover/config';
import { run, type RunCommandOptions } from '../commands/run.ts';
import type { CommandIo } from '../process-io.ts';
import { readPlugins } from '../run/plugins/read-plugins.ts';
import type { RunningSource } from './process-events.ts';
import { readPrintedFormat } from './read-append-output.ts';
import { valueOf, valuesOf, type FalcoSession } from './session.ts';

/** Whether events come from a service rather than from files: `open_params` is a URL, or names a subscription. */
export function isServed({ plugin }: RunningSource): boolean {
  const { ingests } = readPlugins([plugin.settings]);
  return (
    /^[a-z0-9]+:\/\//i.test(plugin.settings.openParams) ||
    ingests.some(({ settings }) => settings.type !== 'file')
  );
}

/** Run the daemon with the same configuration until it is told to stop, or for the seconds of `-M` by the clock. */
export function serveSources(session: FalcoSession, sources: readonly RunningSource[]): Promise<number> {
  const { io } = session;
  const seconds = Number(valueOf(session, 'duration') ?? 0);
  const limited: CommandIo =
    seconds > 0 ? { ...io, signal: AbortSignal.any([io.signal, AbortSignal.timeout(seconds * 1000)]) } : io;
  return run(describeRun(session, sources), limited);
}

/** The command line of the daemon that does what this one asks for. */
export function describeRun(session: FalcoSession, sources: readonly RunningSource[]): RunCommandOptions {
  const { root } = session.config;
  const config = valueOf(session, 'config');
  const printed = readPrintedFormat(session);
  return {
    ...(config === undefined ? {} : { config }),
    rules: valuesOf(session, 'rules'),
    option: [
      ...valuesOf(session, 'options'),
      ...(root.members.has('compatibility') ? [] : ['compatibility=strict']),
      ...(printed === undefined ? [] : [`append_output[].extra_output=${printed}`]),
      ...listSilenced(root, sources),
    ],
  };
}

/** Take away what plugins read whose sources do not run; their fields stay. */
function listSilenced(root: ConfigNode, sources: readonly RunningSource[]): string[] {
  const running = new Set(sources.map(({ plugin }) => plugin.settings.name));
  const plugins = root.members.get('plugins')?.items ?? [];
  return plugins.flatMap((item, index) =>
    running.has(item.members.get('name')?.text ?? '') ? [] : [`plugins[${index}].open_params=`],
  );
}
