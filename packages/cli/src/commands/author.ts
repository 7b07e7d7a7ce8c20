// `windhover fmt` and `windhover new rule`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cutEvent, draftRule, formatRulesFile, valueAt } from '@windhover/rule-test';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { readEventFile } from '../rules/read-event-file.ts';
import { listRulesFiles, UnreadableRulesError } from '../rules/read-rules-files.ts';

export interface FmtCommandOptions {
  /** Change nothing; exit code 1 when a file would change. */
  readonly check?: boolean;
}

/** Write rules files in one style. */
export async function fmt(
  paths: readonly string[],
  options: FmtCommandOptions,
  io: CommandIo,
): Promise<number> {
  let files: string[];
  try {
    files = paths.flatMap((path) => listRulesFiles(path, io.cwd));
  } catch (error) {
    if (!(error instanceof UnreadableRulesError)) throw error;
    await writeText(io.stderr, `${error.message}\n`);
    return EXIT.usage;
  }
  let changed = 0;
  let broken = 0;
  for (const file of files) {
    const before = readFileSync(resolve(io.cwd, file), 'utf8');
    const formatted = formatRulesFile(before);
    if (!formatted.ok) {
      broken += 1;
      await writeText(io.stderr, `${file}: ${formatted.message}\n`);
    } else if (formatted.text !== before) {
      changed += 1;
      if (options.check !== true) writeFileSync(resolve(io.cwd, file), formatted.text);
      await writeText(io.stdout, `${file}: ${options.check === true ? 'would change' : 'formatted'}\n`);
    }
  }
  if (broken > 0) return EXIT.usage;
  return options.check === true && changed > 0 ? EXIT.failure : EXIT.ok;
}

export interface NewRuleCommandOptions {
  /** File with the event; `-` for standard input. */
  readonly fromEvent: string;
  readonly name: string;
  /** Rules file to write; its test goes beside it. */
  readonly file: string;
}

/** Write a rule that matches an event, and its test. Never overwrites. */
export async function newRule(options: NewRuleCommandOptions, io: CommandIo): Promise<number> {
  const text = await readEventFile(options.fromEvent, io);
  if (text === undefined) return EXIT.failure;
  const cut = cutEvent(text, undefined);
  const record = cut.ok ? cut.records[0] : undefined;
  if (record === undefined) {
    await writeText(io.stderr, `the event is not accepted: ${cut.ok ? 'no record in it' : cut.reason}\n`);
    return EXIT.failure;
  }
  const event: unknown = JSON.parse(Buffer.from(record.bytes).toString('utf8', record.start, record.end));
  const draft = draftRule(options.name, record.sourceName, event, valueAt);
  if (draft === undefined) {
    await writeText(io.stderr, `no draft for events of ${record.sourceName} yet\n`);
    return EXIT.failure;
  }
  const testFile = options.file.replace(/(\.ya?ml)$/, '_test$1');
  for (const file of [options.file, testFile]) {
    if (!existsSync(resolve(io.cwd, file))) continue;
    await writeText(io.stderr, `${file} is there already\n`);
    return EXIT.failure;
  }
  writeFileSync(resolve(io.cwd, options.file), draft.rules);
  writeFileSync(resolve(io.cwd, testFile), draft.test);
  await writeText(io.stdout, `wrote ${options.file} and ${testFile}; try: windhover test ${testFile}\n`);
  return EXIT.ok;
}
