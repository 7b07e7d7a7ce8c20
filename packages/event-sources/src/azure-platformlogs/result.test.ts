import { describe, expect, it } from 'vitest';
import { fieldReader } from '../read-for-test.ts';
import { azurePlatformLogs } from './source.ts';

function read(field: string, record: object): unknown {
  return fieldReader(azurePlatformLogs, JSON.stringify(record))(field);
}

const activity = { operationName: 'A.B/C/WRITE', category: 'Administrative' };
const signIn = { category: 'SignInLogs' };
const audit = { category: 'AuditLogs' };
const storage = { category: 'StorageRead', operationName: 'GetBlob' };

describe('azure.result', () => {
  it.each<[record: object, result: string | undefined]>([
    [{ ...activity, resultType: 'Success' }, 'success'],
    [{ ...activity, resultType: 'SUCCEEDED' }, 'success'],
    [{ ...activity, resultType: 'Completed' }, 'success'],
    [{ ...activity, resultType: 'Failure' }, 'failure'],
    [{ ...activity, resultType: 'Failed' }, 'failure'],
    [{ ...activity, resultType: 'ClientError' }, 'failure'],
    [{ ...activity, resultType: 'Start' }, 'start'],
    [{ ...activity, resultType: 'Started' }, 'start'],
    [{ ...activity, resultType: 'Accept' }, 'accept'],
    [{ ...activity, resultType: 'InProgress' }, 'accept'],
    [{ ...activity, resultType: 'Resolved' }, 'other'],
    [{ ...activity, resultType: '', ActivityStatusValue: 'Success' }, 'success'],
    [{ operationName: { value: 'A.B/C/write' }, status: { value: 'Succeeded' } }, 'success'],
    [activity, undefined],
    [{ ...storage, statusCode: 200 }, 'success'],
    [{ ...storage, statusCode: 304 }, 'other'],
    [{ ...storage, statusCode: 403 }, 'failure'],
    [{ ...storage, properties: { metricResponseType: 'Success' } }, 'success'],
    [{ ...storage, resultSignature: 'OK', properties: { httpStatusCode: 500 } }, 'failure'],
    [{ ...signIn, resultType: '0' }, 'success'],
    [{ ...signIn, resultType: 0 }, 'success'],
    [{ ...signIn, resultType: '50126' }, 'failure'],
    [{ ...signIn, properties: { status: { errorCode: 50126 } } }, 'failure'],
    [{ ...signIn, resultType: 'Success' }, 'success'],
    [{ ...audit, properties: { result: 'success' } }, 'success'],
    [{ ...audit, properties: { result: 'timeout' } }, 'other'],
    [{ ...audit, result: 'SUCCESS', properties: {} }, 'success'],
  ])('%o: %s', (record, result) => {
    expect(read('azure.result', record)).toBe(result);
  });
});

describe('entra.result', () => {
  it.each<[record: object, result: string | undefined]>([
    [{ ...signIn, resultType: '0' }, 'success'],
    [{ ...signIn, resultType: '50126' }, 'failure'],
    [{ ...signIn, resultType: '50074' }, 'interrupted'],
    [{ ...signIn, resultType: '0', properties: { status: { errorCode: 50140 } } }, 'interrupted'],
    [{ ...signIn, resultType: 'Succeeded' }, 'success'],
    [{ ...signIn }, undefined],
    [{ ...audit, properties: { result: 'timeout' } }, 'timeout'],
    [{ ...audit, properties: {}, result: 'SUCCESS' }, 'success'],
    [{ ...activity, resultType: 'Success' }, undefined],
  ])('%o: %s', (record, result) => {
    expect(read('entra.result', record)).toBe(result);
  });
});
