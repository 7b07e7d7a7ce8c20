import { findPath } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import type { Compatibility } from '../field.ts';
import { createFieldCatalog } from '../field-catalog.ts';
import { contextOf, fieldReader } from '../read-for-test.ts';
import { createOktaSource, okta } from './source.ts';

/** What a field of an event is after it was cut. */
function read(event: object, field: string, compatibility: Compatibility = 'fixed'): unknown {
  const { records } = cutText(
    okta.createCutter,
    JSON.stringify({ eventType: 'user.x', uuid: 'u', actor: {}, ...event }),
    {
      compatibility,
    },
  );
  const [record] = records;
  return record === undefined ? 'no event' : fieldReader(okta, record, compatibility)(field);
}

const located = (geolocation: object): object => ({ client: { geographicalContext: { geolocation } } });
const failure = {
  eventType: 'user.authentication.auth_via_mfa',
  outcome: { result: 'FAILURE' },
  published: '2024-05-01T10:00:00Z',
};
const denial = { eventType: 'user.mfa.okta_verify.deny_push', published: '2024-05-01T10:00:00Z' };

describe("defects of Falco's plugin", () => {
  it.each<[defect: string, event: object, field: string, strict: unknown, fixed: unknown]>([
    ['O1', located({ lat: 37.5, lon: -122.25 }), 'okta.client.geo.lon', '0', '-122.25'],
    ['O1', located({ lat: 37.5, lonDe: 1.5 }), 'okta.client.geo.lon', '1.5', '0'],
    ['O2', { authenticationContext: { authenticationStep: 3 } }, 'okta.authentication.step', '3', '3'],
    ['O2', {}, 'okta.authentication.step', '0', '0'],
    ['O2', { securityContext: { asNumber: 701 } }, 'okta.security.asnumber', 701n, 701n],
    ['O2', {}, 'okta.security.asnumber', 0n, 0n],
    ['O3', failure, 'okta.mfa.failure.countlast[300]', 1n, 1n],
    ['O3', failure, 'okta.mfa.deny.countlast[300]', 1n, undefined],
    ['O3', denial, 'okta.mfa.failure.countlast[300]', 1n, undefined],
    ['O3', denial, 'okta.mfa.deny.countlast[300]', 1n, 1n],
    ['boolean isProxy', { securityContext: { isProxy: true } }, 'okta.security.isproxy', 'true', 'true'],
    ['unexpected types', { severity: 5 }, 'okta.severity', 'no event', '5'],
    [
      'unexpected types',
      { debugContext: { debugData: { behaviors: { a: 1 } } } },
      'okta.behaviors',
      'no event',
      '{"a":1}',
    ],
    ['payload', { extra: { a: 1 } }, 'json.value[/extra/a]', undefined, '1'],
    [
      'payload',
      { actor: { id: 'a', type: 't', extra: 1 } },
      'json.value[/actor]',
      '{"id":"a","type":"t"}',
      '{"id":"a","type":"t","extra":1}',
    ],
  ])('%s: %j, %s is %s in strict and %s in fixed', (_defect, event, field, strict, fixed) => {
    expect(read(event, field, 'strict')).toEqual(strict);
    expect(read(event, field, 'fixed')).toEqual(fixed);
  });

  it('O4: an event has nothing of the one before', () => {
    const lines = [{ uuid: 'a', outcome: { reason: 'because' } }, { uuid: 'b' }]
      .map((event) => JSON.stringify({ eventType: 'user.x', actor: {}, ...event }))
      .join('\n');
    const { records } = cutText(okta.createCutter, lines, { compatibility: 'strict' });
    expect(records.map((record) => fieldReader(okta, record, 'strict')('okta.reason'))).toEqual([
      'because',
      '',
    ]);
  });
});

describe('fields', () => {
  const targets = {
    target: [
      { id: '1', type: 'User', alternateId: 'a@x', displayName: 'A' },
      { id: '2', type: 'User', alternateId: 'b@x', displayName: 'B' },
      { id: '3', type: 'UserGroup', displayName: 'G' },
    ],
  };
  const requestTo = (requestUri: string): object => ({ debugContext: { debugData: { requestUri } } });

  it.each<[event: object, field: string, value: unknown]>([
    [{}, 'okta.severity', ''],
    [{ severity: null }, 'okta.severity', ''],
    [{ displayMessage: 'a\u0000b' }, 'okta.message', 'a'],
    [requestTo('/app/salesforce/x/sso'), 'okta.app', 'salesforce'],
    [requestTo('/app/'), 'okta.app', ''],
    [requestTo('/api/v1'), 'okta.app', undefined],
    [{}, 'okta.app', undefined],
    [targets, 'okta.target.user.id', '2'],
    [targets, 'okta.target.user.name', 'B'],
    [targets, 'okta.target.group.alternateid', ''],
    [targets, 'okta.target.app.alternateid', undefined],
    [targets, 'okta.targets.displayName', '(A,B,G)'],
    [targets, 'okta.targets.displayName[1]', 'B'],
    [targets, 'okta.targets.displayName[3]', undefined],
    [{ target: [] }, 'okta.targets.displayName', undefined],
    [{}, 'okta.targets.displayName', undefined],
    [located({ lat: 0.00001 }), 'okta.client.geo.lat', '1e-05'],
    [located({ lat: 1234567 }), 'okta.client.geo.lat', '1.234567e+06'],
    [located({ lat: 100000 }), 'okta.client.geo.lat', '100000'],
    [located({}), 'okta.client.geo.lat', '0'],
    [{ ...failure, outcome: { result: 'failure' } }, 'okta.mfa.failure.countlast[300]', undefined],
    [{ ...failure, published: 'yesterday' }, 'okta.mfa.failure.countlast[300]', undefined],
  ])('%j: %s is %s', (event, field, value) => {
    expect(read(event, field)).toEqual(value);
  });

  it('name the organisation that was configured', () => {
    const acme = createOktaSource({ organization: 'acme' });
    expect(fieldReader(acme, '{}')('okta.org')).toBe('acme');
    expect(fieldReader(okta, '{}')('okta.org')).toBe('');
  });

  it('are those of the plugin', () => {
    const fields = okta.fields('strict');
    expect(fields).toHaveLength(54);
    const names = createFieldCatalog(okta, 'strict')
      .all()
      .map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('identity', () => {
  it.each<[event: string, id: string | undefined]>([
    ['{"uuid":"x"}', 'x'],
    ['{"uuid":""}', undefined],
    ['{}', undefined],
  ])('of %s is %s', (event, id) => {
    const { root } = contextOf(okta, event);
    expect(okta.identity.read(okta.identity.paths.map((path) => root && findPath(root, path)))).toBe(id);
  });
});
