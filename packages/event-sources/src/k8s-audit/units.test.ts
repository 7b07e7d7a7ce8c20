import { findPath, parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { cutText, deflateText } from '../cut-for-test.ts';
import type { SourceRecord } from '../event-source.ts';
import { createRecognisingCutter } from '../recognise-source.ts';
import { kubernetesAudit } from './source.ts';

const { createCutter } = kubernetesAudit;
const quoted = JSON.stringify;

function event(id: string, members: object = {}): string {
  return quoted({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: id,
    stage: 'ResponseComplete',
    verb: 'get',
    stageTimestamp: '2024-05-01T10:00:00.000001Z',
    ...members,
  });
}

const [a, b, c] = [event('a'), event('b'), event('c')];
const list = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${a},${b}]}`;

function logEvents(...messages: string[]): string {
  return quoted({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: '/aws/eks/c/cluster',
    logStream: 'kube-apiserver-audit-1',
    subscriptionFilters: ['s'],
    logEvents: messages.map((message, index) => ({ id: `${index}`, timestamp: 1, message })),
  });
}

function aksRecords(...logs: string[]): string {
  const records = logs.map((log) => ({
    category: 'kube-audit',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    properties: { log, stream: 'stdout', pod: 'kube-apiserver' },
    time: '2024-05-01T10:00:00Z',
  }));
  return quoted({ records });
}

/** Containers that `strict` reads as well. */
const ofPlugin: [what: string, text: string, records: string[]][] = [
  ['one event', a, [a]],
  ['JSON Lines', `${a}\n${b}\n`, [a, b]],
  ['JSON Lines with line ends of Windows and no last one', `${a}\r\n${b}`, [a, b]],
  ['body of a webhook', list, [a, b]],
  ['array', `[${a},${b}]`, [a, b]],
  ['array of lists and events', `[${list},${c}]`, [a, b, c]],
  ['array of arrays', `[[${a}],[[${b}]]]`, [a, b]],
  ['AKS: message of Event Hubs', aksRecords(a, b), [a, b]],
];

describe('objects with Kubernetes events', () => {
  it.each(ofPlugin)('strict: %s', (_what, text, records) => {
    expect(cutText(createCutter, text, { compatibility: 'strict' })).toMatchObject({ records, skips: [] });
  });

  const containers: typeof ofPlugin = [
    ...ofPlugin,
    ['EKS: data of a log subscription', logEvents(a, b), [a, b]],
    ['EKS: the same in an event of Lambda', quoted({ awslogs: { data: deflateText(logEvents(a)) } }), [a]],
    [
      'EKS: answer of FilterLogEvents',
      `{"events":[{"timestamp":1,"ingestionTime":2,"message":${quoted(a)}}]}`,
      [a],
    ],
    ['AKS: one record a line', aksRecords(a).slice('{"records":['.length, -2), [a]],
    ['indented event', quoted(JSON.parse(a), undefined, 2), [quoted(JSON.parse(a), undefined, 2)]],
    ['two events on one line', a + b, [a, b]],
    ['text of a queue message', quoted(list), [a, b]],
  ];
  it.each(containers)('fixed: %s', (_what, text, records) => {
    expect(cutText(createCutter, text)).toMatchObject({ records, skips: [] });
  });
  it.each(containers.filter(([, text]) => !text.startsWith('[[')))(
    'is recognised: %s',
    (_what, text, records) => {
      const { sources, ...cut } = cutText(createRecognisingCutter, text);
      expect(cut).toEqual({ records, skips: [] });
      expect(new Set(sources)).toEqual(new Set(['k8s_audit']));
    },
  );
});

describe('what is no event', () => {
  const timeless = event('t', { stageTimestamp: undefined });
  it.each<
    [what: string, text: string, strict: string[], strictSkips: string[], fixed: string[], skips: string[]]
  >([
    ['list without items', '{"kind":"EventList"}', [], ['not-a-record'], [], ['not-a-record']],
    ['items that are no list', '{"kind":"EventList","items":1}', [], ['not-a-record'], [], ['not-a-record']],
    ['empty list', '{"kind":"EventList","items":[]}', [], ['not-a-record'], [], []],
    ['unknown kind in an array', `[${a},{"kind":"Pod"}]`, [], ['not-a-record'], [a], ['not-a-record']],
    [
      'event without kind',
      event('n', { kind: undefined }),
      [],
      ['not-a-record'],
      [event('n', { kind: undefined })],
      [],
    ],
    ['scalar', '1', [], ['not-a-record'], [], ['not-a-record']],
    [
      'event without time in a list',
      `{"kind":"EventList","items":[${a},${timeless}]}`,
      [a],
      ['no-event-time'],
      [a, timeless],
      [],
    ],
    ['damaged line', `oops\n${a}\n`, [a], ['not-json'], [a], ['not-json']],
    ['two events on one line', a + b, [], ['not-json'], [a, b], []],
    [
      'message that EKS has cut',
      logEvents(`${a.slice(0, 30)}[Truncated...]`),
      [],
      ['not-a-record'],
      [],
      ['truncated'],
    ],
    ['other logs of AKS', aksRecords('I0501 10:00:00 plain text'), [], ['other-event'], [], ['other-event']],
  ])('%s', (_what, text, strict, strictSkips, fixed, skips) => {
    expect(cutText(createCutter, text, { compatibility: 'strict' })).toMatchObject({
      records: strict,
      skips: strictSkips,
    });
    expect(cutText(createCutter, text)).toMatchObject({ records: fixed, skips });
  });

  it('skips an event above the limit and goes on', () => {
    const large = event('l', { pad: 'p'.repeat(300) });
    for (const compatibility of ['strict', 'fixed'] as const) {
      const cut = cutText(createCutter, `${large}\n${a}\n`, { compatibility, maxRecordBytes: 300 });
      expect(cut).toMatchObject({ records: [a], skips: ['too-large'] });
    }
  });

  it('does not open lists without end', () => {
    const deep = '['.repeat(200) + a + ']'.repeat(200);
    expect(cutText(createCutter, deep)).toMatchObject({ records: [], skips: ['too-deep'] });
    const strict = cutText(createCutter, deep, { compatibility: 'strict' });
    expect(strict).toMatchObject({ records: [], skips: ['not-a-record'] });
  });
});

describe('event time and identity', () => {
  function timeOf(members: object, compatibility: 'strict' | 'fixed'): bigint | string {
    const found: (bigint | string)[] = [];
    const cutter = createCutter({
      compatibility,
      maxRecordBytes: 10_000,
      receivedNs: 7n,
      receiver: {
        record: (record: SourceRecord) => found.push(record.timestampNs),
        skip: ({ reason }) => found.push(reason),
      },
    });
    cutter.write(Buffer.from(event('a', members)));
    cutter.end();
    return found[0] as bigint | string;
  }

  it.each<[members: object, strict: bigint | string, fixed: bigint | string]>([
    [{ stageTimestamp: '1970-01-01T00:00:01.000000002Z' }, 1_000_000_002n, 1_000_000_002n],
    [{ stageTimestamp: '1970-01-01T01:00:01+01:00' }, 1_000_000_000n, 1_000_000_000n],
    [{ stageTimestamp: '1970-01-01 00:00:01Z' }, 'bad-event-time', 7n],
    [{ stageTimestamp: 1 }, 'bad-event-time', 7n],
    [{ stageTimestamp: undefined }, 'no-event-time', 7n],
    [
      { stageTimestamp: undefined, requestReceivedTimestamp: '1970-01-01T00:00:02Z' },
      'no-event-time',
      2_000_000_000n,
    ],
    [{ stageTimestamp: undefined, timestamp: '1970-01-01T00:00:03Z' }, 'no-event-time', 3_000_000_000n],
    [
      { stageTimestamp: null, metadata: { creationTimestamp: '1970-01-01T00:00:04Z' } },
      'bad-event-time',
      4_000_000_000n,
    ],
  ])('%j', (members, strict, fixed) => {
    expect([timeOf(members, 'strict'), timeOf(members, 'fixed')]).toEqual([strict, fixed]);
  });
});

describe('log entries of GKE', () => {
  function entry(resourceName: string, methodName: string, payload: object = {}): string {
    return quoted({
      insertId: 'i-1',
      logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
      receiveTimestamp: '2024-05-01T10:00:01Z',
      resource: { type: 'k8s_cluster', labels: { cluster_name: 'c', shared: 'of the resource' } },
      labels: { 'authorization.k8s.io/decision': 'allow', shared: 'of the entry' },
      protoPayload: {
        serviceName: 'k8s.io',
        resourceName,
        methodName,
        authenticationInfo: { principalEmail: 'u@x' },
        requestMetadata: { callerIp: '10.0.0.1', callerSuppliedUserAgent: 'kubectl' },
        ...payload,
      },
    });
  }
  function convert(text: string, compatibility: 'strict' | 'fixed' = 'fixed'): Record<string, unknown> {
    return JSON.parse(cutText(createCutter, text, { compatibility }).records[0] as string) as Record<
      string,
      unknown
    >;
  }

  it('become events of Kubernetes', () => {
    const converted = convert(
      entry('core/v1/namespaces/n/pods/p', 'io.k8s.core.v1.pods.create', {
        request: { a: 1 },
        response: { b: 2 },
      }),
    );
    expect(converted).toMatchObject({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'RequestResponse',
      auditID: 'i-1',
      stage: 'ResponseComplete',
      requestURI: '/core/v1/namespaces/n/pods/p',
      verb: 'create',
      user: { username: 'u@x' },
      sourceIPs: ['10.0.0.1'],
      userAgent: 'kubectl',
      responseStatus: { code: 201, status: 'Created (inferred)', message: 'Created (inferred)' },
      requestObject: { a: 1 },
      responseObject: { b: 2 },
      requestReceivedTimestamp: '2024-05-01T10:00:01Z',
      stageTimestamp: '2024-05-01T10:00:01Z',
      annotations: { 'authorization.k8s.io/decision': 'allow', cluster_name: 'c' },
    });
  });

  it.each<[resourceName: string, objectRef: object | undefined]>([
    [
      'core/v1/namespaces/n/pods/p',
      { apiGroup: 'core', apiVersion: 'v1', namespace: 'n', resource: 'pods', name: 'p' },
    ],
    ['core/v1/namespaces/n/pods', { apiGroup: 'core', apiVersion: 'v1', namespace: 'n', resource: 'pods' }],
    ['rbac/v1/clusterroles/r', { apiGroup: 'rbac', apiVersion: 'v1', resource: 'clusterroles', name: 'r' }],
    [
      'core/v1/namespaces/n/pods/p/log',
      { apiGroup: 'core', apiVersion: 'v1', namespace: 'n', resource: 'pods', name: 'p', subresource: 'log' },
    ],
    [
      'core/v1/nodes/m/proxy',
      { apiGroup: 'core', apiVersion: 'v1', resource: 'nodes', name: 'm', subresource: 'proxy' },
    ],
    ['core/v1/pods', undefined],
    ['x', undefined],
  ])('objectRef of %s', (resourceName, objectRef) => {
    expect(convert(entry(resourceName, 'io.k8s.get'))['objectRef']).toEqual(objectRef);
  });

  it.each([
    [
      'io.k8s.core.v1.pods.exec.create',
      'core/v1/namespaces/n/pods/p/exec',
      101,
      'Request',
      'ResponseStarted',
    ],
    ['io.k8s.core.v1.pods.delete', 'core/v1/namespaces/n/pods/p', 200, 'RequestResponse', 'ResponseComplete'],
  ])('status, level and stage of %s', (method, resource, code, level, stage) => {
    expect(convert(entry(resource, method))).toMatchObject({ responseStatus: { code }, level, stage });
  });

  it('shows failures in fixed mode only', () => {
    const failed = entry('core/v1/namespaces/n/pods/p', 'io.k8s.core.v1.pods.create', {
      status: { code: 7, message: 'Forbidden' },
    });
    expect(convert(failed)['responseStatus']).toEqual({ status: 'Failure', message: 'Forbidden', code: 403 });
    expect(convert(failed, 'strict')['responseStatus']).toMatchObject({ code: 201 });
  });

  it.each<[what: string, change: object]>([
    ['other service', { serviceName: 'container.googleapis.com' }],
    ['no service', { serviceName: undefined }],
  ])('%s is not converted', (_what, change) => {
    const text = entry('core/v1/namespaces/n/pods/p', 'io.k8s.core.v1.pods.create', change);
    expect(cutText(createCutter, text)).toMatchObject({ records: [], skips: ['not-a-record'] });
  });
});

it.each<[members: object, identity: string | undefined]>([
  [{ auditID: 'i', stage: 'Panic' }, 'i Panic'],
  [{ auditID: 'i' }, 'i '],
  [{ auditID: '', stage: 'Panic' }, undefined],
  [{ stage: 'Panic' }, undefined],
])('identity of %j', (members, identity) => {
  const root = parseJson(Buffer.from(quoted(members)));
  const { paths, read } = kubernetesAudit.identity;
  expect(read(paths.map((path) => root && findPath(root, path)))).toBe(identity);
});
