import { createFieldCatalog } from './field-catalog.ts';
import { findEventSource } from './event-sources.ts';

/** Names of the plugins that a rule of a source needs: the source's own, and those of the fields it uses. */
export function pluginsOf(sourceName: string, fields: readonly string[]): string[] {
  const source = findEventSource(sourceName);
  if (source === undefined) return [];
  const catalog = createFieldCatalog(source, 'strict');
  const plugins = new Set([source.plugin.name]);
  for (const field of fields) {
    const definition = catalog.findPrefix(field);
    const owner = catalog.classes.find(
      (item) => definition !== undefined && item.fields.includes(definition),
    );
    if (owner !== undefined && owner.name !== 'evt' && owner.name !== 'static') plugins.add(owner.name);
  }
  return [...plugins];
}
