import { readFileSync } from 'node:fs';
import { machine, release, type, version } from 'node:os';
import { resolve } from 'node:path';
import { printConfig } from '@windhover/config';
import { writeText } from '../process-io.ts';
import type { LoadedPlugin } from './load-plugins.ts';
import type { FalcoSession } from './session.ts';
import { describeVersions, FALCO_VERSION } from './versions.ts';

/** `--support`: versions, configuration, rules and machine in one JSON object (spec outputs.md §10). */
export async function printSupport(
  session: FalcoSession,
  plugins: readonly LoadedPlugin[],
  rulesFiles: readonly string[],
): Promise<void> {
  const { io, config, words } = session;
  const support = {
    cmdline: ['windhover', ...words].join(' '),
    config: printConfig(config.root),
    engine_info: {
      ...describeVersions(),
      plugin_versions: Object.fromEntries(plugins.map(({ plugin }) => [plugin.name, plugin.version])),
    },
    rules_files: rulesFiles.map((name) => ({
      name,
      variants: [{ content: readFileSync(resolve(io.cwd, name), 'utf8') }],
    })),
    system_info: {
      machine: machine(),
      nodename: io.hostname,
      release: release(),
      sysname: type(),
      version: version(),
    },
    version: FALCO_VERSION,
  };
  await writeText(io.stdout, `${JSON.stringify(support)}\n`);
}
