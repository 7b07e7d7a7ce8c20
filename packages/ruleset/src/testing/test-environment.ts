// What the tests of this package load rules for: the fields of CloudTrail, JSON and evt as plain tables.

import type { FieldCatalog, FieldDefinition, FieldType } from '@windhover/condition';
import type { AppendOutput, LoaderEnvironment } from '../ruleset.ts';

const TEXT_FIELDS = `
  ct.id ct.error ct.errormessage ct.time ct.src ct.shortsrc ct.name ct.user ct.originaluser ct.user.accountid
  ct.user.identitytype ct.user.principalid ct.user.arn ct.region ct.response.subnetid ct.response.reservationid ct.response
  ct.request.availabilityzone ct.request.cluster ct.request.functionname ct.request.groupname ct.request.host
  ct.request.name ct.request.policy ct.request.reason ct.request.target ct.request.documentname ct.request.serialnumber
  ct.request.servicename ct.request.subnetid ct.request.taskdefinition ct.request.username ct.request ct.srcip
  ct.useragent ct.info ct.managementevent ct.readonly ct.requestid ct.eventtype ct.apiversion ct.resources
  ct.recipientaccountid ct.serviceeventdetails ct.sharedeventid ct.vpcendpointid ct.eventcategory ct.addendum.reason
  ct.addendum.updatedfields ct.addendum.originalrequestid ct.addendum.originaleventid ct.sessioncredentialfromconsole
  ct.edgedevicedetails ct.tlsdetails.tlsversion ct.tlsdetails.ciphersuite ct.tlsdetails.clientprovidedhostheader
  ct.additionaleventdata s3.uri s3.bucket s3.key ec2.name ec2.imageid ecr.repository ecr.imagetag iam.role iam.policy
`
  .trim()
  .split(/\s+/);
const NUMBER_FIELDS = ['s3.bytes', 's3.bytes.in', 's3.bytes.out', 's3.cnt.get', 's3.cnt.put', 's3.cnt.other'];
const GENERIC_FIELDS: Readonly<Record<string, FieldType>> = {
  'evt.num': 'uint64',
  'evt.time': 'string',
  'evt.time.s': 'string',
  'evt.time.iso8601': 'string',
  'evt.datetime': 'string',
  'evt.datetime.s': 'string',
  'evt.rawtime': 'abstime',
  'evt.rawtime.s': 'abstime',
  'evt.rawtime.ns': 'abstime',
  'evt.reltime': 'reltime',
  'evt.reltime.s': 'reltime',
  'evt.reltime.ns': 'reltime',
  'evt.pluginname': 'string',
  'evt.plugininfo': 'string',
  'evt.source': 'string',
  'evt.is_async': 'bool',
  'evt.asynctype': 'string',
  'evt.hostname': 'string',
};

function define(name: string, type: FieldType, more: Partial<FieldDefinition> = {}): FieldDefinition {
  return { name, type, isList: false, description: '', ...more };
}

const generic = Object.entries(GENERIC_FIELDS).map(([name, type]) => define(name, type, { generic: true }));
const cloudtrail = [
  ...TEXT_FIELDS.map((name) => define(name, 'string')),
  ...NUMBER_FIELDS.map((name) => define(name, 'uint64')),
  define('ec2.imageids', 'string', { isList: true, argument: { required: false, index: true, key: false } }),
];
const json = ['json', 'jevt'].flatMap((prefix) => [
  define(`${prefix}.value`, 'string', { argument: { required: true, index: false, key: true } }),
  define(`${prefix}.obj`, 'string'),
  define(`${prefix}.rawtime`, 'string'),
]);

/** A catalog over classes of fields, searched in their order. */
export function createTestCatalog(
  sourceName: string,
  classes: readonly (readonly FieldDefinition[])[],
): FieldCatalog {
  const all = classes.flat();
  return {
    sourceName,
    find: (name) => all.find((field) => field.name === name),
    findPrefix(text) {
      for (const fields of classes) {
        const found = fields
          .filter(({ name }) => text.startsWith(name))
          .sort((a, b) => b.name.length - a.name.length);
        if (found[0]) return found[0];
      }
      return undefined;
    },
    all: () => all,
  };
}

/** CloudTrail with its plugins, and a `syscall` source without fields of its own, as in the goldens. */
export function createTestEnvironment(appendOutput: readonly AppendOutput[] = []): LoaderEnvironment {
  const catalogs = new Map([
    ['aws_cloudtrail', createTestCatalog('aws_cloudtrail', [generic, cloudtrail, json])],
    ['syscall', createTestCatalog('syscall', [generic])],
  ]);
  return {
    catalogFor: (sourceName) => catalogs.get(sourceName),
    plugins: [
      { name: 'cloudtrail', version: '0.17.1' },
      { name: 'json', version: '0.7.4' },
    ],
    appendOutput,
  };
}

/** Plugins by their fields, as the goldens have them. */
export function testPluginsOf(source: string, fields: readonly string[]): readonly string[] {
  const isOf = (definitions: readonly FieldDefinition[]): boolean =>
    fields.some((name) => definitions.some((field) => field.name === name));
  const plugins = new Set<string>();
  if (source === 'aws_cloudtrail' || isOf(cloudtrail)) plugins.add('cloudtrail');
  if (isOf(json)) plugins.add('json');
  return [...plugins];
}
