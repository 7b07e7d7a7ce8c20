// Results of rule tests for people, machines and CI systems.
import type { CaseResult } from './run-cases.ts';

/** Results of one test file. */
export interface FileResult {
  readonly path: string;
  readonly results: readonly CaseResult[];
  readonly seconds: number;
}

export type ReporterName = 'text' | 'json' | 'junit' | 'github';

export interface ReportOptions {
  readonly color: boolean;
  /** With `text`: also name what passed. */
  readonly verbose: boolean;
}

/** The report of all files, ending with a line break. */
export function reportResults(
  files: readonly FileResult[],
  reporter: ReporterName,
  options: ReportOptions,
): string {
  switch (reporter) {
    case 'text':
      return reportText(files, options);
    case 'json':
      return `${JSON.stringify({ ...countResults(files), files }, null, 2)}\n`;
    case 'junit':
      return reportJunit(files);
    case 'github':
      return reportGithub(files);
  }
}

/** Passed and failed cases. */
export function countResults(files: readonly FileResult[]): {
  readonly passed: number;
  readonly failed: number;
} {
  const all = files.flatMap((file) => file.results);
  const passed = all.filter((result) => result.passed).length;
  return { passed, failed: all.length - passed };
}

function reportText(files: readonly FileResult[], { color, verbose }: ReportOptions): string {
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  for (const { path, results } of files) {
    const failed = results.filter((result) => !result.passed);
    if (failed.length === 0 && !verbose) continue;
    lines.push(path);
    for (const result of verbose ? results : failed) {
      lines.push(`  ${result.passed ? paint(32, '✓') : paint(31, '✗')} ${result.name}`);
      for (const failure of result.failures) lines.push(`      ${failure}`);
    }
  }
  const { passed, failed } = countResults(files);
  lines.push(`${passed} passed, ${failed > 0 ? paint(31, `${failed} failed`) : '0 failed'}`);
  return `${lines.join('\n')}\n`;
}

function reportJunit(files: readonly FileResult[]): string {
  const suites = files.map(({ path, results, seconds }) => {
    const failures = results.filter((result) => !result.passed).length;
    const cases = results.map((result) => {
      const attributes = `classname="${escapeXml(result.rule ?? path)}" name="${escapeXml(result.name)}"`;
      if (result.passed) return `    <testcase ${attributes}/>`;
      const text = escapeXml(result.failures.join('\n'));
      return `    <testcase ${attributes}>\n      <failure message="${escapeXml(result.failures[0] ?? '')}">${text}</failure>\n    </testcase>`;
    });
    return `  <testsuite name="${escapeXml(path)}" tests="${results.length}" failures="${failures}" time="${seconds.toFixed(3)}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function reportGithub(files: readonly FileResult[]): string {
  const annotations = files.flatMap(({ path, results }) =>
    results
      .filter((result) => !result.passed)
      .map(
        ({ name, failures }) =>
          `::error file=${escapeProperty(path)},title=${escapeProperty(name)}::${escapeData(failures.join('\n'))}`,
      ),
  );
  const { passed, failed } = countResults(files);
  return [...annotations, `${passed} passed, ${failed} failed`, ''].join('\n');
}

function escapeXml(text: string): string {
  // XML 1.0 has no way to write most control characters.
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
