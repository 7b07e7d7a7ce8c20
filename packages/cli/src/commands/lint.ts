// `windhover lint [PATH…]`: quality of rules beyond validity.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hintDidYouMean, locateOffset, type SourceText } from '@windhover/diagnostics';
import {
  applyFixes,
  createExceptionWatch,
  expandTest,
  lintRuleset,
  LINT_RULES,
  readTestFile,
  runCases,
  type LintFinding,
} from '@windhover/rule-test';
import { createCheckLocator } from '@windhover/ruleset';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { checkRules, type CheckedRules } from '../rules/load-rules-or-explain.ts';
import { findTestFiles, readEvents } from '../rules/read-rule-tests.ts';

export interface LintCommandOptions {
  readonly fix?: boolean;
  /** Ids of lint rules to leave out. */
  readonly disable: readonly string[];
  /** False: do not run tests. */
  readonly tests: boolean;
  readonly json?: boolean;
}

/** Lint rules. 1: there are warnings (that `--fix` has not mended); 2: rules do not load. */
export async function lint(
  paths: readonly string[],
  options: LintCommandOptions,
  io: CommandIo,
): Promise<number> {
  const ids = LINT_RULES.map(({ id }) => id);
  const unknown = options.disable.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const [hint] = hintDidYouMean(unknown, ids);
    await writeText(
      io.stderr,
      `there is no lint rule "${unknown}"${hint === undefined ? '' : `; ${hint}`}\n`,
    );
    return EXIT.usage;
  }
  const roots = paths.length > 0 ? paths : ['.'];
  const checked = await checkRules(roots, { compatibility: 'fixed', appendOutput: [] }, io);
  if (checked === undefined) return EXIT.usage;
  const files = checked.files.map(({ name, bytes }) => ({
    name,
    text: Buffer.from(bytes, 'latin1').toString('utf8'),
  }));
  const found = lintRuleset(checked.ruleset, files, {
    disabled: new Set(options.disable),
    usedExceptions: options.tests ? findUsedExceptions(roots, checked, io) : undefined,
  });
  const fixed = options.fix === true ? found.filter(({ fix }) => fix !== undefined) : [];
  for (const file of files) await fixFile(file, fixed, io);
  await report(
    found.filter((finding) => !fixed.includes(finding)),
    options,
    io,
  );
  return found.some((item) => item.severity === 'warning' && !fixed.includes(item)) ? EXIT.failure : EXIT.ok;
}

async function fixFile(file: SourceText, findings: readonly LintFinding[], io: CommandIo): Promise<void> {
  const text = applyFixes(file, findings);
  if (text === file.text) return;
  writeFileSync(resolve(io.cwd, file.name), text);
  await writeText(io.stderr, `${file.name}: fixed\n`);
}

/** Run the tests beside the rules; tests that cannot be read are for `windhover test` to complain about. */
function findUsedExceptions(
  roots: readonly string[],
  { ruleset, state }: CheckedRules,
  io: CommandIo,
): ReadonlySet<string> | undefined {
  const watch = createExceptionWatch(createCheckLocator(state));
  const paths = roots.flatMap((root) => findTestFiles(testsRoot(root), io.cwd));
  for (const path of new Set(paths)) {
    const read = readTestFile(readFileSync(resolve(io.cwd, path), 'utf8'));
    if (!read.ok) continue;
    try {
      const folder = resolve(io.cwd, dirname(path));
      runCases(
        ruleset,
        read.file.tests.flatMap((item) => expandTest(item, readEvents(item, folder))),
        watch.note,
      );
    } catch {
      continue;
    }
  }
  return watch.used;
}

/** Tests of a rules file are beside it. */
function testsRoot(root: string): string {
  return /\.ya?ml$/.test(root) ? dirname(root) : root;
}

async function report(
  findings: readonly LintFinding[],
  options: LintCommandOptions,
  io: CommandIo,
): Promise<void> {
  if (options.json === true) {
    const data = findings.map(({ id, severity, rule, message, span, fix }) => ({
      id,
      severity,
      rule,
      message,
      ...(span === undefined ? {} : { file: span.source.name, ...placeOf(span.source, span.start) }),
      fixable: fix !== undefined,
    }));
    await writeText(io.stdout, `${JSON.stringify(data, null, 2)}\n`);
    return;
  }
  for (const { id, severity, rule, message, span, fix } of findings) {
    const place = span === undefined ? undefined : placeOf(span.source, span.start);
    const where = span && place ? `${span.source.name}:${place.line}:${place.column}: ` : '';
    const mendable = fix === undefined ? '' : ' (--fix)';
    await writeText(io.stdout, `${where}${severity}[${id}]: ${rule}: ${message}${mendable}\n`);
  }
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  await writeText(
    io.stdout,
    `${plural(warnings, 'warning')}, ${plural(findings.length - warnings, 'hint')}\n`,
  );
}

function placeOf(source: SourceText, offset: number): { readonly line: number; readonly column: number } {
  const { line, column } = locateOffset(source, offset);
  return { line, column };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
