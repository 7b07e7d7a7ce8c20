import type { SourceText } from '@windhover/diagnostics';
import { checkSchema, type SchemaStatus } from './schema/check-schema.ts';
import { compileCollected, type Compilation } from './compile/compile-collected.ts';
import type { Collected } from './collect/collected.ts';
import { createFileContext, enterNode, type Context } from './context.ts';
import type { LookUpCatalog } from './look-up-catalog.ts';
import { readItems } from './read/read-items.ts';
import type { Report } from './report.ts';
import type { AppendOutput } from './ruleset.ts';
import { createRulesFile, positionOf, type RulesFile } from './rules-file.ts';
import { readYaml, type YamlFile } from './yaml/read-yaml.ts';
import type { YamlNode } from './yaml/yaml-node.ts';

export interface FileLoading {
  readonly collected: Collected;
  readonly lookUp: LookUpCatalog;
  readonly appendOutput: readonly AppendOutput[];
  readonly report: Report;
}

export interface LoadedFile {
  readonly file: RulesFile;
  readonly yaml: YamlFile;
  readonly schema: SchemaStatus | undefined;
  /** Everything collected so far, compiled; undefined when an error stopped that. */
  readonly compilation: Compilation | undefined;
}

/** Load one file on top of what is collected: YAML, schema, items, then everything anew (spec rules-files.md §10). */
export function loadFile(
  source: SourceText,
  { collected, lookUp, appendOutput, report }: FileLoading,
): LoadedFile {
  const file = createRulesFile(source);
  const context = createFileContext(file);
  const yaml = readYaml(source);
  if (yaml.error) {
    reportYamlError(yaml.error, file, context, report);
    return { file, yaml, schema: undefined, compilation: undefined };
  }
  const { documents } = yaml;
  const oddKey = findOddKey(documents);
  if (oddKey) {
    reportOddKey(oddKey, context, report);
    return { file, yaml, schema: undefined, compilation: undefined };
  }
  const schema = checkSchema(documents);
  for (const document of documents) {
    if (!report.stopped) readItems(document, context, collected, lookUp, report);
  }
  const compilation = report.stopped ? undefined : compileCollected(collected, lookUp, appendOutput, report);
  return { file, yaml, schema, compilation };
}

/** The first key of an item that is no scalar: Falco's YAML library gives up on it. */
function findOddKey(documents: readonly YamlNode[]): YamlNode | undefined {
  const items = documents.flatMap((document) => (document.kind === 'sequence' ? document.items : []));
  for (const item of items) {
    const entry = item.kind === 'map' ? item.entries.find(({ key }) => key.kind !== 'scalar') : undefined;
    if (entry) return entry.key;
  }
  return undefined;
}

function reportOddKey(key: YamlNode, context: Context, report: Report): void {
  const { span, position } = enterNode(context, 'value for', '', key);
  const message = `yaml-cpp: error at line ${position.line + 1}, column ${position.column + 1}: bad conversion`;
  report.error(
    'LOAD_ERR_YAML_PARSE',
    message,
    { ...context, span },
    { plainMessage: 'a key must be a text' },
  );
}

function reportYamlError(
  error: NonNullable<YamlFile['error']>,
  file: RulesFile,
  context: Context,
  report: Report,
): void {
  const position = positionOf(file, error.start);
  const message = `yaml-cpp: error at line ${position.line + 1}, column ${position.column + 1}: ${error.message}`;
  const span = { source: file.source, start: error.start, end: error.end };
  report.error(
    'LOAD_ERR_YAML_PARSE',
    message,
    { parent: context, itemType: 'value for', itemName: '', position, file, span },
    {
      ...(error.cause === 'tab' && {
        isTab: true,
        hints: ['indent with blanks: YAML does not allow tabs there'],
      }),
    },
  );
}
