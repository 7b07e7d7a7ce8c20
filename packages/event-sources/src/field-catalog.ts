import { encodeByteString, type ByteString } from '@windhover/bytes';
import { declareField } from './declare-field.ts';
import type { EventSource } from './event-source.ts';
import type { Compatibility, FieldDeclaration } from './field.ts';
import { createGenericFields } from './generic-fields.ts';
import { jsonFields } from './json-fields.ts';

/** Fields under one heading of a list: `evt`, the source's own plugin, `json`. */
export interface FieldClass {
  /** Name of the plugin, or `evt`. */
  readonly name: string;
  readonly fields: readonly FieldDeclaration[];
}

/** The fields that rules of one event source may use; a `FieldCatalog` of @windhover/condition. */
export interface SourceFieldCatalog {
  readonly sourceName: string;
  /** In the order in which names are looked up. */
  readonly classes: readonly FieldClass[];
  /** The field whose name is exactly `name`. */
  find(name: string): FieldDeclaration | undefined;
  /** The longest field name that `text` starts with, in the first class that has any (condition-language.md §5). */
  findPrefix(text: ByteString): FieldDeclaration | undefined;
  /** All fields in listing order, hidden ones included. */
  all(): readonly FieldDeclaration[];
}

/**
 * The catalog of a source: generic `evt.*` fields, its own, the `json.*` class that every source has, and constant
 * `static.NAME` fields from the configuration (spec outputs.md §5).
 */
export function createFieldCatalog(
  source: EventSource,
  compatibility: Compatibility,
  staticFields: ReadonlyMap<string, string> = new Map(),
): SourceFieldCatalog {
  const classes: readonly FieldClass[] = [
    { name: 'evt', fields: createGenericFields(source.pluginInfo?.(compatibility)) },
    { name: source.plugin.name, fields: source.fields(compatibility) },
    { name: 'json', fields: jsonFields },
    ...createStaticClass(staticFields),
  ];
  return createCatalog(source.name, classes);
}

/**
 * The catalog of a source that has no fields of its own here: Falco's `syscall`, so that its rules are checked as
 * far as they can be where Falco's own results are asked for.
 */
export function createGenericCatalog(
  sourceName: string,
  staticFields: ReadonlyMap<string, string> = new Map(),
): SourceFieldCatalog {
  return createCatalog(sourceName, [
    { name: 'evt', fields: createGenericFields(undefined) },
    ...createStaticClass(staticFields),
  ]);
}

function createStaticClass(staticFields: ReadonlyMap<string, string>): readonly FieldClass[] {
  return staticFields.size > 0 ? [{ name: 'static', fields: [...staticFields].map(declareStaticField) }] : [];
}

function createCatalog(sourceName: string, classes: readonly FieldClass[]): SourceFieldCatalog {
  const byClass = classes.map(({ fields }) => new Map(fields.map((field) => [field.name, field])));
  const all = classes.flatMap(({ fields }) => fields);
  const tries = classes.map(({ fields }) => createNameTrie(fields));

  return {
    sourceName,
    classes,
    find: (name) => byClass.find((fields) => fields.has(name))?.get(name),
    findPrefix(text) {
      for (const trie of tries) {
        const field = findLongestName(trie, text);
        if (field) return field;
      }
      return undefined;
    },
    all: () => all,
  };
}

/** Where the names with a common start go on. */
interface NameTrie {
  readonly next: Map<number, NameTrie>;
  /** The field whose name ends here. */
  field?: FieldDeclaration;
}

function createNameTrie(fields: readonly FieldDeclaration[]): NameTrie {
  const root: NameTrie = { next: new Map() };
  for (const field of fields) {
    let node = root;
    for (let index = 0; index < field.name.length; index++) {
      const code = field.name.charCodeAt(index);
      const next = node.next.get(code) ?? { next: new Map() };
      node.next.set(code, next);
      node = next;
    }
    node.field = field;
  }
  return root;
}

function findLongestName(trie: NameTrie, text: ByteString): FieldDeclaration | undefined {
  let found: FieldDeclaration | undefined;
  let node: NameTrie | undefined = trie;
  for (let index = 0; (node = node.next.get(text.charCodeAt(index))); index++) found = node.field ?? found;
  return found;
}

function declareStaticField([name, text]: readonly [string, string]): FieldDeclaration {
  const value = encodeByteString(text);
  return declareField({
    name: `static.${name}`,
    description: 'Constant from the configuration.',
    paths: [],
    read: () => value,
  });
}
