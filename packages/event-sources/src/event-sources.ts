import { awsCloudTrail } from './aws-cloudtrail/source.ts';
import { azurePlatformLogs } from './azure-platformlogs/source.ts';
import type { EventSource, PluginVersion } from './event-source.ts';
import { gcpAuditLog } from './gcp-auditlog/source.ts';
import { github } from './github/source.ts';
import { jsonPlugin } from './json-fields.ts';
import { kubernetesAudit } from './k8s-audit/source.ts';
import { okta } from './okta/source.ts';

/** Every event source there is. A new one is a folder and a line here. */
export const eventSources: readonly EventSource[] = [
  awsCloudTrail,
  azurePlatformLogs,
  gcpAuditLog,
  kubernetesAudit,
  github,
  okta,
];

/** The source with this name, or that rules may call by it. */
export function findEventSource(name: string): EventSource | undefined {
  const isAlias = (source: EventSource): boolean =>
    source.partialAliases?.some((alias) => alias.name === name) === true;
  return eventSources.find(
    (source) => source.name === name || source.aliases.includes(name) || isAlias(source),
  );
}

/** What a rule that names its source so demands of a record before its own condition; undefined for full names. */
export function findAliasCondition(name: string): string | undefined {
  const aliases = eventSources.flatMap(({ partialAliases = [] }) => partialAliases);
  return aliases.find((alias) => alias.name === name)?.condition;
}

/** The Falco plugins whose requirement (`required_plugin_versions`) the sources satisfy, with the versions they stand for. */
export function listSatisfiedPlugins(): readonly PluginVersion[] {
  return [...eventSources.flatMap(({ plugin, satisfies = [] }) => [plugin, ...satisfies]), jsonPlugin];
}
