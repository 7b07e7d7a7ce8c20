// What only sign-ins and risk events of Entra have, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import type { FieldDeclaration } from '../field.ts';
import { textAt } from './declare-azure-field.ts';
import { declareEntra, declareSignInText, textsOfEach, type EntraRecord } from './entra-record.ts';
import { readErrorCode } from './entra-result.ts';
import { findLoosely, findText, listElements } from './find-loosely.ts';
import { listOrNothing, readAzureList, readAzureUint64 } from './read-azure-value.ts';

function declareSteps(name: string, description: string, member: string): FieldDeclaration {
  return declareEntra({
    name,
    description,
    isList: true,
    read: ({ body }) => listOrNothing(textsOfEach(findLoosely(body, ['authenticationDetails']), [member])),
  });
}

/** Country of the location or, where that is only a code of two letters, the code. */
function readCountry({ root, body, form }: EntraRecord): ByteString | undefined {
  if (form === 'entra_audit') return undefined;
  const named = textAt(body, 'location.countryOrRegion', 'locationDetails.countryOrRegion');
  const codes = [textAt(body, 'location'), textAt(root, 'location')];
  return named ?? codes.find((code) => code !== undefined && /^[A-Za-z]{2}$/.test(code));
}

/** Names of the policies that were applied, not of those that are only reported on or turned off. */
function readPolicies({ body }: EntraRecord): readonly ByteString[] | undefined {
  const list =
    findLoosely(body, ['appliedConditionalAccessPolicies']) ??
    findLoosely(body, ['conditionalAccessPolicies']);
  const applied = listElements(list).filter((policy) =>
    /^(?:success|failure)$/i.test(findText(policy, [['result']]) ?? ''),
  );
  return listOrNothing(applied.map((policy) => findText(policy, [['displayName']])));
}

function readRiskTypes({ body, form }: EntraRecord): readonly ByteString[] | undefined {
  if (form === 'entra_audit') return undefined;
  const single = form === 'entra_risk' ? textAt(body, 'riskEventType') : undefined;
  if (single !== undefined) return [single];
  return (
    readAzureList(listElements(findLoosely(body, ['riskEventTypes_v2']))) ??
    readAzureList(listElements(findLoosely(body, ['riskEventTypes'])))
  );
}

const location = (...members: readonly string[]): readonly string[] =>
  members.flatMap((member) => [`location.${member}`, `locationDetails.${member}`]);

export const entraSignInFields: readonly FieldDeclaration[] = [
  declareEntra({
    name: 'entra.asn',
    description: 'Number of the autonomous system that the sign-in came from.',
    type: 'uint64',
    read: ({ body, form }) =>
      form === 'entra_audit' ? undefined : readAzureUint64(textAt(body, 'autonomousSystemNumber')),
  }),
  declareSignInText(
    'entra.clientApp',
    'Kind of client: `Browser`, `Mobile Apps and Desktop clients`, `IMAP4` …',
    'clientAppUsed',
  ),
  declareEntra({
    name: 'entra.errorCode',
    description: 'Error code of the sign-in; `0` for success.',
    read: readErrorCode,
  }),
  declareSignInText('entra.geo.city', 'City that the sign-in came from.', ...location('city')),
  declareSignInText('entra.geo.state', 'State that the sign-in came from.', ...location('state')),
  declareEntra({
    name: 'entra.geo.country_or_region',
    description: 'Country or region that the sign-in came from.',
    read: readCountry,
  }),
  declareSignInText(
    'entra.geo.lat',
    'Latitude of the place that the sign-in came from.',
    ...location('geoCoordinates.latitude'),
  ),
  declareSignInText(
    'entra.geo.lon',
    'Longitude of the place that the sign-in came from.',
    ...location('geoCoordinates.longitude'),
  ),
  declareSignInText(
    'entra.device.deviceId',
    'Id of the device; no value for devices that Entra does not know.',
    'deviceDetail.deviceId',
  ),
  declareSignInText('entra.device.displayName', 'Name of the device.', 'deviceDetail.displayName'),
  declareSignInText('entra.device.os', 'Operating system of the device.', 'deviceDetail.operatingSystem'),
  declareSignInText('entra.device.browser', 'Browser on the device.', 'deviceDetail.browser'),
  declareSignInText(
    'entra.device.trustType',
    'How the device is joined to the tenant.',
    'deviceDetail.trustType',
  ),
  declareSignInText(
    'entra.device.isCompliant',
    '`true` if the device is compliant.',
    'deviceDetail.isCompliant',
  ),
  declareSignInText('entra.device.isManaged', '`true` if the device is managed.', 'deviceDetail.isManaged'),
  declareSignInText('entra.isInteractive', '`true` if a person signed in on a screen.', 'isInteractive'),
  declareSignInText(
    'entra.auth.requirement',
    '`singleFactorAuthentication` or `multiFactorAuthentication`.',
    'authenticationRequirement',
  ),
  declareSteps(
    'entra.auth.methods',
    'Methods of the steps of authentication: `Password`, `Text message` …',
    'authenticationMethod',
  ),
  declareSteps('entra.auth.succeeded', '`true` or `false` for each of those steps.', 'succeeded'),
  declareSteps(
    'entra.auth.detail',
    'Outcome of each of those steps, in words.',
    'authenticationStepResultDetail',
  ),
  declareSignInText(
    'entra.auth.protocol',
    'Protocol: `deviceCode`, `ropc`, `oAuth2`, `none` …',
    'authenticationProtocol',
  ),
  declareSignInText('entra.incomingTokenType', 'Kind of token that was presented.', 'incomingTokenType'),
  declareSignInText(
    'entra.tokenIssuerType',
    'Kind of identity provider that issued the token.',
    'tokenIssuerType',
  ),
  declareSignInText(
    'entra.ca.status',
    'Outcome of conditional access: `success`, `failure`, `notApplied`, or a number in Log Analytics.',
    'conditionalAccessStatus',
  ),
  declareEntra({
    name: 'entra.ca.policies',
    description: 'Names of the conditional access policies that were applied.',
    isList: true,
    read: readPolicies,
  }),
  declareSignInText(
    'entra.crossTenant',
    'Kind of access across tenants: `none`, `b2bCollaboration` …',
    'crossTenantAccessType',
  ),
  declareSignInText(
    'entra.risk.level',
    'Risk of this sign-in, or of the user or event that a risk record is about.',
    'riskLevelDuringSignIn',
    'riskLevel',
  ),
  declareSignInText(
    'entra.risk.levelAggregated',
    'Risk of the user, all signs taken together.',
    'riskLevelAggregated',
  ),
  declareSignInText(
    'entra.risk.state',
    '`atRisk`, `confirmedCompromised`, `remediated`, `dismissed`, `none` …',
    'riskState',
  ),
  declareSignInText('entra.risk.detail', 'Why the risk is in that state.', 'riskDetail'),
  declareEntra({
    name: 'entra.risk.types',
    description: 'Signs of risk: `unfamiliarFeatures`, `anonymizedIPAddress`, `leakedCredentials` …',
    isList: true,
    read: readRiskTypes,
  }),
];
