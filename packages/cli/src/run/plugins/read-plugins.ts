// Falco's `plugins:` → what is read here in their place. The libraries themselves are never opened.
import type { IngestSettings, PluginSettings } from '@windhover/config';
import { ownSchema } from '@windhover/config/own';
import type { OktaOptions } from '@windhover/event-sources';
import { checkInitConfig } from '../../falco/check-init-config.ts';
import { findPluginOfLibrary, knownPlugins } from '../../falco/known-plugins.ts';
import { readAzure } from './azure.ts';
import { readCloudTrail } from './cloudtrail.ts';
import { readGcpAudit } from './gcpaudit.ts';
import { readInitConfig } from './init-config.ts';
import {
  readKubernetesAudit,
  readKubernetesAuditOfAks,
  readKubernetesAuditOfEks,
  readKubernetesAuditOfGke,
  readKubernetesAuditOfOvh,
} from './kubernetes-audit.ts';
import { readOkta } from './okta.ts';
import type { PluginInput, PluginProblem, PluginReading } from './plugin-input.ts';

/** What the plugins of a configuration come to. */
export interface PluginsReading {
  /** What they read, each with the name of its plugin in the configuration. */
  readonly ingests: readonly { readonly plugin: string; readonly settings: IngestSettings }[];
  readonly okta: Partial<OktaOptions>;
  /** What is not done, or done otherwise, each with the name of its plugin. */
  readonly notes: readonly string[];
  readonly problems: readonly (PluginProblem & { readonly plugin: string })[];
}

const READERS: Readonly<Record<string, (plugin: PluginInput) => PluginReading>> = {
  azure: readAzure,
  cloudtrail: readCloudTrail,
  gcpaudit: readGcpAudit,
  github: () => ({
    notes: ['webhooks are not installed here: let them post to ingest http, path /ingest/github'],
  }),
  json: () => ({}),
  k8saudit: readKubernetesAudit,
  'k8saudit-aks': readKubernetesAuditOfAks,
  'k8saudit-eks': readKubernetesAuditOfEks,
  'k8saudit-gke': readKubernetesAuditOfGke,
  'k8saudit-ovh': readKubernetesAuditOfOvh,
  okta: readOkta,
};

/** Read all plugins that a configuration loads. */
export function readPlugins(plugins: readonly PluginSettings[]): PluginsReading {
  const readings = plugins.map((plugin) => ({ plugin: plugin.name, ...readPlugin(plugin) }));
  return {
    ingests: readings.flatMap(({ plugin, settings }) => (settings === undefined ? [] : { plugin, settings })),
    okta: Object.assign({}, ...readings.map(({ okta }) => okta)) as Partial<OktaOptions>,
    notes: readings.flatMap(({ plugin, notes = [] }) => notes.map((note) => `plugin ${plugin}: ${note}`)),
    problems: readings.flatMap(({ plugin, problems = [] }) =>
      problems.map((problem) => ({ plugin, ...problem })),
    ),
  };
}

function readPlugin({
  name: givenName,
  libraryPath,
  openParams,
  initConfig,
}: PluginSettings): PluginReading & { readonly settings?: IngestSettings } {
  // As in Falco the library counts; the name only tells entries apart.
  const known = findPluginOfLibrary(libraryPath) ?? knownPlugins.find((plugin) => plugin.name === givenName);
  const name = known?.name ?? givenName;
  const read = READERS[name];
  if (read === undefined) return { notes: ['there is no such plugin here; it is passed over'] };
  const mistake = known && checkInitConfig(known, initConfig);
  if (mistake !== undefined) return { problems: [{ path: ['init_config'], message: mistake }] };
  const reading = read({ name, openParams, config: readInitConfig(initConfig) });
  if (reading.ingest === undefined) return reading;
  const parsed = ownSchema.shape.ingest.safeParse([reading.ingest]);
  if (parsed.success) return { ...reading, settings: parsed.data[0]! };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: ['open_params'],
    message: `${path.slice(1).join('.')}: ${message}`,
  }));
  return { ...reading, problems };
}
