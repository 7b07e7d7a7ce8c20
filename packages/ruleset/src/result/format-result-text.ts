import { decodeByteString } from '@windhover/bytes';
import { CODES } from '@windhover/diagnostics';
import { listLocations } from '../context.ts';
import type { Problem } from '../report.ts';
import { cutSnippet } from './cut-snippet.ts';
import type { LoadResult } from './load-result.ts';

const RULE = '------';

/** Falco's one-line status and the codes, spec rules-files.md §12.3. */
export function formatResultSummary(result: LoadResult): string {
  const lines = [formatStatus(result)];
  const { schema, errors, warnings } = result;
  if (schema && schema.warnings.length > 0) {
    lines.push(
      ` ${schema.warnings.length} schema warnings: [${schema.warnings.map(decodeByteString).join(' ')}]`,
    );
  }
  if (errors.length > 0) lines.push(` ${errors.length} errors: [${errors.map(describeCode).join(' ')}]`);
  if (warnings.length > 0)
    lines.push(` ${warnings.length} warnings: [${warnings.map(describeCode).join(' ')}]`);
  return lines.join('\n');
}

/** Falco's verbose form, spec rules-files.md §12.3, without a line break at the end of the last section. */
export function formatResultVerbose(result: LoadResult): string {
  const sections = [formatStatus(result)];
  const { schema, errors, warnings } = result;
  if (schema && schema.warnings.length > 0) {
    const parts = schema.warnings.map((warning) => `${RULE}\n${decodeByteString(warning)}\n`);
    sections.push(`${schema.warnings.length} Schema warnings:\n${parts.join('')}${RULE}\n`);
  }
  if (errors.length > 0) sections.push(`${errors.length} Errors:\n${errors.map(formatProblem).join('')}`);
  if (warnings.length > 0)
    sections.push(`${warnings.length} Warnings:\n${warnings.map(formatProblem).join('')}`);
  return sections.join('\n');
}

function formatStatus({ file, successful, warnings }: LoadResult): string {
  const status = !successful ? 'Invalid' : warnings.length > 0 ? 'Ok, with warnings' : 'Ok';
  return `${file.source.name}: ${status}`;
}

function formatProblem(problem: Problem): string {
  const places = listLocations(problem.context).map(({ itemType, itemName, position }, index) => {
    const name = itemName === '' ? '' : ` '${decodeByteString(itemName)}'`;
    const place = `${decodeByteString(position.name)}:${position.line}:${position.column}`;
    return `${index === 0 ? 'In ' : '    '}${itemType}${name}: (${place})\n`;
  });
  const snippet = decodeByteString(cutSnippet(problem.context));
  const message = decodeByteString(problem.message);
  return `${places.join('')}${RULE}\n${snippet}${RULE}\n${describeCode(problem)}: ${message}\n`;
}

function describeCode({ code, details }: Problem): string {
  const field = details.deprecatedField === undefined ? '' : `: field '${details.deprecatedField}'`;
  return `${code} (${CODES[code].short}${field})`;
}
