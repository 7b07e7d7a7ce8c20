// Falco's plugins by library path: built-in event sources stand for the libraries, so no file is opened.
import { join } from 'node:path';
import type { PluginSettings } from '@windhover/config';
import { FalcoExit } from './falco-exit.ts';
import { checkInitConfig } from './check-init-config.ts';
import { findPluginOfLibrary, type KnownPlugin } from './known-plugins.ts';
import type { FalcoSession } from './session.ts';

/** A plugin as the configuration asks for it. */
export interface LoadedPlugin {
  readonly plugin: KnownPlugin;
  readonly settings: PluginSettings;
  /** Path of the library, completed as Falco does. */
  readonly library: string;
}

/** Where Falco looks for libraries that are named without a folder. */
const PLUGIN_FOLDER = '/usr/share/falco/plugins';

/** Find the plugins of the configuration and check their `init_config`. Throws a `FalcoExit` for the first that fails. */
export function loadPlugins({ config }: Pick<FalcoSession, 'config'>): LoadedPlugin[] {
  return config.settings.plugins.map((settings) => {
    const library = completePath(settings.libraryPath);
    const plugin = findPluginOfLibrary(library);
    if (plugin === undefined) {
      throw new FalcoExit(
        `cannot load plugin ${library}: can't load plugin dynamic library: ${library}: cannot open shared object file: No such file or directory`,
        'runtime',
      );
    }
    const problem = checkInitConfig(plugin, settings.initConfig);
    if (problem !== undefined)
      throw new FalcoExit(`error in plugin ${plugin.name} init config: ${problem}`, 'runtime');
    return { plugin, settings, library };
  });
}

function completePath(path: string): string {
  return path === '' || path.startsWith('/') ? path : join(PLUGIN_FOLDER, path);
}
