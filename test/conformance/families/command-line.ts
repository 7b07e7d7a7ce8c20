// `cli/`: whole command lines, with exit code, output and files.
import { getuid } from 'node:process';
import { isSameValue } from '../json-exact.ts';
import { readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, recordSkip, type FamilyResult } from '../report.ts';
import {
  runCommandLineCase,
  type CommandLineCase,
  type CommandLineResult,
} from '../run-command-line-case.ts';
import {
  cutLibraryText,
  reduceListing,
  selectRelevantLines,
  sortResults,
  toShape,
} from '../normalise-output.ts';

export async function runCommandLine(folder: string, family: string): Promise<FamilyResult | undefined> {
  const cases = readGoldenLines<CommandLineCase>(folder, 'cases.jsonl');
  if (cases?.[0]?.args === undefined || !('rc' in cases[0].expect)) return undefined;
  const result = createFamilyResult(family);
  for (const item of cases) {
    if (getuid?.() === 0 && item.files?.some(({ mode }) => mode === '000') === true) {
      recordSkip(result, 'files without rights cannot be had as root');
      continue;
    }
    const run = await runCommandLineCase(item);
    const wanted = describeExpectation(item);
    const actual = describeRun(item, run);
    recordCase(
      result,
      isSameValue(wanted, actual),
      `${item.id} ${item.note ?? ''} ${item.args.join(' ')}`,
      wanted,
      actual,
    );
  }
  return result;
}

/** What is compared of a case: the parts that its expectation has. */
interface Compared {
  readonly rc: number;
  readonly stdout: unknown;
  readonly stderr: readonly string[];
  readonly stderrFull?: readonly string[];
  readonly files?: unknown;
}

function describeExpectation({ args, expect }: CommandLineCase): Compared {
  return {
    rc: expect.rc,
    stdout: {
      text: expect.stdout === undefined ? undefined : reduceStdout(args, expect.stdout),
      json: expect.stdout_json === undefined ? undefined : sortResults(args, expect.stdout_json),
      shape: expect.stdout_shape,
      contains: expect.stdout_contains,
      is: expect.stdout_is,
    },
    stderr: selectRelevantLines(expect.stderr).map(cutLibraryText),
    ...(expect.stderr_full === undefined ? {} : { stderrFull: expect.stderr_full.map(cutLibraryText) }),
    ...(expect.files_after === undefined ? {} : { files: expect.files_after }),
  };
}

function describeRun({ args, expect }: CommandLineCase, run: CommandLineResult): Compared {
  const json = (): unknown => {
    try {
      return JSON.parse(run.stdout);
    } catch {
      return `no JSON: ${run.stdout}`;
    }
  };
  const wanted = expect.files_after ?? {};
  return {
    rc: run.rc,
    stdout: {
      text: expect.stdout === undefined ? undefined : reduceStdout(args, run.stdout),
      json: expect.stdout_json === undefined ? undefined : sortResults(args, json()),
      shape: expect.stdout_shape === undefined ? undefined : toShape(json()),
      contains: expect.stdout_contains?.filter((text) => run.stdout.includes(text)),
      is: expect.stdout_is === undefined ? undefined : describeSchemaDocument(json()),
    },
    stderr: selectRelevantLines(run.stderr).map(cutLibraryText),
    ...(expect.stderr_full === undefined ? {} : { stderrFull: trimEnd(run.stderr).map(cutLibraryText) }),
    ...(expect.files_after === undefined
      ? {}
      : { files: Object.fromEntries(Object.keys(wanted).map((name) => [name, run.readFile(name)])) }),
  };
}

/** The words in which the goldens describe a schema document. */
function describeSchemaDocument(value: unknown): string {
  const isSchema = typeof value === 'object' && value !== null && '$schema' in value;
  return isSchema ? 'JSON Schema: object with "$schema"' : 'something else';
}

/** Descriptions of fields and plugins are ours: names, types, arguments and layout are compared. */
function reduceStdout(args: readonly string[], stdout: string): string {
  const isListing = args.some((word) => /^--(?:list|plugin-info)/.test(word));
  return cutLibraryText(isListing ? reduceListing(stdout) : stdout);
}

function trimEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}
