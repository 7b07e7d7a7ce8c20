import type { FieldCatalog } from '@windhover/condition';
import {
  createFieldCatalog,
  listSatisfiedPlugins,
  type Compatibility,
  type OktaOptions,
} from '@windhover/event-sources';
import type { AppendOutput, LoaderEnvironment } from '@windhover/ruleset';
import { createSourceFinder } from './find-source.ts';

export interface ProductEnvironmentOptions {
  readonly compatibility: Compatibility;
  readonly appendOutput: readonly AppendOutput[];
  /** Constant fields `static.NAME`. */
  readonly staticFields?: ReadonlyMap<string, string>;
  /** How Okta's source is set up. */
  readonly okta?: Partial<OktaOptions>;
}

/** What rules may use in this product: every built-in event source with its fields and plugin versions. */
export function createProductEnvironment(options: ProductEnvironmentOptions): LoaderEnvironment {
  const findSource = createSourceFinder(options.okta);
  const catalogs = new Map<string, FieldCatalog | undefined>();
  return {
    catalogFor(sourceName) {
      if (!catalogs.has(sourceName)) {
        const source = findSource(sourceName);
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
