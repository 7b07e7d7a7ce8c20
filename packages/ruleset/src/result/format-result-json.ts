import { decodeByteString } from '@windhover/bytes';
import { CODES } from '@windhover/diagnostics';
import { listLocations } from '../context.ts';
import { isError, type Problem } from '../report.ts';
import { cutSnippet } from './cut-snippet.ts';
import type { LoadResult } from './load-result.ts';

/** Falco's JSON of a result on one line, spec rules-files.md §12.4. */
export function formatResultJson(result: LoadResult): string {
  // Keys are written in byte order, which is the order Falco prints them in.
  return JSON.stringify({
    errors: result.errors.map(formatProblem),
    name: result.file.source.name,
    ...(result.schema && {
      schema_valid: result.schema.valid,
      schema_warnings: result.schema.warnings.map(decodeByteString),
    }),
    successful: result.successful,
    warnings: result.warnings.map(formatProblem),
  });
}

function formatProblem(problem: Problem): unknown {
  const { code, context, message, details } = problem;
  const locations = listLocations(context).map(({ itemName, itemType, position }) => ({
    item_name: decodeByteString(itemName),
    item_type: itemType,
    position: {
      column: position.column,
      line: position.line,
      name: decodeByteString(position.name),
      offset: position.offset,
    },
  }));
  return {
    code,
    // Falco gives the short text for errors here and the long one for warnings.
    codedesc: isError(problem) ? CODES[code].short : CODES[code].long,
    context: { locations, snippet: decodeByteString(cutSnippet(context)) },
    ...(details.deprecatedField !== undefined && { deprecated_field: details.deprecatedField }),
    message: decodeByteString(message),
  };
}
