// What would keep the daemon from starting although each key by itself is right, found before anything is opened.
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import {
  formatKeyPath,
  locateKey,
  parseMetricsInterval,
  type ConfigProblem,
  type FalcoSettings,
  type IngestSettings,
  type KeyPath,
  type LoadedConfig,
  type OwnSettings,
  type SinkSettings,
} from '@windhover/config';
import { hintDidYouMean } from '@windhover/diagnostics';
import { eventSources, findEventSource } from '@windhover/event-sources';
import { parseInterval } from '@windhover/ingest';
import { listFalcoSinks } from './list-falco-sinks.ts';
import { readPlugins } from './plugins/read-plugins.ts';

/** A mistake, and the key that it is about. */
interface Finding {
  readonly path: KeyPath;
  readonly message: string;
}

/** All of it, each with the place of its key. Rules are another matter. */
export function listRunProblems(
  { root, settings }: LoadedConfig,
  own: OwnSettings,
  cwd: string,
): ConfigProblem[] {
  const plugins = readPlugins(settings.plugins);
  const entries = root.members.get('plugins')?.items ?? [];
  const pathOf = (plugin: string): KeyPath => {
    const index = entries.findIndex((entry) => entry.members.get('name')?.text === plugin);
    return ['plugins', Math.max(index, 0)];
  };
  const ingests: readonly PlacedIngest[] = [
    ...own.ingest.map((item, index) => ({ path: ['ingest', index], settings: item })),
    ...plugins.ingests.map((item) => ({ path: pathOf(item.plugin), settings: item.settings })),
  ];
  const falco = listFalcoSinks(settings);
  const sinks = [...(falco.ok ? falco.sinks : []), ...own.sinks];
  const findings: readonly Finding[] = [
    ...plugins.problems.map(({ plugin, path, message }) => ({ path: [...pathOf(plugin), ...path], message })),
    ...(falco.ok ? [] : falco.problems.map((message) => ({ path: ['http_output', 'url'], message }))),
    ...(ingests.length + plugins.problems.length === 0 ? [NOTHING_TO_READ] : []),
    ...(falco.ok && sinks.length === 0 ? [NO_OUTPUT] : []),
    ...(settings.metrics.enabled && parseMetricsInterval(settings.metrics.interval) === undefined
      ? [BAD_INTERVAL]
      : []),
    ...ingests.flatMap((item) => listIngestFindings(item, own)),
    ...listRouteFindings(sinks, own),
    ...listFileFindings(settings, ingests, own, cwd),
  ];
  return findings.map(({ path, message }) => ({
    path: formatKeyPath(path),
    message,
    ...locateKey(root, path),
  }));
}

const NOTHING_TO_READ: Finding = {
  path: [],
  message: 'nothing to read: configure ingest, or plugins with open_params',
};
const NO_OUTPUT: Finding = {
  path: [],
  message: 'No output configured, please make sure at least one output is configured and enabled.',
};

const BAD_INTERVAL: Finding = {
  path: ['metrics', 'interval'],
  message: 'expected a duration of at least 100ms, units descending: 1h, 1m30s',
};

/** An ingest, and the key that asks for it. */
interface PlacedIngest {
  readonly path: KeyPath;
  readonly settings: IngestSettings;
}

function listIngestFindings({ path, settings }: PlacedIngest, { compatibility }: OwnSettings): Finding[] {
  const named =
    settings.type === 'http'
      ? Object.entries(settings.paths).map(([name, source]) => ({ key: ['paths', name], source }))
      : [{ key: ['source'], source: settings.source }];
  const unknown = named.flatMap(({ key, source }) =>
    source === undefined || findEventSource(source) !== undefined
      ? []
      : [{ path: [...path, ...key], message: describeUnknownSource(source) }],
  );
  const interval = 'interval' in settings ? describeInterval(settings.interval, compatibility) : undefined;
  return interval === undefined ? unknown : [...unknown, { path: [...path, 'interval'], message: interval }];
}

function describeInterval(text: string, compatibility: OwnSettings['compatibility']): string | undefined {
  try {
    parseInterval(text, 0, compatibility);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function listRouteFindings(sinks: readonly SinkSettings[], own: OwnSettings): Finding[] {
  const names = sinks.map(({ name, type }) => name ?? type);
  return own.routes.flatMap(({ sinks: wanted, sources = [] }, route) => [
    ...wanted.flatMap((name, index) =>
      names.includes(name)
        ? []
        : [{ path: ['routes', route, 'sinks', index], message: describeUnknown('sink', name, names) }],
    ),
    ...sources.flatMap((name, index) =>
      findEventSource(name) !== undefined
        ? []
        : [{ path: ['routes', route, 'sources', index], message: describeUnknownSource(name) }],
    ),
  ]);
}

function describeUnknownSource(name: string): string {
  return describeUnknown(
    'event source',
    name,
    eventSources.map((source) => source.name),
  );
}

function describeUnknown(what: string, name: string, known: readonly string[]): string {
  const hints = hintDidYouMean(name, known);
  return [
    `there is no ${what} ${name}`,
    ...(hints.length > 0 ? hints : [`known are ${known.join(', ')}`]),
  ].join('; ');
}

/** Keys that name files which must be there: certificates, keys, credentials. */
const FILE_KEY = /_file$/;
/** What is made when it is not there. */
const MADE = new Set(['spool_file']);

function listFileFindings(
  { outputs: { http }, webserver }: FalcoSettings,
  ingests: readonly PlacedIngest[],
  own: OwnSettings,
  cwd: string,
): Finding[] {
  const named: NamedFile[] = [
    ...ingests.flatMap((item) => listNamedFiles(item.settings, item.path)),
    ...own.sinks.flatMap((item, index) => listNamedFiles(item, ['sinks', index])),
    ...(webserver.enabled && webserver.certificateFile !== undefined
      ? [{ path: ['webserver', 'ssl_certificate'], file: webserver.certificateFile }]
      : []),
    ...(http === undefined
      ? []
      : [
          ...(http.caFile === '' ? [] : [{ path: ['http_output', 'ca_cert'], file: http.caFile }]),
          ...(http.mtls
            ? [
                { path: ['http_output', 'client_cert'], file: http.clientCertificateFile },
                { path: ['http_output', 'client_key'], file: http.clientKeyFile },
              ]
            : []),
        ]),
  ];
  return named.flatMap(({ path, file }) => {
    const reason = describeUnreadable(resolve(cwd, file));
    return reason === undefined ? [] : [{ path, message: `cannot read ${file}: ${reason}` }];
  });
}

interface NamedFile {
  readonly path: KeyPath;
  readonly file: string;
}

function listNamedFiles(item: object, path: KeyPath): NamedFile[] {
  return Object.entries(item).flatMap(([name, value]) =>
    FILE_KEY.test(name) && !MADE.has(name) && typeof value === 'string'
      ? [{ path: [...path, name], file: value }]
      : [],
  );
}

function describeUnreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'not allowed' : `${code}`;
  }
}
