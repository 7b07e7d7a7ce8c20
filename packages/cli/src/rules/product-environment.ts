import type { FieldCatalog } from '@windhover/condition';
import {
  createFieldCatalog,
  findEventSource,
  listSatisfiedPlugins,
  type Compatibility,
} from '@windhover/event-sources';
import type { AppendOutput, LoaderEnvironment } from '@windhover/ruleset';

export interface ProductEnvironmentOptions {
  readonly compatibility: Compatibility;
  readonly appendOutput: readonly AppendOutput[];
  /** Constant fields `static.NAME`. */
  readonly staticFields?: ReadonlyMap<string, string>;
}

/** What rules may use in this product: every built-in event source with its fields and plugin versions. */
export function createProductEnvironment(options: ProductEnvironmentOptions): LoaderEnvironment {
  const catalogs = new Map<string, FieldCatalog | undefined>();
  return {
    catalogFor(sourceName) {
      if (!catalogs.has(sourceName)) {
        const source = findEventSource(sourceName);
        catalogs.set(
          sourceName,
          source && createFieldCatalog(source, options.compatibility, options.staticFields),
        );
      }
      return catalogs.get(sourceName);
    },
    plugins: listSatisfiedPlugins(),
    appendOutput: options.appendOutput,
  };
}
