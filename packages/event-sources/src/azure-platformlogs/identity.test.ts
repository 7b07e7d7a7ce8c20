import { parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { identity } from './identity.ts';

function identify(record: object): string | undefined {
  return identity.read([parseJson(Buffer.from(JSON.stringify(record)))]);
}

const time = '2024-12-17T10:30:05Z';
const activity = {
  operationName: 'A.B/C/WRITE',
  category: 'Administrative',
  correlationId: 'c',
  resultType: 'Start',
  time,
};
const risk = { category: 'RiskyUsers', properties: { id: 'user' } };

describe('identity of a record', () => {
  it.each<[what: string, record: object, identity: string | undefined]>([
    ['its id', { ...activity, properties: { eventDataId: 'e' } }, `["e","Administrative","${time}","Start"]`],
    ['operation, result and time', activity, `["c","A.B/C/WRITE",null,"Start","${time}"]`],
    ['nothing but its bytes', { operationName: 'A.B/C/WRITE', category: 'Administrative', time }, undefined],
    ['nothing without time', { ...activity, time: undefined }, undefined],
  ])('is %s', (_what, record, expected) => {
    expect(identify(record)).toBe(expected);
  });

  it('tells apart states of one user at risk, start and end of an operation', () => {
    expect(identify({ ...risk, time })).not.toBe(identify({ ...risk, time: '2024-12-18T10:30:05Z' }));
    expect(identify(activity)).not.toBe(identify({ ...activity, resultType: 'Success' }));
  });
});
