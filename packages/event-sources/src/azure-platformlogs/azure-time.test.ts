import { parseJson, type JsonNode } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { admission } from './admission.ts';
import { findEventTime, parseAzureTime } from './azure-time.ts';

function nsOf(iso: string): bigint {
  return BigInt(Date.parse(iso)) * 1_000_000n;
}

const second = nsOf('2024-12-17T10:30:05Z');

describe('times of Azure', () => {
  it.each<[text: string, ns: bigint | undefined]>([
    ['2024-12-17T10:30:05Z', second],
    ['2024-12-17T10:30:05.1234567Z', second + 123_456_700n],
    ['2024-12-17T10:30:05.123456789Z', second + 123_456_789n],
    ['2024-12-17T10:30:05', second],
    ['2024-12-17T10:30:05.5', second + 500_000_000n],
    ['2024-12-17T12:30:05+02:00', second],
    ['2024-12-17T12:30:05+0200', second],
    ['2024-12-17 10:30:05.049661100', second + 49_661_100n],
    ['2024-12-17t10:30:05z', second],
    ['12/17/2024 10:30:05', second],
    ['12/17/2024 10:30:05 AM', second],
    ['12/17/2024 12:30:05 PM +02:00', second],
    ['12/17/2024 12:30:05 AM', nsOf('2024-12-17T00:30:05Z')],
    ['1/2/2024 3:04:05 pm', nsOf('2024-01-02T15:04:05Z')],
    ['2024-02-30T10:00:00Z', undefined],
    ['13/1/2024 1:00:00', undefined],
    ['1/2/2024 13:00:00 PM', undefined],
    ['2024-12-17', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s', (text, ns) => {
    expect(parseAzureTime(text)).toBe(ns);
  });

  it.each<[what: string, record: object, text: string | undefined]>([
    [
      'time',
      { time: '2024-12-17T10:30:05Z', createdDateTime: '2020-01-01T00:00:00Z' },
      '2024-12-17T10:30:05Z',
    ],
    ['next readable one', { time: 'soon', eventTimestamp: '2024-12-17T10:30:05Z' }, '2024-12-17T10:30:05Z'],
    ['TimeGenerated', { TimeGenerated: '2024-12-17T10:30:05Z' }, '2024-12-17T10:30:05Z'],
    [
      'time in properties',
      { properties: { activityDateTime: '2024-12-17T10:30:05Z' } },
      '2024-12-17T10:30:05Z',
    ],
    ['none', { operationName: 'x' }, undefined],
  ])('is found: %s', (_what, record, text) => {
    expect(findEventTime(nodeOf(record))?.text).toBe(text);
  });

  it('is the time of reception for records without', () => {
    const root = nodeOf({ operationName: 'x' });
    expect(admission.admit([undefined, root, undefined, root], 7n)).toEqual({ timestampNs: 7n });
  });
});

function nodeOf(value: object): JsonNode {
  return parseJson(Buffer.from(JSON.stringify(value))) as JsonNode;
}
