import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findPath } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import type { Compatibility } from '../field.ts';
import { createFieldCatalog } from '../field-catalog.ts';
import { contextOf, fieldReader } from '../read-for-test.ts';
import { awsCloudTrail } from './source.ts';

interface RealRecord {
  readonly eventID: string;
}

function readSamples(name: string): readonly RealRecord[] {
  const file = join(import.meta.dirname, '../../../../samples/aws', `${name}.json.gz`);
  return (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { Records: RealRecord[] }).Records;
}

const samples = new Map(
  ['stratus-red-team', 'traildiscover', 'invictus-ir-aws_dataset']
    .flatMap(readSamples)
    .map((record) => [record.eventID, record]),
);
const names = [
  ...[
    'ct.name',
    'ct.user',
    'ct.originaluser',
    'ct.srcip',
    'ct.shortsrc',
    'ct.error',
    'ct.readonly',
    'ct.info',
  ],
  ...['ct.request.name', 'ct.request.username', 'iam.role', 's3.bucket', 's3.bytes'],
  ...[
    'json.value[/requestParameters/ipPermissions/items/0/ipRanges/items/0/cidrIp]',
    'json.value[/additionalEventData/MFAUsed]',
  ],
];

describe('fields of real events', () => {
  it.each<[id: string, fields: Readonly<Record<string, unknown>>]>([
    [
      'b379479b-05c9-4c3c-af4b-cbd43acf29e1',
      {
        'ct.name': 'GetCallerIdentity',
        'ct.user': 'stratus-red-team-ec2-steal-credentials-role',
        'ct.originaluser': 'i-786a3A8B5C0d92eF4',
        'ct.srcip': '18.236.253.47',
        'ct.shortsrc': 'sts',
        'ct.readonly': 'true',
        'ct.info': 'stratus-red-team-ec2-steal-credentials-role via 18.236.253.47 ← GetCallerIdentity',
      },
    ],
    [
      '10163ed2-2253-469d-a5ee-cbc6651f8934',
      {
        'ct.name': 'StopLogging',
        'ct.user': 'christophe',
        'ct.originaluser': 'christophe',
        'ct.srcip': '86.245.153.234',
        'ct.shortsrc': 'cloudtrail',
        'ct.readonly': 'false',
        'ct.info': 'christophe via 86.245.153.234 → StopLogging',
        'ct.request.name': 'stratus-red-team-ct-stop-trail-buykxbqejv',
      },
    ],
    [
      '1a4debbb-12e9-4bde-b8c7-ea29002bb2a7',
      {
        'ct.name': 'RunInstances',
        'ct.user': 'stratus-red-team-ec2lui-role-idtzskbvtd',
        'ct.originaluser': 'aws-go-sdk-1722511821294449000',
        'ct.srcip': '06.237.252.245',
        'ct.shortsrc': 'ec2',
        'ct.error': 'Client.UnauthorizedOperation',
        'ct.readonly': 'false',
        'ct.info': 'stratus-red-team-ec2lui-role-idtzskbvtd via 06.237.252.245 !→ RunInstances',
      },
    ],
    [
      '083dc4ad-e264-46bc-a407-d0dd31b58bdc',
      {
        'ct.name': 'AttachUserPolicy',
        'ct.user': 'christophe',
        'ct.originaluser': 'christophe',
        'ct.srcip': '075.050.255.67',
        'ct.shortsrc': 'iam',
        'ct.readonly': 'false',
        'ct.info': 'christophe via 075.050.255.67 → AttachUserPolicy',
        'ct.request.username': 'malicious-iam-user',
      },
    ],
    [
      'd2905ac3-9898-433f-b10d-9302abe4e208',
      {
        'ct.name': 'CreateRole',
        'ct.user': 'christophe',
        'ct.originaluser': 'christophe',
        'ct.srcip': '209.209.254.254',
        'ct.shortsrc': 'iam',
        'ct.readonly': 'false',
        'ct.info': 'christophe via 209.209.254.254 → CreateRole',
        'iam.role': 'stratus-red-team-malicious-iam-role',
      },
    ],
    [
      '91529247-c4c4-4793-afc8-d70bbcfe9d19',
      {
        'ct.name': 'GetCallerIdentity',
        'ct.user': 'FederatedUser',
        'ct.srcip': '255.090.254.5',
        'ct.shortsrc': 'sts',
        'ct.readonly': 'true',
        'ct.info': 'FederatedUser via 255.090.254.5 ← GetCallerIdentity',
      },
    ],
    [
      'a048ca6f-5d17-48ef-a818-8db62b4cf3bd',
      {
        'ct.name': 'AcceptAgreementRequest',
        'ct.srcip': '0.0.0.0',
        'ct.shortsrc': 'agreement-marketplace',
        'ct.readonly': 'false',
        'ct.info': '<invalid cloudtrail event: userIdentity field missing>',
      },
    ],
    [
      'b87911ca-8464-4181-a78a-1bb80498e32c',
      {
        'ct.name': 'AuthorizeSecurityGroupIngress',
        'ct.user': 'TrailDiscover',
        'ct.originaluser': 'TrailDiscover',
        'ct.srcip': '0.0.0.0',
        'ct.shortsrc': 'ec2',
        'ct.error': 'Client.UnauthorizedOperation',
        'ct.readonly': 'false',
        'ct.info': 'TrailDiscover via 0.0.0.0 !→ AuthorizeSecurityGroupIngress',
        'json.value[/requestParameters/ipPermissions/items/0/ipRanges/items/0/cidrIp]': '0.0.0.0/24',
      },
    ],
    [
      'ba0bcf69-abc1-403e-ab64-faf08b719b17',
      {
        'ct.name': 'PutBucketPolicy',
        'ct.user': 'TrailDiscover',
        'ct.originaluser': 'TrailDiscover',
        'ct.srcip': '0.0.0.0',
        'ct.shortsrc': 's3',
        'ct.error': 'NoSuchBucket',
        'ct.readonly': 'false',
        'ct.info': 'TrailDiscover via 0.0.0.0 !→ PutBucketPolicy Size=305 Bucket=TrailDiscover',
        's3.bucket': 'TrailDiscover',
        's3.bytes': 305n,
      },
    ],
    [
      '7a5ee168-7848-4cfa-8d3c-69f78ecb1806',
      {
        'ct.name': 'AssumeRole',
        'ct.user': 'ec2.amazonaws.com',
        'ct.srcip': 'ec2.amazonaws.com',
        'ct.shortsrc': 'sts',
        'ct.readonly': 'true',
        'ct.info': 'ec2.amazonaws.com ← AssumeRole',
      },
    ],
    [
      '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
      {
        'ct.name': 'ConsoleLogin',
        'ct.user': 'bert-jan',
        'ct.originaluser': 'bert-jan',
        'ct.srcip': '10.8.8.10',
        'ct.shortsrc': 'signin',
        'ct.readonly': 'false',
        'ct.info': 'bert-jan via 10.8.8.10 → ConsoleLogin',
        'json.value[/additionalEventData/MFAUsed]': 'Yes',
      },
    ],
  ])('of %s', (id, fields) => {
    const read = fieldReader(awsCloudTrail, JSON.stringify(samples.get(id)));
    const got = Object.fromEntries(
      names.map((name) => [name, read(name)]).filter(([, value]) => value !== undefined),
    );
    expect(got).toEqual(fields);
  });
});

