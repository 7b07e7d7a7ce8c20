// The one-line summaries ct.info and evt.plugininfo, spec sources-aws.md §2.7 and §4.

import type { ByteString } from '@windhover/bytes';
import { encodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { declareField, pathOf } from '../declare-field.ts';
import type { RecordReader } from '../event-source.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readFlag, readStringOnly, readText } from '../read-value.ts';
import { readShortSource } from './read-event.ts';
import { bucketPath, bytesInPath, bytesOutPath, keyPath, readBytes, readObjectUri } from './s3-fields.ts';
import { readUser, userPaths } from './user-fields.ts';

type Node = JsonNode | undefined;

const WRITES = encodeByteString('→');
const READS = encodeByteString('←');
const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const blockConfigurationPath = 'requestParameters.PublicAccessBlockConfiguration';

const infoPaths = [
  ...userPaths,
  ...['sourceIPAddress', 'eventName', 'errorCode', 'readOnly', blockConfigurationPath],
  ...[bytesInPath, bytesOutPath, bucketPath, keyPath, 'requestParameters.Host'],
];
const USER_PATHS = userPaths.length;

/** Defect D5: Falco's plugin looks for the four settings at the root of the event; `fixed` prints the real ones. */
function blockPaths(compatibility: Compatibility): string[] {
  return compatibility === 'fixed' ? BLOCKS.map((name) => `${blockConfigurationPath}.${name}`) : BLOCKS;
}

function readInfo(nodes: readonly Node[]): ByteString {
  const user = readUser(nodes);
  const [address, eventName, error, readOnly, configuration, ...rest] = nodes.slice(USER_PATHS);
  const [bytesIn, bytesOut, bucket, key, host, ...blocks] = rest;
  const source = readText(address);
  const name = readText(eventName);
  if (user === undefined) return '<invalid cloudtrail event: userIdentity field missing>';
  if (source === undefined) return '<invalid cloudtrail event: eventSource field missing>';
  if (name === undefined) return '<invalid cloudtrail event: eventName field missing>';

  const caller = user === source ? user : `${user} via ${source}`;
  const direction = `${error === undefined ? '' : '!'}${readFlag(readOnly) === 'false' ? WRITES : READS}`;
  const summary = `${caller} ${direction} ${name}`;
  if (name === 'PutBucketPublicAccessBlock') {
    return configuration?.kind === 'object' ? `${summary} ${describeBlocks(blocks)}` : summary;
  }
  return summary + describeSize(readBytes(bytesIn, bytesOut)) + describeTarget(bucket, key, host);
}

function describeBlocks(blocks: readonly Node[]): string {
  return BLOCKS.map((block, index) => `${block}=${readFlag(blocks[index]) ?? 'false'} `).join('');
}

function describeSize(bytes: bigint | undefined): string {
  return bytes === undefined ? '' : ` Size=${bytes}`;
}

function describeTarget(bucket: Node, key: Node, host: Node): ByteString {
  const uri = readObjectUri(bucket, key);
  if (uri !== undefined) return ` URI=${uri}`;
  if (bucket !== undefined) return ` Bucket=${readText(bucket)}`;
  if (key !== undefined) return ` Key=${readText(key)}`;
  return host === undefined ? '' : ` Host=${readText(host)}`;
}

/** `ct.info`: always present, an error text when the event lacks what it needs. */
export function createInfoField(compatibility: Compatibility): FieldDeclaration {
  return declareField({
    name: 'ct.info',
    description: 'Summary: who, from where, whether reading (←) or writing (→), what; `!` marks an error.',
    paths: [...infoPaths, ...blockPaths(compatibility)],
    read: (nodes) => readInfo(nodes),
  });
}

/** `evt.plugininfo`. Defect D6: without a user Falco's plugin glues a placeholder to the region. */
export function createPluginInfo(compatibility: Compatibility): RecordReader<ByteString> {
  const paths = [...infoPaths, ...blockPaths(compatibility), 'eventSource', 'awsRegion'].map(pathOf);
  return {
    paths,
    read(nodes) {
      const [eventSource, awsRegion] = nodes.slice(-2);
      const source = readShortSource(eventSource);
      const region = readStringOnly(awsRegion);
      const name = readStringOnly(nodes[USER_PATHS + 1]);
      if (eventSource?.kind !== 'string') return '<invalid JSON: event did not contain a source>';
      if (region === undefined) return '<invalid JSON: event did not contain an awsRegion>';
      if (name === undefined) return '<invalid JSON: event did not contain an eventName>';
      return `${region}${describeUser(nodes, compatibility)} ${source} ${name} ${readInfo(nodes.slice(0, -2))}`;
    },
  };
}

function describeUser(nodes: readonly Node[], compatibility: Compatibility): ByteString {
  const user = readUser(nodes);
  if (user !== undefined) return user === '' ? '' : ` ${user}`;
  if (compatibility === 'fixed') return '';
  const type = readStringOnly(nodes[0]);
  if (type === undefined) return '';
  return KNOWN_TYPES.has(type) ? '<NA>' : '<unknown user type>';
}

const KNOWN_TYPES = new Set(['Root', 'IAMUser', 'AWSService', 'AssumedRole', 'AWSAccount', 'FederatedUser']);
