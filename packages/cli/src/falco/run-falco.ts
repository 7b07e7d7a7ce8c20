// Falco's own command line: which option wins, and what happens in which order (spec outputs.md §10).
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RULES_SCHEMA } from '@windhover/ruleset';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { describeRules } from './describe-rules.ts';
import { createFalcoEnvironment, SYSCALL } from './falco-environment.ts';
import { FalcoExit } from './falco-exit.ts';
import { listFields } from './list-fields.ts';
import { listPlugins, showPlugin } from './list-plugins.ts';
import { loadPlugins, type LoadedPlugin } from './load-plugins.ts';
import { loadFalcoRules } from './load-rules.ts';
import { loadSession, requireConfigFile } from './load-session.ts';
import { requireOutput } from './open-outputs.ts';
import { describeFalcoOptions, parseFalcoArguments, type FalcoArguments } from './parse-arguments.ts';
import { printSupport } from './print-support.ts';
import { processEvents, type RunningSource } from './process-events.ts';
import { readAppendOutput } from './read-append-output.ts';
import { selectSources } from './select-sources.ts';
import { isServed, serveSources } from './serve-sources.ts';
import { isGiven, valueOf, type FalcoSession } from './session.ts';
import { validateRules } from './validate-rules.ts';
import { printVersions } from './versions.ts';

/** Run a command line in Falco's form; gives the exit code. Only bugs throw. */
export async function runFalco(words: readonly string[], io: CommandIo): Promise<number> {
  let session: FalcoSession | undefined;
  try {
    const given = readArguments(words, io);
    if (await answerWithoutConfig(given, io)) return EXIT.ok;
    session = loadSession(words, given, io);
    return await runWithConfig(session);
  } catch (error) {
    if (!(error instanceof FalcoExit)) throw error;
    if (error.kind === 'runtime') session?.log('critical', `Runtime error: ${error.message}. Exiting.`);
    else await writeText(io.stderr, `Error: ${error.message}\n`);
    return EXIT.failure;
  }
}

const FORMATS = ['text', 'markdown', 'json'];

function readArguments(words: readonly string[], io: CommandIo): FalcoArguments {
  const parsed = parseFalcoArguments(words);
  if (!parsed.ok) throw new FalcoExit(parsed.message);
  const { given } = parsed;
  if (given.has('help')) return given;
  const format = valueOf({ given }, 'format');
  if (given.has('markdown') && format !== undefined) {
    throw new FalcoExit('Cannot specify both --markdown and --format options together');
  }
  if (format !== undefined && !FORMATS.includes(format)) {
    throw new FalcoExit(`Invalid format '${format}'. Valid values are: ${FORMATS.join(', ')}`);
  }
  if (given.has('markdown')) {
    io.stderr.write('WARNING: --markdown is deprecated, use --format markdown instead.\n');
  }
  return given;
}

/** Options that are answered before the configuration is read; there are no system call events to list. */
async function answerWithoutConfig(given: FalcoArguments, io: CommandIo): Promise<boolean> {
  if (given.has('help')) {
    await writeText(
      io.stdout,
      `Falco-compatible command line of windhover\nUsage:\n  windhover [OPTION...]\n\n${describeFalcoOptions()}`,
    );
  } else if (given.has('configSchema')) {
    const { describeConfigSchema } = await import('@windhover/config/own');
    await writeText(io.stdout, `${JSON.stringify(describeConfigSchema(), null, 2)}\n`);
  } else if (given.has('ruleSchema')) {
    await writeText(io.stdout, `${JSON.stringify(RULES_SCHEMA, null, 2)}\n`);
  } else {
    return given.has('ignoredEvents') || given.has('listEvents');
  }
  return true;
}

async function runWithConfig(session: FalcoSession): Promise<number> {
  const { io, config, log } = session;
  if (isGiven(session, 'version')) {
    await writeText(io.stdout, printVersions(config.settings.json.enabled));
    return EXIT.ok;
  }
  if (isGiven(session, 'pageSize')) return EXIT.ok;
  requireConfigFile(session);
  const plugins = loadPlugins(session);
  const wantedPlugin = valueOf(session, 'pluginInfo');
  if (wantedPlugin !== undefined) {
    await showPlugin(wantedPlugin, plugins, io);
    return EXIT.ok;
  }
  if (isGiven(session, 'listPlugins')) {
    await listPlugins(plugins, io);
    return EXIT.ok;
  }
  for (const { plugin, library } of plugins) {
    log('info', `Loaded plugin '${plugin.name}@${plugin.version}' from file ${library}`);
  }
  return runWithPlugins(session, plugins);
}

async function runWithPlugins(session: FalcoSession, plugins: readonly LoadedPlugin[]): Promise<number> {
  const { io, config, log } = session;
  const environment = createFalcoEnvironment({
    plugins,
    staticFields: config.settings.staticFields,
    appendOutput: readAppendOutput(session),
  });
  if (isGiven(session, 'list')) {
    await listFields(session, environment);
    return EXIT.ok;
  }
  const sources = selectSources(session, environment.sources);
  if (isGiven(session, 'validate')) {
    await validateRules(session, environment);
    return EXIT.ok;
  }
  const { loader, names } = loadFalcoRules(session, environment);
  if (isGiven(session, 'describeAll') || isGiven(session, 'describeOne')) {
    await describeRules(session, loader, environment);
    return EXIT.ok;
  }
  if (isGiven(session, 'support')) {
    await printSupport(session, plugins, names);
    return EXIT.ok;
  }
  if (io.env['FALCO_HOSTNAME'] !== undefined) {
    log(
      'info',
      `Hostname value has been overridden via environment variable to: ${io.env['FALCO_HOSTNAME']}`,
    );
  }
  requireOutput(config.settings);
  if (isGiven(session, 'dryRun')) return EXIT.ok;
  const pidfile = valueOf(session, 'pidfile');
  if (pidfile !== undefined) writePidfile(resolve(io.cwd, pidfile), pidfile);
  log('info', `Loaded event sources: ${environment.sources.join(', ')}`);
  log('info', `Enabled event sources: ${sources.join(', ')}`);
  const running = sources.flatMap((name) => findRunning(name, plugins));
  if (running.some(isServed)) return serveSources(session, running);
  await processEvents(session, loader.ruleset(), running);
  return EXIT.ok;
}

function writePidfile(path: string, name: string): void {
  try {
    writeFileSync(path, String(process.pid));
  } catch {
    throw new FalcoExit(`Could not write pid to pidfile ${name}. Exiting.`);
  }
}

/** A plugin that brings the source; `syscall` has no events here. */
function findRunning(name: string, plugins: readonly LoadedPlugin[]): RunningSource[] {
  const plugin = name === SYSCALL ? undefined : plugins.find((item) => item.plugin.source?.name === name);
  return plugin === undefined ? [] : [{ name, plugin }];
}