describe('defects of the original', () => {
  const block = {
    BlockPublicAcls: true,
    BlockPublicPolicy: false,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: false,
  };
  const publicAccess = {
    userIdentity: { type: 'IAMUser', userName: 'a' },
    sourceIPAddress: '1.1.1.1',
    eventName: 'PutBucketPublicAccessBlock',
    requestParameters: { PublicAccessBlockConfiguration: block },
  };
  const rootLogin = {
    eventSource: 'signin.amazonaws.com',
    awsRegion: 'us-east-1',
    eventName: 'ConsoleLogin',
    userIdentity: { type: 'Root' },
  };
  const noUser = '<invalid cloudtrail event: userIdentity field missing>';
  const blockText = (first: boolean, third: boolean): string =>
    `a via 1.1.1.1 ← PutBucketPublicAccessBlock BlockPublicAcls=${first} BlockPublicPolicy=false IgnorePublicAcls=${third} RestrictPublicBuckets=false `;

  it.each<[id: string, field: string, event: object, strict: unknown, fixed: unknown]>([
    ['D1', 'ct.request.documentname', { requestParameters: { documentName: 'd' } }, undefined, 'd'],
    ['D2', 's3.bytes.in', { additionalEventData: {} }, undefined, undefined],
    ['D3', 'ct.serviceeventdetails', { serviceEventDetails: { a: 1 } }, '', ''],
    ['D3', 'ct.error', { errorCode: null }, '', ''],
    ['D4', 'ct.sessioncredentialfromconsole', { sessionCredentialFromConsole: 'true' }, 'false', 'true'],
    ['D4', 'ct.sessioncredentialfromconsole', { sessionCredentialFromConsole: 'false' }, 'false', 'false'],
    ['D4', 'ct.sessioncredentialfromconsole', {}, undefined, undefined],
    ['D5', 'ct.info', publicAccess, blockText(false, false), blockText(true, true)],
    [
      'D6',
      'evt.plugininfo',
      rootLogin,
      `us-east-1<NA> signin ConsoleLogin ${noUser}`,
      `us-east-1 signin ConsoleLogin ${noUser}`,
    ],
    [
      'D6',
      'evt.plugininfo',
      { ...rootLogin, userIdentity: { type: 'SAMLUser' } },
      `us-east-1<unknown user type> signin ConsoleLogin ${noUser}`,
      `us-east-1 signin ConsoleLogin ${noUser}`,
    ],
    ['D11', 'ct.user', { userIdentity: { type: 'Root', arn: 'arn:aws:iam::1:root' } }, undefined, undefined],
  ])('%s: %s of %j is %j in strict and %j in fixed', (_id, field, event, strict, fixed) => {
    const read = (compatibility: Compatibility): unknown =>
      fieldReader(awsCloudTrail, JSON.stringify(event), compatibility)(field);
    expect(read('strict')).toBe(strict);
    expect(read('fixed')).toBe(fixed);
  });
});

