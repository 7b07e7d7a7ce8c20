import { isError, type Problem, type Report } from '../report.ts';
import type { RulesFile } from '../rules-file.ts';
import type { SchemaStatus } from '../schema/check-schema.ts';

/** What came of loading one file, spec rules-files.md §12. */
export interface LoadResult {
  readonly file: RulesFile;
  readonly successful: boolean;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Undefined when there was no document to check. */
  readonly schema: SchemaStatus | undefined;
}

export function createLoadResult(
  file: RulesFile,
  report: Report,
  schema: SchemaStatus | undefined,
): LoadResult {
  const errors = report.problems.filter(isError);
  const warnings = report.problems.filter((problem) => !isError(problem));
  return { file, successful: errors.length === 0, errors, warnings, schema };
}
