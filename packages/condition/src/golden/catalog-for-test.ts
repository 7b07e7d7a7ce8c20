// The fields of rules for aws_cloudtrail, as far as the tests of this room need them.

import type { ArgumentRule, FieldCatalog, FieldDefinition, FieldType } from '../field-catalog.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

const genericFields: Readonly<Partial<Record<FieldType, string>>> = {
  uint64: 'evt.num',
  string: `evt.time evt.time.s evt.time.iso8601 evt.datetime evt.datetime.s evt.pluginname evt.plugininfo evt.source
    evt.asynctype evt.hostname`,
  abstime: 'evt.rawtime evt.rawtime.s evt.rawtime.ns',
  reltime: 'evt.reltime evt.reltime.s evt.reltime.ns',
  bool: 'evt.is_async',
};

const stringFields = `ct.id ct.error ct.errormessage ct.time ct.src ct.shortsrc ct.name ct.user ct.originaluser
  ct.user.accountid ct.user.identitytype ct.user.principalid ct.user.arn ct.region ct.response.subnetid
  ct.response.reservationid ct.response ct.request.availabilityzone ct.request.cluster ct.request.functionname
  ct.request.groupname ct.request.host ct.request.name ct.request.policy ct.request.reason ct.request.target
  ct.request.documentname ct.request.serialnumber ct.request.servicename ct.request.subnetid
  ct.request.taskdefinition ct.request.username ct.request ct.srcip ct.useragent ct.info ct.managementevent
  ct.readonly ct.requestid ct.eventtype ct.apiversion ct.resources ct.recipientaccountid ct.serviceeventdetails
  ct.sharedeventid ct.vpcendpointid ct.eventcategory ct.addendum.reason ct.addendum.updatedfields
  ct.addendum.originalrequestid ct.addendum.originaleventid ct.sessioncredentialfromconsole ct.edgedevicedetails
  ct.tlsdetails.tlsversion ct.tlsdetails.ciphersuite ct.tlsdetails.clientprovidedhostheader
  ct.additionaleventdata s3.uri s3.bucket s3.key ec2.name ec2.imageid ecr.repository ecr.imagetag iam.role iam.policy`;

const plain = (names: string, type: FieldType, more: Partial<FieldDefinition> = {}): FieldDefinition[] =>
  words(names).map((name) => ({ name, type, isList: false, description: '', ...more }));

const key: ArgumentRule = { required: true, index: false, key: true };
const index: ArgumentRule = { required: false, index: true, key: false };

const fieldClasses: readonly (readonly FieldDefinition[])[] = [
  Object.entries(genericFields).flatMap(([type, names]) =>
    plain(names, type as FieldType, { generic: true }),
  ),
  [
    ...plain(stringFields, 'string'),
    ...plain('s3.bytes s3.bytes.in s3.bytes.out s3.cnt.get s3.cnt.put s3.cnt.other', 'uint64'),
    ...plain('ec2.imageids', 'string', { isList: true, argument: index }),
  ],
  [
    ...plain('json.value jevt.value', 'string', { argument: key }),
    ...plain('json.obj json.rawtime jevt.obj jevt.rawtime', 'string'),
  ],
];

/** A catalog over classes of fields, searched class by class. */
export function createTestCatalog(
  classes: readonly (readonly FieldDefinition[])[] = fieldClasses,
): FieldCatalog {
  const all = classes.flat();
  return {
    sourceName: 'aws_cloudtrail',
    find: (name) => all.find((field) => field.name === name),
    findPrefix(text) {
      for (const fields of classes) {
        const found = fields.filter(({ name }) => text.startsWith(name));
        if (found.length > 0)
          return found.reduce((longest, field) =>
            field.name.length > longest.name.length ? field : longest,
          );
      }
      return undefined;
    },
    all: () => all,
  };
}