describe('the table of fields', () => {
  const catalog = createFieldCatalog(awsCloudTrail, 'strict');
  const own = awsCloudTrail.fields('strict').filter(({ name }) => !name.startsWith('aws.'));

  it('has the fields of the plugin', () => {
    expect(own).toHaveLength(73);
    expect(own.filter(({ type, isList }) => type === 'string' && !isList)).toHaveLength(66);
    expect(own.filter(({ type }) => type === 'uint64')).toHaveLength(6);
    expect(own.filter(({ isList }) => isList).map(({ name }) => name)).toEqual(['ec2.imageids']);
    expect(own.filter(({ hidden }) => !hidden)).toHaveLength(67);
  });

  it('has every name once', () => {
    const all = catalog.all().map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
  });

  it('finds the longest name that a text starts with', () => {
    expect(catalog.findPrefix('ct.username')?.name).toBe('ct.user');
    expect(catalog.findPrefix('ct.user.arn')?.name).toBe('ct.user.arn');
    expect(catalog.findPrefix('evt.time.sx')?.name).toBe('evt.time.s');
    expect(catalog.findPrefix('json.value[/a]')?.name).toBe('json.value');
    expect(catalog.findPrefix('proc.name')).toBeUndefined();
    expect(catalog.find('proc.name')).toBeUndefined();
  });

  it('reads fields by their older names too', () => {
    const read = fieldReader(awsCloudTrail, '{"eventName":"x","sourceIPAddress":"1.1.1.1","errorCode":"e"}');
    expect(['aws.eventName', 'aws.sourceIP', 'aws.errorCode', 'aws.region'].map(read)).toEqual([
      'x',
      '1.1.1.1',
      'e',
      undefined,
    ]);
    expect(read('jevt.value[/eventName]')).toBe('x');
  });
});

describe('identity', () => {
  it.each<[event: string, id: string | undefined]>([
    ['{"eventID":"x"}', 'x'],
    ['{"eventID":""}', undefined],
    ['{"eventID":1}', undefined],
    ['{}', undefined],
  ])('of %s is %s', (event, id) => {
    const { identity } = awsCloudTrail;
    const { root } = contextOf(awsCloudTrail, event);
    expect(identity.read(identity.paths.map((path) => root && findPath(root, path)))).toBe(id);
  });
});
