import type { SourceText } from '@windhover/diagnostics';
import { parseDocument } from './parse-document.ts';
import { createTokenScanner } from './scan-tokens.ts';
import { YamlFailure } from './yaml-failure.ts';
import type { YamlNode, YamlProblem } from './yaml-node.ts';

export interface YamlFile {
  /** The documents up to the first that is empty or null, which ends the file (spec rules-files.md §2). */
  readonly documents: readonly YamlNode[];
  /** Set if the text is not YAML; `documents` is empty then. */
  readonly error?: YamlProblem;
  /** Things that are read, but hardly as they were meant. */
  readonly suspicions: readonly YamlProblem[];
}

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Length of the UTF-8 byte order mark, which yaml-cpp does not count in positions. */
export function measureByteOrderMark(text: string): number {
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

/**
 * Read bytes as yaml-cpp does (spec rules-files.md §2): scalars are their text, the first of duplicate keys counts,
 * merge keys are keys. Takes linear time; nesting and what aliases expand to are bounded.
 */
export function readYaml(source: SourceText): YamlFile {
  const { text } = source;
  const documents: YamlNode[] = [];
  try {
    const nul = text.indexOf('\0');
    if (nul >= 0) throw new YamlFailure(text, 'the text contains a NUL byte', nul);
    const scanner = createTokenScanner(source, measureByteOrderMark(text));
    for (;;) {
      const document = parseDocument(text, scanner);
      if (document === undefined || (document.kind === 'scalar' && document.isNull)) {
        return { documents, suspicions: scanner.suspicions };
      }
      documents.push(document);
    }
  } catch (error) {
    if (error instanceof YamlFailure) return { documents: [], error: error.problem, suspicions: [] };
    throw error;
  }
}
