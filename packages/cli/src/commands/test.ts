// `windhover test [PATH…]`: rule tests beside the rules.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Ruleset } from '@windhover/ruleset';
import {
  countResults,
  createCoverage,
  expandTest,
  leafCoverage,
  readTestFile,
  reportResults,
  runCases,
  type CoverageCollector,
  type FileResult,
  type ReporterName,
  type TestCase,
} from '@windhover/rule-test';
import { formatCoverage, type CoverageFormat } from '../format-coverage.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';
import { findTestFiles, listTestedRules, readEvents } from '../rules/read-rule-tests.ts';
import { watchFiles } from '../run/watch-files.ts';

export interface TestCommandOptions {
  /** Only tests whose name contains this text. */
  readonly name?: string;
  readonly tag?: string;
  readonly reporter: ReporterName;
  readonly verbose?: boolean;
  readonly coverage?: CoverageFormat | true;
  /** Least share of leaves that must have decided outcomes both ways, percent. */
  readonly minCoverage?: number;
  readonly watch?: boolean;
}

/** Run the tests below the paths (the working directory by default). 1: a test failed; 2: rules or tests do not load. */
export async function test(
  paths: readonly string[],
  options: TestCommandOptions,
  io: CommandIo,
): Promise<number> {
  const roots = paths.length > 0 ? paths : ['.'];
  if (options.watch !== true) return runOnce(roots, options, io);
  for (;;) {
    await runOnce(roots, options, io);
    await writeText(io.stderr, 'waiting for changes …\n');
    if (!(await waitForChange(roots, io))) return EXIT.ok;
  }
}

async function runOnce(
  roots: readonly string[],
  options: TestCommandOptions,
  io: CommandIo,
): Promise<number> {
  const files = roots.flatMap((root) => findTestFiles(root, io.cwd));
  if (files.length === 0) {
    await writeText(io.stderr, `no *_test.yaml below ${roots.join(', ')}\n`);
    return EXIT.usage;
  }
  const coverage =
    options.coverage === undefined && options.minCoverage === undefined ? undefined : createCoverage();
  const rulesets = new Map<string, Ruleset | undefined>();
  const results: FileResult[] = [];
  let broken = false;
  for (const path of files) {
    const result = await runFile(path, options, coverage, rulesets, io);
    if (result === undefined) broken = true;
    else if (result.results.length > 0) results.push(result);
  }
  if (broken && results.length === 0) return EXIT.usage;
  await writeText(
    io.stdout,
    reportResults(results, options.reporter, { color: io.useColor, verbose: options.verbose === true }),
  );
  const isCovered = coverage === undefined || (await reportCoverage(coverage, options, io));
  if (broken) return EXIT.usage;
  return countResults(results).failed > 0 || !isCovered ? EXIT.failure : EXIT.ok;
}

async function reportCoverage(
  coverage: CoverageCollector,
  options: TestCommandOptions,
  io: CommandIo,
): Promise<boolean> {
  const rules = coverage.report();
  const percent = leafCoverage(rules) * 100;
  if (options.coverage !== undefined) {
    const format = options.coverage === true ? 'text' : options.coverage;
    const text = formatCoverage(rules, format);
    if (format === 'html') writeFileSync(resolve(io.cwd, 'coverage.html'), text);
    await writeText(io.stdout, format === 'html' ? 'coverage written to coverage.html\n' : text);
  }
  if (options.minCoverage === undefined || percent >= options.minCoverage) return true;
  await writeText(
    io.stderr,
    `leaf coverage is ${percent.toFixed(1)} %, less than ${options.minCoverage} %\n`,
  );
  return false;
}

async function runFile(
  path: string,
  options: TestCommandOptions,
  coverage: CoverageCollector | undefined,
  rulesets: Map<string, Ruleset | undefined>,
  io: CommandIo,
): Promise<FileResult | undefined> {
  const started = performance.now();
  const read = readTestFile(readFileSync(resolve(io.cwd, path), 'utf8'));
  if (!read.ok) {
    for (const { message, line, column } of read.problems)
      await writeText(io.stderr, `${path}:${line}:${column}: ${message}\n`);
    return undefined;
  }
  const rulesPaths = listTestedRules(path, read.file);
  const key = rulesPaths.join('\n');
  if (!rulesets.has(key))
    rulesets.set(
      key,
      (await checkRules(rulesPaths, { compatibility: 'fixed', appendOutput: [] }, io))?.ruleset,
    );
  const ruleset = rulesets.get(key);
  if (ruleset === undefined) return undefined;
  let cases: TestCase[];
  try {
    cases = read.file.tests.flatMap((item) =>
      expandTest(item, readEvents(item, resolve(io.cwd, dirname(path)))),
    );
  } catch (error) {
    await writeText(io.stderr, `${path}: ${(error as Error).message}\n`);
    return undefined;
  }
  const chosen = cases.filter(
    (item) =>
      (options.name === undefined || item.name.includes(options.name)) &&
      (options.tag === undefined || item.tags.includes(options.tag)),
  );
  const results = runCases(ruleset, chosen, coverage?.note);
  return { path, results, seconds: (performance.now() - started) / 1000 };
}

/** Resolves with true at the next change of a file below the roots, with false when the process is told to stop. */
function waitForChange(roots: readonly string[], io: CommandIo): Promise<boolean> {
  return new Promise((done) => {
    const files = roots.flatMap((root) => {
      const path = resolve(io.cwd, root);
      if (!statSync(path).isDirectory()) return [path];
      return readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(path, name));
    });
    const stop = watchFiles(files, () => {
      stop();
      done(true);
    });
    io.signal.addEventListener('abort', () => {
      stop();
      done(false);
    });
  });
}
