// Fields that say who did what where, by event source: what an alert should name, and what is too broad to select by.

interface SourceFields {
  /** Prefixes of fields that name who acted. */
  readonly who: readonly string[];
  /** Fields that name what was done. */
  readonly what: readonly string[];
  /** Prefixes of fields that name where it happened or what it happened to. */
  readonly where: readonly string[];
  /** Prefixes of fields that hold for a large part of all events. */
  readonly broad: readonly string[];
}

/** By event source; sources that are not here are not looked at. */
export const SOURCE_FIELDS: Readonly<Record<string, SourceFields>> = {
  aws_cloudtrail: {
    who: ['ct.user', 'ct.originaluser', 'ct.srcip', 'json.value[/userIdentity', 'jevt.value[/userIdentity'],
    what: ['ct.name', 'ct.info'],
    where: [
      'ct.region',
      'ct.recipientaccountid',
      'ct.user.accountid',
      'ct.srcip',
      'ct.resources',
      's3.bucket',
      's3.uri',
    ],
    broad: [
      'ct.region',
      'ct.user.accountid',
      'ct.recipientaccountid',
      'ct.apiversion',
      'ct.managementevent',
      'ct.eventcategory',
      'ct.eventtype',
      'ct.readonly',
    ],
  },
  gcp_auditlog: {
    who: ['gcp.user', 'gcp.callerIP'],
    what: ['gcp.methodName'],
    where: ['gcp.projectId', 'gcp.resourceName', 'gcp.callerIP', 'gcp.location', 'gcp.organizationId'],
    broad: ['gcp.projectId', 'gcp.location', 'gcp.logType', 'gcp.logName', 'gcp.organizationId'],
  },
  azure_platformlogs: {
    who: ['azure.user', 'azure.appId', 'azure.callerIP', 'entra.user', 'entra.app', 'entra.srcip'],
    what: ['azure.operation', 'entra.operation'],
    where: ['azure.resource', 'azure.subscriptionId', 'azure.callerIP', 'entra.srcip', 'entra.tenantId'],
    broad: ['azure.subscriptionId', 'azure.tenantId', 'azure.location', 'azure.level', 'entra.tenantId'],
  },
  k8s_audit: {
    who: ['ka.user', 'ka.impuser', 'ka.sourceips'],
    what: ['ka.verb', 'ka.uri'],
    where: ['ka.target', 'ka.uri', 'ka.sourceips', 'ka.cluster'],
    broad: ['ka.stage', 'ka.cluster.name', 'ka.auth.decision'],
  },
  okta: {
    who: ['okta.actor', 'okta.client.ip', 'okta.principal'],
    what: ['okta.evt.type', 'okta.message'],
    where: ['okta.client', 'okta.target', 'okta.app', 'okta.org'],
    broad: ['okta.org', 'okta.severity'],
  },
  github: {
    who: ['github.user'],
    what: ['github.type', 'github.action'],
    where: ['github.repo', 'github.org', 'github.owner'],
    broad: ['github.org', 'github.owner'],
  },
};

/** Fields of every source that say nothing of what happened. */
export const GENERIC_PREFIXES = ['evt.'];

/** Whether a field's text, argument included, begins with one of the prefixes. */
export function hasPrefix(field: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => field.startsWith(prefix));
}
