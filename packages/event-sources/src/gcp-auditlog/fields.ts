// The table of gcp.* fields, spec sources-gcp.md §2.

import type { ByteString } from '@windhover/bytes';
import { declareField, declareJsonText, declareText } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readStringOnly, readText } from '../read-value.ts';
import { addedFields } from './added-fields.ts';
import { createLocationField } from './location-field.ts';
import { createPolicyDeltaField } from './policy-delta.ts';
import { readStructure } from './read-structure.ts';

/** The plugin's fields in its order, and with `fixed` those that it lacks. */
export function createGcpFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  const declareStructure = (name: string, path: ByteString, description: string): FieldDeclaration =>
    declareField({
      name,
      description,
      paths: [path],
      read: ([node]) => (compatibility === 'strict' ? readText(node) : readStructure(node)),
    });
  return [
    declareText('gcp.user', 'protoPayload.authenticationInfo.principalEmail', 'Who made the request.'),
    declareText('gcp.callerIP', 'protoPayload.requestMetadata.callerIp', 'Address of the caller.'),
    declareText(
      'gcp.userAgent',
      'protoPayload.requestMetadata.callerSuppliedUserAgent',
      'Program that the caller says it used.',
    ),
    declareStructure(
      'gcp.authorizationInfo',
      'protoPayload.authorizationInfo',
      'Permissions that were checked and whether they were granted, as JSON text.',
    ),
    declareText('gcp.serviceName', 'protoPayload.serviceName', 'Service, e.g. `storage.googleapis.com`.'),
    createPolicyDeltaField(compatibility),
    declareStructure('gcp.request', 'protoPayload.request', 'The request, as JSON text.'),
    declareText('gcp.methodName', 'protoPayload.methodName', 'API method that was called.'),
    ...resourceFields,
    createLocationField(compatibility),
    declareField({
      name: 'gcp.logging.sink',
      description: 'Log sink that the event is about.',
      paths: ['resource.type', 'resource.labels.name'],
      read: ([type, name]) => (readStringOnly(type) === 'logging_sink' ? readText(name) : undefined),
    }),
    declareText('gcp.projectId', 'resource.labels.project_id', 'Project of the resource.'),
    declareText('gcp.resourceName', 'protoPayload.resourceName', 'Full name of the resource.'),
    declareText('gcp.resourceType', 'resource.type', 'Type of the resource, e.g. `gcs_bucket`.'),
    declareJsonText('gcp.resourceLabels', 'resource.labels', 'Labels of the resource, as JSON text.'),
    declareText('gcp.storage.bucket', 'resource.labels.bucket_name', 'Cloud Storage bucket.'),
    declareText('gcp.time', 'timestamp', 'Time of the log entry, as received.'),
    ...(compatibility === 'fixed' ? addedFields : []),
  ];
}

const resourceFields: readonly FieldDeclaration[] = [
  declareText('gcp.cloudfunctions.function', 'resource.labels.function_name', 'Cloud function.'),
  declareText('gcp.cloudsql.databaseId', 'resource.labels.database_id', 'Cloud SQL database.'),
  declareText('gcp.compute.instanceId', 'resource.labels.instance_id', 'Id of the virtual machine.'),
  declareText('gcp.compute.networkId', 'resource.labels.network_id', 'Id of the network.'),
  declareText('gcp.compute.subnetwork', 'resource.labels.subnetwork_name', 'Name of the subnetwork.'),
  declareText('gcp.compute.subnetworkId', 'resource.labels.subnetwork_id', 'Id of the subnetwork.'),
  declareText('gcp.dns.zone', 'resource.labels.zone_name', 'Managed DNS zone.'),
  declareText('gcp.iam.serviceAccount', 'resource.labels.email_id', 'Service account that is acted on.'),
  declareText('gcp.iam.serviceAccountId', 'resource.labels.unique_id', 'Id of that service account.'),
];
