import { writeText, type CommandIo } from '../process-io.ts';
import { FalcoExit } from './falco-exit.ts';
import type { KnownPlugin } from './known-plugins.ts';
import type { LoadedPlugin } from './load-plugins.ts';

/** `--list-plugins` (spec outputs.md §10.2). */
export async function listPlugins(plugins: readonly LoadedPlugin[], io: CommandIo): Promise<void> {
  const blocks = plugins.map(({ plugin }) => `${formatPlugin(plugin)}\n`);
  await writeText(io.stdout, `${plugins.length} Plugins Loaded:\n\n${blocks.join('')}\n`);
}

/** `--plugin-info NAME`: the same block, then the types of `init_config`. Throws a `FalcoExit` for an unknown name. */
export async function showPlugin(
  name: string,
  plugins: readonly LoadedPlugin[],
  io: CommandIo,
): Promise<void> {
  const found = plugins.find(({ plugin }) => plugin.name === name);
  if (found === undefined) throw new FalcoExit(`can't find plugin and print its info: ${name}`);
  const { plugin } = found;
  const lines = [
    formatPlugin(plugin),
    'Init config schema type: JSON',
    JSON.stringify(initConfigSchema(plugin)),
    '',
    ...(plugin.source === undefined
      ? []
      : ['No suggested open params available: a path, or what the event source documents.', '']),
    '',
  ];
  await writeText(io.stdout, lines.join('\n'));
}

function formatPlugin({ name, version, description, source }: KnownPlugin): string {
  return [
    `Name: ${name}`,
    `Description: ${description}`,
    'Contact: built into windhover',
    `Version: ${version}`,
    'Capabilities: ',
    ...(source === undefined ? [] : [`  - Event Sourcing (ID=${source.id}, source='${source.name}')`]),
    '  - Field Extraction',
    '',
  ].join('\n');
}

function initConfigSchema({ initConfig }: KnownPlugin): unknown {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    properties: Object.fromEntries(Object.entries(initConfig).map(([name, type]) => [name, { type }])),
    additionalProperties: true,
  };
}
