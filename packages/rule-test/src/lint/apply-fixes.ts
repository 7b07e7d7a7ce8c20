import type { SourceText } from '@windhover/diagnostics';
import type { LintFinding } from './lint-rule.ts';

/** The text of a file with the fixes of the findings in it. Of fixes that overlap, the first one is made. */
export function applyFixes(file: SourceText, findings: readonly LintFinding[]): string {
  const fixes = findings
    .flatMap(({ fix }) => (fix !== undefined && fix.span.source === file ? [fix] : []))
    .toSorted((a, b) => a.span.start - b.span.start);
  const pieces: string[] = [];
  let done = 0;
  for (const { span, text } of fixes) {
    if (span.start < done) continue;
    pieces.push(file.text.slice(done, span.start), text);
    done = span.end;
  }
  return pieces.join('') + file.text.slice(done);
}
