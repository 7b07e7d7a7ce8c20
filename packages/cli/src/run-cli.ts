// The command line: our own subcommands by commander; without one, Falco's flags. Each command is loaded when it is
// asked for.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { DescribeCommandOptions } from './commands/describe.ts';
import type { ListCommandOptions } from './commands/list.ts';
import type { FmtCommandOptions, NewRuleCommandOptions } from './commands/author.ts';
import type { ConfigCommandOptions } from './commands/config.ts';
import type { ExplainCommandOptions } from './commands/explain.ts';
import type { LintCommandOptions } from './commands/lint.ts';
import type { ReplayCommandOptions } from './commands/replay.ts';
import type { RunCommandOptions } from './commands/run.ts';
import type { TestCommandOptions } from './commands/test.ts';
import type { ValidateCommandOptions } from './commands/validate.ts';
import { EXIT, writeText, type CommandIo } from './process-io.ts';

/** Run one command line; gives the exit code of the process. Only bugs throw. */
export async function runCli(words: readonly string[], io: CommandIo): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    if (isFalcoCommandLine(words)) return await (await import('./falco/run-falco.ts')).runFalco(words, io);
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    await writeText(
      io.stderr,
      `windhover: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return EXIT.failure;
  }
}

/** Falco has no subcommands: whatever starts with a flag is for it, but for our own help and version. */
function isFalcoCommandLine([first]: readonly string[]): boolean {
  return first !== undefined && first.startsWith('-') && first !== '-h' && first !== '--help';
}

function createProgram(io: CommandIo, finish: (exitCode: number) => void): Command {
  const program = new Command('windhover')
    .description('Falco-compatible detection engine for cloud audit logs')
    .addHelpText(
      'after',
      "\nWithout a command, Falco's flags are taken: windhover -c falco.yaml --help lists them.",
    )
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });

  const collect = (value: string, previous: string[]): string[] => [...previous, value];
  const compatibility = (): Option =>
    new Option('--compatibility <mode>', 'strict reproduces defects of Falco and its plugins').choices([
      'fixed',
      'strict',
    ]);
  const format = (): Option =>
    new Option('--format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text');

  program
    .command('replay')
    .description(
      'evaluate files, folders, standard input and buckets once: alerts to stdout, summary to stderr',
    )
    .argument('<input...>', 'files, folders, -, s3://BUCKET[/PREFIX]')
    .option('-r, --rules <path>', 'rules file or folder (repeatable)', collect, [])
    .option('-c, --config <file>', 'configuration: falco.yaml')
    .option(
      '-o, --option <key=value>',
      'set a configuration key, e.g. json_output=true (repeatable)',
      collect,
      [],
    )
    .option('--source <name>', 'event source of all inputs; recognised from the content when absent')
    .addOption(
      new Option('--rule-matching <mode>', 'stop at the first matching rule, or report all').choices([
        'first',
        'all',
      ]),
    )
    .addOption(compatibility())
    .option(
      '--workers <n>',
      'threads that evaluate; alerts and their order do not depend on it',
      parseWorkers,
    )
    .option(
      '--check-compiled',
      'evaluate every record in both forms of the engine and report where they differ',
    )
    .option('--profile-rules [n]', 'tell the n rules that cost the most, 20 when absent', parseRuleCount)
    .option('--since <time>', 's3: from this time on; an age such as 7d, or 2026-11-24T00:00:00Z')
    .option('--until <time>', 's3: up to this time')
    .option('--account <id>', 's3: only this account (repeatable)', collect, [])
    .option('--region <name>', 's3: only this region (repeatable)', collect, [])
    .option('--checkpoint <file>', 's3: remember what was delivered and go on there')
    .option('--dry-run', 's3: say how much there is and do nothing')
    .option('--enqueue <queue-url>', 's3: send the objects to a queue, for a fleet of workers')
    .option('--concurrency <n>', 's3: listings and downloads at once', parseWorkers)
    .option('--aws-region <name>', 'region of the bucket and queue')
    .option('--s3-endpoint <url>', 'other end point for S3')
    .option('--force-path-style', 's3: address the bucket in the path')
    .option('--summary <file>', 'write the summary as JSON')
    .option('-q, --quiet', 'do not name what was skipped')
    .action(async (inputs: string[], options: ReplayCommandOptions) =>
      finish(await (await import('./commands/replay.ts')).replay(inputs, options, io)),
    );

  program
    .command('run')
    .description('the daemon: consume queues, buckets and sockets, deliver alerts, until SIGTERM')
    .option('-c, --config <file>', 'configuration: falco.yaml, with our own keys beside')
    .option('-r, --rules <path>', 'rules file or folder instead of rules_files (repeatable)', collect, [])
    .option('-o, --option <key=value>', 'set a configuration key (repeatable)', collect, [])
    .action(async (options: RunCommandOptions) =>
      finish(await (await import('./commands/run.ts')).run(options, io)),
    );

  const config = program.command('config').description('check a configuration, or show what it comes to');
  config
    .command('check')
    .description('all mistakes at once, with their places; exit code 1 when there are any')
    .requiredOption('-c, --config <file>', 'configuration: falco.yaml, with our own keys beside')
    .option('-o, --option <key=value>', 'set a configuration key (repeatable)', collect, [])
    .action(async (options: ConfigCommandOptions) =>
      finish(await (await import('./commands/config.ts')).checkConfiguration(options, io)),
    );
  config
    .command('show')
    .description('as YAML, with included files, environment and options, secrets masked')
    .requiredOption('-c, --config <file>', 'configuration: falco.yaml, with our own keys beside')
    .option('-o, --option <key=value>', 'set a configuration key (repeatable)', collect, [])
    .option('--defaults', 'also our own keys that are not set, with the values they have then')
    .action(async (options: ConfigCommandOptions) =>
      finish(await (await import('./commands/config.ts')).showConfiguration(options, io)),
    );

  program
    .command('validate')
    .description('check rules files: all problems at once, with their place and a hint')
    .argument('<path...>', 'rules files and folders, each on top of the earlier ones')
    .option('--falco', 'print exactly what Falco prints')
    .option('--json', "print Falco's JSON result")
    .addOption(compatibility())
    .action(async (paths: string[], options: ValidateCommandOptions) =>
      finish(await (await import('./commands/validate.ts')).validate(paths, options, io)),
    );

  program
    .command('test')
    .description('run rule tests: *_test.yaml beside the rules')
    .argument('[path...]', 'test files and folders; the working directory when absent')
    .option('--name <text>', 'only tests whose name contains this')
    .option('--tag <tag>', 'only tests with this tag')
    .addOption(
      new Option('--reporter <name>', 'how to report')
        .choices(['text', 'json', 'junit', 'github'])
        .default('text'),
    )
    .option('-v, --verbose', 'also name what passed')
    .addOption(
      new Option('--coverage [format]', 'report what of the conditions the tests exercised').choices([
        'text',
        'json',
        'html',
      ]),
    )
    .option('--min-coverage <percent>', 'fail when fewer leaves decided outcomes both ways', parsePercent)
    .option('--watch', 'run again when a file changes')
    .action(async (paths: string[], options: TestCommandOptions) =>
      finish(await (await import('./commands/test.ts')).test(paths, options, io)),
    );

  program
    .command('explain')
    .description(
      'why rules match an event or do not: each check with its value, where it is written, what decided',
    )
    .requiredOption('-r, --rules <path>', 'rules file or folder (repeatable)', collect, [])
    .requiredOption('--event <file>', 'the event; - for standard input')
    .option(
      '--where <pointer=value>',
      'only events with this, e.g. /eventName=StopLogging (repeatable)',
      collect,
      [],
    )
    .option('--index <n>', 'only this one of these events, from 0', parseIndex)
    .option('--rule <name>', 'only this rule; otherwise what matched and what nearly did')
    .option('--source <name>', 'event source of the event; recognised when absent')
    .option('--json', 'print data')
    .addOption(compatibility())
    .action(async (options: ExplainCommandOptions) =>
      finish(await (await import('./commands/explain.ts')).explain(options, io)),
    );

  program
    .command('lint')
    .description(
      'find what is valid but not good in rules: no description, outputs that say too little, duplicates',
    )
    .argument('[path...]', 'rules files and folders; the working directory when absent')
    .option('--fix', 'make the changes that are safe')
    .option('--disable <id>', 'leave out a lint rule (repeatable)', collect, [])
    .option('--no-tests', 'do not run the tests beside the rules to see which exceptions they use')
    .option('--json', 'print data')
    .action(async (paths: string[], options: LintCommandOptions) =>
      finish(await (await import('./commands/lint.ts')).lint(paths, options, io)),
    );

  program
    .command('fmt')
    .description('write rules files in one style, comments kept')
    .argument('<path...>', 'rules files and folders')
    .option('--check', 'change nothing; exit code 1 when a file would change')
    .action(async (paths: string[], options: FmtCommandOptions) =>
      finish(await (await import('./commands/author.ts')).fmt(paths, options, io)),
    );

  program
    .command('new')
    .description('start something')
    .command('rule')
    .description('a rule that matches an event, with its test beside it')
    .requiredOption('--from-event <file>', 'the event; - for standard input')
    .requiredOption('--name <name>', 'name of the rule')
    .requiredOption('--file <file>', 'rules file to write')
    .action(async (options: NewRuleCommandOptions) =>
      finish(await (await import('./commands/author.ts')).newRule(options, io)),
    );

  program
    .command('describe')
    .description("what rules are made of, after macros, lists and exceptions: Falco's -L and -l")
    .argument('<path...>', 'rules files and folders')
    .option('-l, --rule <name>', 'only this rule')
    .option('--json', "Falco's JSON form")
    .addOption(compatibility())
    .action(async (paths: string[], options: DescribeCommandOptions) =>
      finish(await (await import('./commands/describe.ts')).describe(paths, options, io)),
    );

  const list = program.command('list').description('list what rules can use, and rules');
  list
    .command('fields')
    .description('fields with type, argument and description')
    .option('--source <name>', 'only those of this event source')
    .option('--names', 'names only')
    .addOption(format())
    .addOption(compatibility())
    .action(async (options: ListCommandOptions) =>
      finish(await (await import('./commands/list.ts')).listFields(options, io)),
    );
  list
    .command('operators')
    .description('operators and transformers of conditions')
    .addOption(format())
    .action(async (options: ListCommandOptions) =>
      finish(await (await import('./commands/list.ts')).listOperators(options, io)),
    );
  list
    .command('sources')
    .description('event sources')
    .addOption(format())
    .action(async (options: ListCommandOptions) =>
      finish(await (await import('./commands/list.ts')).listSources(options, io)),
    );
  list
    .command('rules')
    .description('rules of rules files')
    .argument('[path...]', 'rules files and folders; the packs below rules/ when absent')
    .option('--attack', 'MITRE ATT&CK tactics and techniques covered')
    .option('--navigator', 'the same as a layer for the ATT&CK Navigator')
    .option('--source <name>', 'only those of this event source')
    .addOption(format())
    .addOption(compatibility())
    .action(async (paths: string[], options: ListCommandOptions) =>
      finish(await (await import('./commands/list.ts')).listRules(paths, options, io)),
    );
  return program;
}

function parseWorkers(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new InvalidArgumentError('expected a number from 1 to 999');
  return Number(text);
}

function parseRuleCount(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError('expected a number from 1');
  return Number(text);
}

function parseIndex(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number from 0');
  return Number(text);
}

function parsePercent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100))
    throw new InvalidArgumentError('expected a number from 0 to 100');
  return value;
}
