import { describe, expect, it } from 'vitest';
import type { Compatibility } from '../field.ts';
import { createFieldCatalog } from '../field-catalog.ts';
import { fieldReader } from '../read-for-test.ts';
import { gcpAuditLog } from './source.ts';

function readerOf(entry: object, compatibility: Compatibility = 'fixed'): (text: string) => unknown {
  return fieldReader(gcpAuditLog, JSON.stringify(entry), compatibility);
}

function resource(type: string, labels: object = {}): object {
  return { type, labels };
}

const deltas = [
  { action: 'ADD', member: 'allUsers', role: 'roles/storage.objectViewer' },
  { action: 'REMOVE', member: 'user:a@x', role: 'roles/owner' },
];
const text = JSON.stringify(deltas);
const serviceData = { policyDelta: { bindingDeltas: deltas } };
const other = [{ action: 'ADD' }];

describe("defects of Falco's plugin", () => {
  it.each<[defect: string, entry: object, field: string, strict: unknown, fixed: unknown]>([
    [
      'G1 in authorizationInfo',
      { protoPayload: { authorizationInfo: [{ granted: true }] } },
      'gcp.authorizationInfo',
      '',
      '[{"granted":true}]',
    ],
    ['G1 in request', { protoPayload: { request: { a: [1] } } }, 'gcp.request', '', '{"a":[1]}'],
    ['G1, a number', { protoPayload: { request: 1 } }, 'gcp.request', '', ''],
    ['G1, text', { protoPayload: { request: 'x' } }, 'gcp.request', 'x', 'x'],
    ['G1, absent', { protoPayload: {} }, 'gcp.request', undefined, undefined],
    [
      'G1 in policyDelta of a bucket',
      { resource: resource('gcs_bucket'), protoPayload: { serviceData } },
      'gcp.policyDelta',
      '',
      text,
    ],
    ...['project', 'folder', 'organization', 'service_account'].map(
      (type): [string, object, string, unknown, unknown] => [
        `G2 ${type}`,
        { resource: resource(type), protoPayload: { serviceData } },
        'gcp.policyDelta',
        undefined,
        text,
      ],
    ),
    [
      'G2 dataset',
      {
        resource: resource('bigquery_dataset'),
        protoPayload: { serviceData, metadata: { datasetChange: { bindingDeltas: other } } },
      },
      'gcp.policyDelta',
      '',
      '[{"action":"ADD"}]',
    ],
    [
      'G2 dataset with service data only',
      { resource: resource('bigquery_dataset'), protoPayload: { serviceData } },
      'gcp.policyDelta',
      undefined,
      text,
    ],
    [
      'G2 metadata',
      { resource: resource('project'), protoPayload: { metadata: serviceData } },
      'gcp.policyDelta',
      undefined,
      text,
    ],
    ...[
      ['us-central1-a', 'us-central1', 'us-central1'],
      ['global', 'glob', 'global'],
      ['ab', 'ab', 'ab'],
      ['é', 'é', 'é'],
      ['', undefined, undefined],
      [1, undefined, undefined],
    ].map(([zone, strict, fixed]): [string, object, string, unknown, unknown] => [
      `G3 ${zone}`,
      { resource: resource('t', { zone }) },
      'gcp.location',
      strict,
      fixed,
    ]),
  ])('%s', (_defect, entry, field, strict, fixed) => {
    expect(readerOf(entry, 'strict')(field)).toEqual(strict);
    expect(readerOf(entry)(field)).toEqual(fixed);
  });
});

describe('gcp.location and gcp.logging.sink', () => {
  it.each<[labels: object, location: unknown]>([
    [{ location: 'l', region: 'r', zone: 'z-a' }, 'l'],
    [{ location: '', region: 'r' }, ''],
    [{ location: null, region: 'r' }, ''],
    [{ region: 'r', zone: 'z-a' }, 'r'],
    [{}, undefined],
  ])('location of %j', (labels, location) => {
    for (const compatibility of ['strict', 'fixed'] as const)
      expect(readerOf({ resource: resource('t', labels) }, compatibility)('gcp.location')).toBe(location);
  });

  it('names a sink only where the resource is one', () => {
    const sink = (type: string) => readerOf({ resource: resource(type, { name: 's' }) })('gcp.logging.sink');
    expect([sink('logging_sink'), sink('logging_bucket')]).toEqual(['s', undefined]);
  });
});

describe('added fields', () => {
  it.each<[entry: object, field: string, value: unknown]>([
    [{ protoPayload: { serviceData } }, 'gcp.policyDelta.members', ['allUsers', 'user:a@x']],
    [
      { protoPayload: { serviceData } },
      'gcp.policyDelta.roles',
      ['roles/storage.objectViewer', 'roles/owner'],
    ],
    [{ protoPayload: { serviceData } }, 'gcp.policyDelta.actions', ['ADD', 'REMOVE']],
    [{ protoPayload: {} }, 'gcp.policyDelta.actions', undefined],
    [{ protoPayload: {} }, 'gcp.status.code', 0n],
    [{ jsonPayload: {} }, 'gcp.status.code', undefined],
    [{ protoPayload: { status: { code: 7 } } }, 'gcp.status.code', 7n],
    [{ logName: 'projects/p/logs/cloudaudit.googleapis.com%2Fdata_access' }, 'gcp.logType', 'data_access'],
    [{ logName: 'projects/p/logs/syslog' }, 'gcp.logType', undefined],
    [{ logName: 'folders/12/logs/x' }, 'gcp.folderId', '12'],
    [{ logName: 'folders/12/logs/x' }, 'gcp.organizationId', undefined],
    [
      { logName: 'organizations/3/logs/x', resource: resource('t', { organization_id: '4' }) },
      'gcp.organizationId',
      '4',
    ],
    [
      { protoPayload: { authorizationInfo: [{ permission: 'a', granted: true }, { permission: 'b' }] } },
      'gcp.permissions',
      ['a', 'b'],
    ],
    [
      { protoPayload: { authorizationInfo: [{ permission: 'a', granted: true }, { permission: 'b' }] } },
      'gcp.permissions.denied',
      ['b'],
    ],
    [{ protoPayload: { numResponseItems: '12' } }, 'gcp.numResponseItems', 12n],
    [{ protoPayload: { numResponseItems: 12 } }, 'gcp.numResponseItems', 12n],
    [{ protoPayload: { numResponseItems: 'many' } }, 'gcp.numResponseItems', undefined],
    [
      { protoPayload: { authenticationInfo: { serviceAccountKeyName: '//iam/k' } } },
      'gcp.user.keyName',
      '//iam/k',
    ],
  ])('%j: %s', (entry, field, value) => {
    expect(readerOf(entry)(field)).toEqual(value);
    expect(createFieldCatalog(gcpAuditLog, 'strict').find(field)).toBeUndefined();
  });
});

describe('payloads', () => {
  it.each<[payload: string, info: string, user: unknown]>([
    [
      ' {"protoPayload":{"authenticationInfo":{"principalEmail":"u"}}}',
      ' {"protoPayload":{"authenticationInfo":{"principalEmail":"u"}}}',
      'u',
    ],
    ['plain text', 'plain text', undefined],
    ['\ufeff{}', '\ufeff{}', undefined],
  ])('%j', (payload, info, user) => {
    const read = fieldReader(gcpAuditLog, payload, 'strict');
    expect(read('evt.plugininfo')).toBe(info);
    expect(read('gcp.user')).toBe(user);
  });
});
