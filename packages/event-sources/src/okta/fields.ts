// The table of okta.* fields, spec sources-k8s-okta-github.md §B.2.

import type { ByteString } from '@windhover/bytes';
import { encodeByteString } from '@windhover/bytes';
import { rawText } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readUint64 } from '../read-value.ts';
import { declareCounters } from './counter-fields.ts';
import { formatFloat } from './format-float.ts';
import { readOktaText } from './read-okta-text.ts';
import { targetFields } from './target-fields.ts';

const debugData = 'debugContext.debugData';
const geography = 'client.geographicalContext';

export function createOktaFields(
  compatibility: Compatibility,
  organization: string,
): readonly FieldDeclaration[] {
  const org = encodeByteString(organization);
  return [
    declareField({
      name: 'okta.app',
      description: 'Application, from the URI of a request to `/app/`.',
      paths: [`${debugData}.requestUri`],
      read([node]) {
        const uri = readOktaText(node);
        return uri.startsWith('/app/') ? uri.split('/', 3)[2] : undefined;
      },
    }),
    declareField({
      name: 'okta.org',
      description: 'Organisation that is configured for the source.',
      paths: [],
      read: () => org,
    }),
    ...eventFields,
    ...clientFields,
    declareCoordinate('okta.client.geo.lat', `${geography}.geolocation.lat`, 'Latitude of the client.'),
    // Defect O1: Falco's plugin reads a member that does not exist.
    declareCoordinate(
      'okta.client.geo.lon',
      `${geography}.geolocation.${compatibility === 'strict' ? 'lonDe' : 'lon'}`,
      'Longitude of the client.',
    ),
    ...contextFields,
    ...targetFields,
    ...declareCounters(compatibility),
  ];
}

function text(name: string, path: ByteString, description: string): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readOktaText(node) });
}

function declareCoordinate(name: string, path: ByteString, description: string): FieldDeclaration {
  return declareField({
    name,
    description,
    paths: [path],
    read: ([node]) => formatFloat(node?.kind === 'number' ? Number(rawText(node)) || 0 : 0),
  });
}

const eventFields: readonly FieldDeclaration[] = [
  text('okta.evt.type', 'eventType', 'Type of the event, e.g. `user.session.start`.'),
  text('okta.evt.legacytype', 'legacyEventType', 'Type of the event in the older API.'),
  text('okta.severity', 'severity', 'Severity: `DEBUG`, `INFO`, `WARN` or `ERROR`.'),
  text('okta.message', 'displayMessage', 'What happened, in words.'),
  text('okta.published', 'published', 'Time of the event, as received.'),
  text('okta.actor.id', 'actor.id', 'Id of who acted.'),
  text('okta.actor.Type', 'actor.type', 'Kind of actor, e.g. `User` or `SystemPrincipal`.'),
  text('okta.actor.alternateid', 'actor.alternateId', 'Login of who acted.'),
  text('okta.actor.name', 'actor.displayName', 'Name of who acted.'),
];

const clientFields: readonly FieldDeclaration[] = [
  text('okta.client.zone', 'client.zone', 'Network zone of the client.'),
  text('okta.client.ip', 'client.ipAddress', 'Address of the client.'),
  text('okta.client.device', 'client.device', 'Kind of device, e.g. `Computer`.'),
  text('okta.client.id', 'client.id', 'Id of the OAuth client or agent.'),
  text('okta.client.geo.city', `${geography}.city`, 'City of the client.'),
  text('okta.client.geo.state', `${geography}.state`, 'State of the client.'),
  text('okta.client.geo.country', `${geography}.country`, 'Country of the client.'),
  text('okta.client.geo.postalcode', `${geography}.postalCode`, 'Postal code of the client.'),
  text('okta.useragent.os', 'client.userAgent.os', 'Operating system of the client.'),
  text('okta.useragent.browser', 'client.userAgent.browser', 'Browser of the client.'),
  text('okta.useragent.raw', 'client.userAgent.rawUserAgent', 'User agent as the client sent it.'),
];

const contextFields: readonly FieldDeclaration[] = [
  text('okta.result', 'outcome.result', 'Outcome: `SUCCESS`, `FAILURE`, `DENY` …'),
  text('okta.reason', 'outcome.reason', 'Why it ended so.'),
  text('okta.transaction.id', 'transaction.id', 'Id shared by the events of a transaction.'),
  text('okta.transaction.type', 'transaction.type', '`WEB` or `JOB`.'),
  text('okta.requesturi', `${debugData}.requestUri`, 'URI of the request.'),
  text('okta.behaviors', `${debugData}.behaviors`, 'Behaviours that were detected, as Okta writes them.'),
  text('okta.logonlysecuritydata', `${debugData}.logOnlySecurityData`, 'Risk assessment, as JSON text.'),
  text('okta.principal.id', `${debugData}.originalPrincipal.id`, 'Id of who acts through another identity.'),
  text(
    'okta.principal.alternateid',
    `${debugData}.originalPrincipal.alternateId`,
    'Login of that principal.',
  ),
  text('okta.principal.type', `${debugData}.originalPrincipal.type`, 'Kind of that principal.'),
  text('okta.principal.name', `${debugData}.originalPrincipal.displayName`, 'Name of that principal.'),
  declareField({
    name: 'okta.authentication.step',
    description: 'Step of the authentication, from 0.',
    paths: ['authenticationContext.authenticationStep'],
    read: ([step]) => readOktaText(step) || '0',
  }),
  text('okta.authentication.sessionid', 'authenticationContext.externalSessionId', 'Id of the session.'),
  text(
    'okta.authentication.provider',
    'authenticationContext.authenticationProvider',
    'System that checked the credential.',
  ),
  text(
    'okta.authentication.credentialprovider',
    'authenticationContext.credentialProvider',
    'System that issued the credential.',
  ),
  declareField({
    name: 'okta.security.asnumber',
    description: 'Number of the autonomous system of the client, or 0.',
    type: 'uint64',
    paths: ['securityContext.asNumber'],
    read: ([number]) => readUint64(number) ?? 0n,
  }),
  text('okta.security.asorg', 'securityContext.asOrg', 'Organisation behind that autonomous system.'),
  text('okta.security.isp', 'securityContext.isp', 'Internet provider of the client.'),
  text('okta.security.domain', 'securityContext.domain', 'Domain of the client.'),
  text('okta.security.isproxy', 'securityContext.isProxy', '`true` if the address is a known proxy.'),
];
