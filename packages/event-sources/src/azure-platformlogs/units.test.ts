import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import { createRecognisingCutter, recogniseSource } from '../recognise-source.ts';
import { azurePlatformLogs } from './source.ts';

const { createCutter } = azurePlatformLogs;

function record(name: string, members: object = {}): string {
  return JSON.stringify({
    time: '2024-12-17T10:30:00.0000000Z',
    resourceId: `/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/P.Q/T/${name}`,
    operationName: 'P.Q/T/WRITE',
    category: 'Administrative',
    ...members,
  });
}

const [a, b] = [record('a'), record('b')];
const quoted = JSON.stringify;

const containers: [what: string, text: string, records: string[]][] = [
  ['body of Event Hubs or a blob of before 2018', `{"records":[${a},${b}]}`, [a, b]],
  ['the same in other case', `{"Records":[${a}]}`, [a]],
  ['array: export of the CLI, batch of Event Hubs', `[${a},${b}]`, [a, b]],
  ['array of bodies', `[{"records":[${a}]},{"records":[${b}]}]`, [a, b]],
  ['page of REST', `{"value":[${a},${b}],"nextLink":"https://x"}`, [a, b]],
  ['page of Graph', `{"@odata.context":"c","value":[${a}]}`, [a]],
  [
    'result of a Log Analytics query',
    '{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"OperationNameValue","type":"string"}],' +
      '"rows":[["2024-05-01T10:00:00Z","A/B/WRITE"],["2024-05-01T10:00:01Z",null]]}]}',
    [
      '{"TimeGenerated":"2024-05-01T10:00:00Z","OperationNameValue":"A/B/WRITE"}',
      '{"TimeGenerated":"2024-05-01T10:00:01Z","OperationNameValue":null}',
    ],
  ],
  ['Event Grid event', `[{"id":"1","eventType":"Microsoft.X","subject":"s","data":${a}}]`, [a]],
  ['CloudEvents event', `{"specversion":"1.0","type":"x","data":[${a},${b}]}`, [a, b]],
  ['single record', a, [a]],
  ['PT1H.json, one record a line', `${a}\n${b}\n`, [a, b]],
  ['PT1H.json with line ends of Windows', `${a}\r\n${b}\r\n`, [a, b]],
  ['bodies one after another', `{"records":[${a}]}\n{"records":[${b}]}`, [a, b]],
  [
    'record with members called like containers',
    record('c', { value: [1], records: 'x' }),
    [record('c', { value: [1], records: 'x' })],
  ],
  ['text of a queue message', quoted(`{"records":[${a}]}`), [a]],
];

describe('objects with Azure records', () => {
  it.each(containers)('%s', (_what, text, records) => {
    expect(cutText(createCutter, text)).toMatchObject({ records, skips: [] });
  });

  it.each(containers.filter(([, , records]) => !records.join('').includes('PrimaryResult')))(
    'is recognised: %s',
    (_what, text, records) => {
      expect(cutText(createRecognisingCutter, text)).toMatchObject({
        records,
        sources: records.map(() => 'azure_platformlogs'),
        skips: [],
      });
      expect(recogniseSource(Buffer.from(text))?.source.name).toBe('azure_platformlogs');
    },
  );

  it.each<[what: string, text: string, skips: string[]]>([
    ['object without operation and category', '{"a":1}', ['not-a-record']],
    ['number in an array', `[1,${a}]`, ['not-a-record']],
    ['containers in containers without end', `${'{"records":['.repeat(12)}${']}'.repeat(12)}`, ['too-deep']],
    ['text', 'hello', ['not-json']],
    ['record that breaks off', `{"records":[${a},{"time":"20`, ['truncated']],
    ['record over the limit', record('a', { properties: 'x'.repeat(262_144) }), ['too-large']],
  ])('skips: %s', (_what, text, skips) => {
    expect(cutText(createCutter, text).skips).toEqual(skips);
  });
});

describe('records', () => {
  it.each<[what: string, record: object, isTaken: boolean]>([
    ['operationName', { operationName: 'x' }, true],
    ['operationname', { operationname: 'x' }, true],
    ['OperationNameValue', { OperationNameValue: 'x' }, true],
    ['category', { category: 'x' }, true],
    ['activityDisplayName', { activityDisplayName: 'x' }, true],
    ['createdDateTime', { createdDateTime: 'x' }, true],
    ['operation in evt', { evt: { name: 'x' } }, true],
    ['none of these', { time: '2024-05-01T10:00:00Z', properties: {} }, false],
  ])('are known by %s', (_what, value, isTaken) => {
    expect(cutText(createCutter, JSON.stringify(value)).records).toHaveLength(isTaken ? 1 : 0);
  });

  it('of the audit log of Kubernetes leave the first word to its own source', () => {
    const unit = JSON.stringify({ category: 'kube-audit', operationName: 'x', properties: { log: '{}' } });
    expect(recogniseSource(Buffer.from(unit))?.source.name).toBe('k8s_audit');
  });
});
