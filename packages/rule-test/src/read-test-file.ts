import { parseDocument, type Document } from 'yaml';
import { findCloudDetectionTests, type ForeignTest } from './read-foreign-tests.ts';
import { testFileSchema, type TestFile } from './test-file.ts';

/** A mistake in a test file, with its place: lines and columns from 1. */
export interface TestFileProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type ReadTestFile =
  | { readonly ok: true; readonly file: TestFile }
  | { readonly ok: false; readonly problems: readonly TestFileProblem[] };

/** Read the text of a test file, in our own shape or as `Tests: [{Name, ExpectedResult, Log}]`. */
export function readTestFile(text: string): ReadTestFile {
  const document = parseDocument(text, { maxAliasCount: 100 } as object);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      message: error.message.split('\n')[0]!,
      ...placeOf(text, error.pos[0]),
    }));
    return { ok: false, problems };
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    return { ok: false, problems: [{ message: (error as Error).message, line: 1, column: 1 }] };
  }
  const foreign = findCloudDetectionTests(data);
  const parsed = testFileSchema.safeParse(foreign === undefined ? data : convertForeignTests(foreign));
  if (parsed.success) return { ok: true, file: parsed.data };
  const problems = parsed.error.issues.map((issue) => ({
    message: `${issue.path.map(String).join('.')}: ${issue.message}`,
    ...placeOf(text, offsetOf(document, issue.path)),
  }));
  return { ok: false, problems };
}

function convertForeignTests(tests: readonly ForeignTest[]): unknown {
  return {
    tests: tests.map(({ name, expected, event, rule }) => ({
      name,
      ...(rule === undefined ? {} : { rule }),
      event,
      expect: expected ? 'match' : 'no match',
    })),
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return node.range[0];
  }
  return 0;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
