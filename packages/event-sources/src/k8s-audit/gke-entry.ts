// Audit events of GKE come as log entries of Google Cloud; this writes them as Kubernetes would, spec §A.7.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { compactText, findMember, findPath, objectMembers } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';

const AUDIT_LOG = /cloudaudit\.googleapis\.com%2F(?:activity|data_access)$/;

/** Whether a log entry is about a request to the API server of a cluster. */
export function isGkeEntry(unit: JsonNode): boolean {
  return (
    AUDIT_LOG.test(textAt(unit, 'logName') ?? '') &&
    textAt(unit, 'resource.type') === 'k8s_cluster' &&
    textAt(unit, 'protoPayload.serviceName') === 'k8s.io'
  );
}

/** The audit event as JSON text. Assumes `isGkeEntry`. */
export function convertGkeEntry(entry: JsonNode, compatibility: Compatibility): ByteString {
  const resourceName = textAt(entry, 'protoPayload.resourceName') ?? '';
  const object = parseResourceName(resourceName);
  const isSession = object?.subresource === 'exec' || object?.subresource === 'attach';
  const verb = (textAt(entry, 'protoPayload.methodName') ?? '').split('.').pop() ?? '';
  const time = jsonAt(entry, 'receiveTimestamp');
  return writeObject([
    ['kind', '"Event"'],
    ['apiVersion', '"audit.k8s.io/v1"'],
    ['level', isSession ? '"Request"' : '"RequestResponse"'],
    ['auditID', jsonAt(entry, 'insertId')],
    ['stage', isSession ? '"ResponseStarted"' : '"ResponseComplete"'],
    ['requestURI', JSON.stringify(`/${resourceName}`)],
    ['verb', JSON.stringify(verb)],
    ['user', writeObject([['username', jsonAt(entry, 'protoPayload.authenticationInfo.principalEmail')]])],
    ['sourceIPs', writeArray(jsonAt(entry, 'protoPayload.requestMetadata.callerIp'))],
    ['userAgent', jsonAt(entry, 'protoPayload.requestMetadata.callerSuppliedUserAgent')],
    [
      'objectRef',
      object && writeObject(Object.entries(object).map(([name, value]) => [name, JSON.stringify(value)])),
    ],
    [
      'responseStatus',
      (compatibility === 'fixed' ? writeFailure(entry) : undefined) ?? inferStatus(verb, isSession),
    ],
    ['requestObject', jsonAt(entry, 'protoPayload.request')],
    ['responseObject', jsonAt(entry, 'protoPayload.response')],
    ['requestReceivedTimestamp', time],
    ['stageTimestamp', time],
    ['annotations', writeAnnotations(entry)],
  ]);
}

function textAt(node: JsonNode, path: string): ByteString | undefined {
  return readStringOnly(findPath(node, pathOf(path)));
}

function jsonAt(node: JsonNode, path: string): ByteString | undefined {
  const found = findPath(node, pathOf(path));
  return found && compactText(found);
}

type Member = readonly [name: ByteString, json: ByteString | undefined];

function writeObject(members: readonly Member[]): ByteString {
  const written = members.flatMap(([name, json]) =>
    json === undefined ? [] : [`${JSON.stringify(name)}:${json}`],
  );
  return `{${written.join(',')}}`;
}

function writeArray(json: ByteString | undefined): ByteString | undefined {
  return json === undefined ? undefined : `[${json}]`;
}

interface ObjectReference {
  readonly apiGroup?: ByteString;
  readonly apiVersion?: ByteString;
  readonly namespace?: ByteString;
  readonly resource?: ByteString;
  readonly name?: ByteString;
  readonly subresource?: ByteString;
}

/** `core/v1/namespaces/NAMESPACE/pods/NAME` and its like, spec §A.7. */
function parseResourceName(resourceName: ByteString): ObjectReference | undefined {
  const parts = resourceName.split('/');
  const [apiGroup, apiVersion] = parts;
  if (apiGroup === undefined || apiVersion === undefined) return undefined;
  if (parts[2] === 'namespaces' && parts.length >= 5) {
    const [namespace, resource, name, subresource] = parts.slice(3);
    return dropAbsent({ apiGroup, apiVersion, namespace, resource, name, subresource });
  }
  if (parts.length < 4) return undefined;
  const [resource, name, subresource] = parts.slice(2);
  return dropAbsent({ apiGroup, apiVersion, resource, name, subresource });
}

function dropAbsent(reference: Record<string, ByteString | undefined>): ObjectReference {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined));
}

/** The plugin infers a status from the verb and never looks at the real one. */
function inferStatus(verb: ByteString, isSession: boolean): ByteString {
  if (isSession) return writeStatus(101, 'Switching Protocols (inferred)');
  return verb === 'create' ? writeStatus(201, 'Created (inferred)') : writeStatus(200, 'OK (inferred)');
}

function writeStatus(code: number, text: string): ByteString {
  return `{"status":${JSON.stringify(text)},"message":${JSON.stringify(text)},"code":${code}}`;
}

/** HTTP statuses of the codes of gRPC by which Google Cloud names errors. */
const httpStatuses = new Map<ByteString, number>([
  ['3', 400],
  ['5', 404],
  ['6', 409],
  ['7', 403],
  ['8', 429],
  ['9', 400],
  ['10', 409],
  ['11', 400],
  ['12', 501],
  ['14', 503],
  ['16', 401],
]);

/** The real status of a request that failed. */
function writeFailure(entry: JsonNode): ByteString | undefined {
  const code = jsonAt(entry, 'protoPayload.status.code');
  if (code === undefined || code === '0') return undefined;
  return writeObject([
    ['status', '"Failure"'],
    ['message', jsonAt(entry, 'protoPayload.status.message')],
    ['code', String(httpStatuses.get(code) ?? 500)],
  ]);
}

/** Labels of the resource come first: of equal names the first counts. */
function writeAnnotations(entry: JsonNode): ByteString {
  const ofResource = findPath(entry, ['resource', 'labels']);
  const own = findMember(entry, 'labels');
  const members = [ofResource, own].flatMap((labels) => (labels ? objectMembers(labels) : []));
  return writeObject(members.map(({ name, value }) => [name, compactText(value)]));
}
