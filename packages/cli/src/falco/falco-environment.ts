// What rules may use under a Falco configuration: the loaded plugins only, and `syscall`, which is always there.
import type { FieldCatalog } from '@windhover/condition';
import { createFieldCatalog, createGenericCatalog, type SourceFieldCatalog } from '@windhover/event-sources';
import type { AppendOutput, LoaderEnvironment } from '@windhover/ruleset';
import { createSourceFinder } from '../rules/find-source.ts';
import { readPlugins } from '../run/plugins/read-plugins.ts';
import type { LoadedPlugin } from './load-plugins.ts';

/** Falco's own source: known, but without events and fields of its own here. */
export const SYSCALL = 'syscall';

export interface FalcoEnvironmentOptions {
  readonly plugins: readonly LoadedPlugin[];
  readonly staticFields: ReadonlyMap<string, string>;
  readonly appendOutput: readonly AppendOutput[];
}

export interface FalcoEnvironment extends LoaderEnvironment {
  /** Sources that are loaded, `syscall` first. */
  readonly sources: readonly string[];
  catalogFor(sourceName: string): SourceFieldCatalog | undefined;
}

/** The environment of a Falco command line; its fields have Falco's own defects (`strict`). */
export function createFalcoEnvironment(options: FalcoEnvironmentOptions): FalcoEnvironment {
  const { plugins, staticFields, appendOutput } = options;
  const loaded = new Set(plugins.map(({ plugin }) => plugin.name));
  const sourceNames = plugins.flatMap(({ plugin }) => plugin.source?.name ?? []);
  const findSource = createSourceFinder(readPlugins(plugins.map(({ settings }) => settings)).okta);
  const catalogs = new Map<string, SourceFieldCatalog | undefined>();
  const build = (name: string): SourceFieldCatalog | undefined => {
    if (name === SYSCALL) return createGenericCatalog(name, staticFields);
    const source = findSource(name);
    if (source === undefined || !sourceNames.includes(source.name)) return undefined;
    const catalog = createFieldCatalog(source, 'strict', staticFields);
    return loaded.has('json') ? catalog : withoutClass(catalog, 'json');
  };
  return {
    sources: [SYSCALL, ...new Set(sourceNames)],
    catalogFor(name) {
      if (!catalogs.has(name)) catalogs.set(name, build(name));
      return catalogs.get(name);
    },
    plugins: plugins.map(({ plugin }) => ({ name: plugin.name, version: plugin.version })),
    appendOutput,
  };
}

/** The catalog without the fields of a plugin that is not loaded. */
function withoutClass(catalog: SourceFieldCatalog, className: string): SourceFieldCatalog {
  const hidden = new Set(catalog.classes.find(({ name }) => name === className)?.fields);
  const find: FieldCatalog['find'] = (name) => catalog.find(name);
  const visible = (field: ReturnType<SourceFieldCatalog['find']>): ReturnType<SourceFieldCatalog['find']> =>
    field === undefined || hidden.has(field) ? undefined : field;
  return {
    sourceName: catalog.sourceName,
    classes: catalog.classes.filter(({ name }) => name !== className),
    find: (name) => visible(find(name) as ReturnType<SourceFieldCatalog['find']>),
    findPrefix: (text) => visible(catalog.findPrefix(text)),
    all: () => catalog.all().filter((field) => !hidden.has(field)),
  };
}
