import { existsSync } from 'node:fs';
import { loadConfig } from '@windhover/config';
import { createConfigFiles } from '../load-settings.ts';
import type { CommandIo } from '../process-io.ts';
import { resolveTimeZone } from '../time-zone.ts';
import { FalcoExit } from './falco-exit.ts';
import { createFalcoLog, type FalcoLog, type FalcoLogOptions } from './log.ts';
import type { FalcoArguments } from './parse-arguments.ts';
import { valueOf, valuesOf, type FalcoSession } from './session.ts';
import { describeProgram } from './versions.ts';

const DEFAULT_CONFIG = '/etc/falco/falco.yaml';

/** Read the configuration and start the log with what was read. Throws a `FalcoExit` with Falco's text. */
export function loadSession(words: readonly string[], given: FalcoArguments, io: CommandIo): FalcoSession {
  const path = valueOf({ given }, 'config') ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
  const loaded = loadConfig({
    path,
    options: valuesOf({ given }, 'options'),
    files: createConfigFiles(io.cwd),
    environment: (name) => io.env[name],
  });
  if (!loaded.ok) {
    const log = createLog(loaded.log, false, io);
    for (const warning of loaded.warnings) log('warning', warning);
    if (!loaded.isUnreadable) throw new FalcoExit(loaded.message);
    io.stderr.write(`${loaded.message}\n`);
    throw new FalcoExit('std::exception');
  }
  const { config } = loaded;
  const log = createLog(config.settings.log, config.settings.timeFormatIso8601, io);
  for (const warning of config.warnings) log('warning', warning);
  if (path !== undefined) logFiles(config.files, log);
  return { given, words, io: withHostname(io), config, hasConfigFile: path !== undefined, log };
}

/** Falco's error for a command that needs a configuration file and has none. */
export function requireConfigFile({ hasConfigFile }: FalcoSession): void {
  if (hasConfigFile) return;
  throw new FalcoExit(`You must create a config file at ${DEFAULT_CONFIG} or by passing -c`);
}

function createLog(
  log: Pick<FalcoLogOptions, 'level'> & { readonly stderr: boolean },
  iso8601: boolean,
  io: CommandIo,
): FalcoLog {
  return createFalcoLog({
    stream: io.stderr,
    enabled: log.stderr,
    level: log.level,
    iso8601,
    nowMs: io.nowMs ?? Date.now,
    timeZone: resolveTimeZone(io.env['TZ']),
  });
}

function logFiles(files: readonly { readonly name: string; readonly schema: string }[], log: FalcoLog): void {
  log('info', describeProgram());
  log('info', 'Falco initialized with configuration files:');
  for (const { name, schema } of files) {
    log(schema === 'ok' ? 'info' : 'warning', `   ${name} | schema validation: ${schema}`);
  }
}

function withHostname(io: CommandIo): CommandIo {
  const hostname = io.env['FALCO_HOSTNAME'];
  return hostname === undefined ? io : { ...io, hostname };
}
