// The fields of Falco's cloudtrail plugin, spec sources-aws.md §2, and their older aws.* names, §7.

import { declareAlias, declareField, declareFlag, declareJsonText, declareText } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readFlag, readText } from '../read-value.ts';
import { ec2Fields } from './ec2-fields.ts';
import { createInfoField } from './info-field.ts';
import { readResources, readShortSource } from './read-event.ts';
import { s3Fields } from './s3-fields.ts';
import { originalUserField, userField } from './user-fields.ts';

/** All fields in listing order. */
export function createCloudTrailFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  const fields = [
    ...eventFields,
    ...userFields,
    ...requestAndResponseFields(compatibility),
    ...callerFields,
    createInfoField(compatibility),
    ...detailFields(compatibility),
    ...s3Fields,
    ...ec2Fields,
    ...otherServiceFields,
  ];
  return [...fields, ...declareAliases(fields)];
}

const eventFields = [
  declareText('ct.id', 'eventID', 'Unique id of the event.'),
  declareText('ct.error', 'errorCode', 'Error code, when the request failed.'),
  declareText('ct.errormessage', 'errorMessage', 'What the error is about.'),
  { ...declareText('ct.time', 'eventTime', 'Time of the request, as CloudTrail wrote it.'), hidden: true },
  declareText('ct.src', 'eventSource', 'Service that the request was made to, e.g. `s3.amazonaws.com`.'),
  declareField({
    name: 'ct.shortsrc',
    description: 'Service without the trailing `.amazonaws.com`.',
    paths: ['eventSource'],
    read: ([source]) => readShortSource(source),
  }),
  declareText('ct.name', 'eventName', 'Name of the API call or event.'),
];

const userFields = [
  userField,
  originalUserField,
  declareField({
    name: 'ct.user.accountid',
    description: 'Account of the caller, or else the account that received the event.',
    paths: ['userIdentity.accountId', 'recipientAccountId'],
    read: ([caller, recipient]) => readText(caller ?? recipient),
  }),
  declareText('ct.user.identitytype', 'userIdentity.type', 'Kind of identity that made the request.'),
  declareText('ct.user.principalid', 'userIdentity.principalId', 'Unique id of the caller.'),
  declareText('ct.user.arn', 'userIdentity.arn', 'ARN of the caller.'),
  declareText('ct.region', 'awsRegion', 'Region that the request was made to.'),
];

function requestAndResponseFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  return [
    declareText('ct.response.subnetid', 'responseElements.subnetId', 'Subnet in the response.'),
    declareText(
      'ct.response.reservationid',
      'responseElements.reservationId',
      'Reservation in the response.',
    ),
    declareJsonText('ct.response', 'responseElements', 'All elements of the response, as JSON text.'),
    declareText(
      'ct.request.availabilityzone',
      'requestParameters.availabilityZone',
      'Availability zone in the request.',
    ),
    declareText('ct.request.cluster', 'requestParameters.cluster', 'Cluster in the request.'),
    declareText('ct.request.functionname', 'requestParameters.functionName', 'Function name in the request.'),
    declareText('ct.request.groupname', 'requestParameters.groupName', 'Group name in the request.'),
    declareText('ct.request.host', 'requestParameters.Host', 'Host in the request.'),
    declareText('ct.request.name', 'requestParameters.name', 'Name of the entity that the request acts on.'),
    declareText('ct.request.policy', 'requestParameters.policy', 'Policy in the request.'),
    declareText('ct.request.reason', 'requestParameters.reason', 'Reason in the request.'),
    declareText('ct.request.target', 'requestParameters.target', 'Target in the request.'),
    declareDocumentName(compatibility),
    declareText('ct.request.serialnumber', 'requestParameters.serialNumber', 'Serial number in the request.'),
    declareText('ct.request.servicename', 'requestParameters.serviceName', 'Service name in the request.'),
    declareText('ct.request.subnetid', 'requestParameters.subnetId', 'Subnet in the request.'),
    declareText(
      'ct.request.taskdefinition',
      'requestParameters.taskDefinition',
      'Task definition in the request.',
    ),
    declareText('ct.request.username', 'requestParameters.userName', 'User name in the request.'),
    declareJsonText('ct.request', 'requestParameters', 'All parameters of the request, as JSON text.'),
  ];
}

/** Defect D1: Falco's plugin registers the field under a name that it does not look for. */
function declareDocumentName(compatibility: Compatibility): FieldDeclaration {
  const [name, description] = ['ct.request.documentname', 'Document name in the request.'];
  return compatibility === 'fixed'
    ? declareText(name, 'requestParameters.documentName', description)
    : declareField({ name, description, paths: [], read: () => undefined });
}

const callerFields = [
  declareText('ct.srcip', 'sourceIPAddress', 'Address, or service, that the request came from.'),
  declareText('ct.useragent', 'userAgent', 'Program that made the request.'),
];

function detailFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  return [
    declareFlag('ct.managementevent', 'managementEvent', '`true` for management events.'),
    declareFlag('ct.readonly', 'readOnly', '`true` if the call only reads.'),
    declareText('ct.requestid', 'requestID', 'Id of the request.'),
    declareText('ct.eventtype', 'eventType', 'Kind of event, e.g. `AwsApiCall`.'),
    declareText('ct.apiversion', 'apiVersion', 'Version of the API, for `AwsApiCall` events.'),
    declareField({
      name: 'ct.resources',
      description: 'Resources that the event touched: their JSON texts, joined with commas.',
      paths: ['resources'],
      read: ([resources]) => readResources(resources),
    }),
    declareText('ct.recipientaccountid', 'recipientAccountId', 'Account that received the event.'),
    declareText(
      'ct.serviceeventdetails',
      'serviceEventDetails',
      'Details of a service event; empty when they are an object.',
    ),
    declareText(
      'ct.sharedeventid',
      'sharedEventID',
      'Id that the copies of an event in several accounts share.',
    ),
    declareText('ct.vpcendpointid', 'vpcEndpointId', 'VPC endpoint through which the request came.'),
    declareText('ct.eventcategory', 'eventCategory', '`Management`, `Data`, `Insight` …'),
    declareText('ct.addendum.reason', 'addendum.reason', 'Why the event came late or was changed.'),
    declareText('ct.addendum.updatedfields', 'addendum.updatedFields', 'Members that an addendum changes.'),
    declareText(
      'ct.addendum.originalrequestid',
      'addendum.originalRequestID',
      'Request id of the original event.',
    ),
    declareText('ct.addendum.originaleventid', 'addendum.originalEventID', 'Event id of the original event.'),
    declareConsoleCredential(compatibility),
    declareText(
      'ct.edgedevicedetails',
      'edgeDeviceDetails',
      'Edge device of the request; empty when it is an object.',
    ),
    declareText('ct.tlsdetails.tlsversion', 'tlsDetails.tlsVersion', 'TLS version of the request.'),
    declareText('ct.tlsdetails.ciphersuite', 'tlsDetails.cipherSuite', 'TLS cipher suite of the request.'),
    declareText(
      'ct.tlsdetails.clientprovidedhostheader',
      'tlsDetails.clientProvidedHostHeader',
      'Host name that the caller used, usually the service endpoint.',
    ),
    declareJsonText(
      'ct.additionaleventdata',
      'additionalEventData',
      'Further data of the event, as JSON text.',
    ),
  ];
}

/** Defect D4: CloudTrail sends a string here, which Falco's plugin takes for `false`. */
function declareConsoleCredential(compatibility: Compatibility): FieldDeclaration {
  return declareField({
    name: 'ct.sessioncredentialfromconsole',
    description: '`true` if the credentials come from a console session.',
    paths: ['sessionCredentialFromConsole'],
    read: ([node]) => (compatibility === 'fixed' && readText(node) === 'true' ? 'true' : readFlag(node)),
  });
}

const otherServiceFields = [
  declareText('ecr.repository', 'requestParameters.repositoryName', 'ECR repository in the request.'),
  declareText('ecr.imagetag', 'requestParameters.imageTag', 'ECR image tag in the request.'),
  declareText('iam.role', 'requestParameters.roleName', 'IAM role in the request.'),
  declareText('iam.policy', 'requestParameters.policyName', 'IAM policy in the request.'),
];

const aliases: readonly (readonly [alias: string, target: string])[] = [
  ['aws.eventName', 'ct.name'],
  ['aws.eventSource', 'ct.src'],
  ['aws.errorCode', 'ct.error'],
  ['aws.errorMessage', 'ct.errormessage'],
  ['aws.user', 'ct.user'],
  ['aws.sourceIP', 'ct.srcip'],
  ['aws.sourceIPAddress', 'ct.srcip'],
  ['aws.region', 'ct.region'],
  ['aws.awsRegion', 'ct.region'],
  ['aws.eventID', 'ct.id'],
  ['aws.eventTime', 'ct.time'],
  ['aws.eventType', 'ct.eventtype'],
  ['aws.accountId', 'ct.user.accountid'],
  ['aws.recipientAccountId', 'ct.recipientaccountid'],
  ['aws.userAgent', 'ct.useragent'],
  ['aws.userIdentity.type', 'ct.user.identitytype'],
  ['aws.userIdentity.arn', 'ct.user.arn'],
  ['aws.userIdentity.principalId', 'ct.user.principalid'],
  ['aws.requestID', 'ct.requestid'],
  ['aws.readOnly', 'ct.readonly'],
];

function declareAliases(fields: readonly FieldDeclaration[]): FieldDeclaration[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return aliases.map(([alias, target]) => declareAlias(alias, byName.get(target) as FieldDeclaration));
}
