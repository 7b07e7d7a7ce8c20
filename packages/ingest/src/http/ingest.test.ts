import { createHmac } from 'node:crypto';
import { request, type RequestOptions } from 'node:https';
import { gzipSync } from 'node:zlib';
import type { IngestObject } from '@windhover/pipeline';
import { readTestCertificates } from '@windhover/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpIngestOptions } from './config.ts';
import { startHttpIngest } from './ingest.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A server whose objects are settled as `settle` says, and what it was given. */
async function start(
  options: Partial<HttpIngestOptions> = {},
  settle: (object: IngestObject) => Promise<void> | undefined = (object) => object.ack(),
) {
  const ingest = await startHttpIngest({
    host: '127.0.0.1',
    port: 0,
    sourceNames: ['okta', 'k8s_audit', 'github'],
    maxBodyBytes: 1000,
    maxPending: 2,
    retryAfterSeconds: 7,
    ...options,
  });
  const stop = new AbortController();
  const objects: IngestObject[] = [];
  const reading = (async () => {
    for await (const object of ingest.read(stop.signal)) {
      objects.push(object);
      await settle(object);
    }
  })();
  opened.push(async () => {
    stop.abort();
    await reading;
    await ingest.close();
  });
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${ingest.url}${path}`, { method: 'POST', body, headers });
  return { ingest, objects, post };
}

const textOf = ({ bytes }: IngestObject): string => Buffer.from(bytes as Uint8Array).toString();

describe('http ingest', () => {
  it.each([
    ['/ingest', undefined],
    ['/ingest/okta', 'okta'],
    ['/k8s-audit', 'k8s_audit'],
    ['/eventbridge', 'aws_cloudtrail'],
    ['/eventgrid', 'azure_platformlogs'],
  ])('takes the body of a POST to %s as it is', async (path, sourceName) => {
    const { objects, post } = await start();
    const answer = await post(path, '{"a":1}', { 'Content-Type': 'application/json' });
    expect(answer.status).toBe(204);
    expect(objects.map((object) => [textOf(object), object.sourceName])).toEqual([['{"a":1}', sourceName]]);
  });

  it('takes events at further paths', async () => {
    const { objects, post } = await start({ paths: { '/hooks/okta': 'okta', '/k8s-audit': 'github' } });
    for (const path of ['/hooks/okta', '/k8s-audit']) expect((await post(path, '{}')).status).toBe(204);
    expect(objects.map(({ sourceName }) => sourceName)).toEqual(['okta', 'github']);
  });

  it('opens what Pub/Sub pushes', async () => {
    const { objects, post } = await start();
    const data = Buffer.from('{"logName":"x"}').toString('base64');
    const answer = await post('/pubsub/push', JSON.stringify({ message: { data, messageId: '42' } }));
    expect(answer.status).toBe(204);
    expect(objects[0]).toMatchObject({
      origin: { ingest: 'http', name: '/pubsub/push#42' },
      sourceName: 'gcp_auditlog',
    });
    expect(textOf(objects[0]!)).toBe('{"logName":"x"}');
  });

  it.each(['', 'no JSON', '[]', '{"message":{}}', '{"message":{"data":1}}'])(
    'refuses %j as a push of Pub/Sub',
    async (body) => {
      const { objects, post } = await start();
      expect([(await post('/pubsub/push', body)).status, objects]).toEqual([400, []]);
    },
  );

  it('takes a webhook of GitHub with what its headers say', async () => {
    const { objects, post } = await start();
    const headers = { 'X-GitHub-Event': 'star', 'X-GitHub-Delivery': 'd-1' };
    expect((await post('/ingest/github', '{"action":"created"}', headers)).status).toBe(204);
    expect(objects[0]).toMatchObject({ origin: { name: '/ingest/github#d-1' }, sourceName: 'github' });
    expect(JSON.parse(textOf(objects[0]!))).toEqual({ headers, body: '{"action":"created"}' });
  });

  it.each([
    ['by something else', `sha256=${'0'.repeat(64)}`, 401],
    ['with nothing', undefined, 401],
  ])('refuses a webhook of GitHub that is not signed: %s', async (_what, signature, status) => {
    const { objects, post } = await start({ githubSecret: 'secret', bearerToken: 'token' });
    const headers = { 'X-GitHub-Event': 'star', ...(signature && { 'X-Hub-Signature-256': signature }) };
    expect([(await post('/ingest/github', '{}', headers)).status, objects]).toEqual([status, []]);
  });

  it('takes a webhook that GitHub signed, without a token', async () => {
    const { post } = await start({ githubSecret: 'secret', bearerToken: 'token' });
    const signature = `sha256=${createHmac('sha256', 'secret').update('{}').digest('hex')}`;
    const headers = { 'X-GitHub-Event': 'star', 'X-Hub-Signature-256': signature };
    expect((await post('/ingest/github', '{}', headers)).status).toBe(204);
  });

  it.each([
    ['/ingest?token=secret', {}, 204],
    ['/ingest?token=other', {}, 401],
    ['/ingest?token=other', { Authorization: 'Bearer secret' }, 204],
  ])('takes the token of %s with %j: %i', async (path, headers, status) => {
    const { post } = await start({ bearerToken: 'secret' });
    expect((await post(path, '{}', headers)).status).toBe(status);
  });

  it('answers the handshake of an event hook of Okta', async () => {
    const { ingest } = await start();
    const headers = { 'X-Okta-Verification-Challenge': 'abc' };
    const answer = await fetch(`${ingest.url}/ingest/okta`, { headers });
    expect(await answer.json()).toEqual({ verification: 'abc' });
  });

  it('answers the handshakes of Event Grid', async () => {
    const { ingest, objects, post } = await start();
    const validation = [
      { eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'abc' } },
    ];
    const answer = await post('/eventgrid', JSON.stringify(validation));
    expect([answer.status, await answer.json()]).toEqual([200, { validationResponse: 'abc' }]);
    const cloudEvents = await fetch(`${ingest.url}/eventgrid`, {
      method: 'OPTIONS',
      headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' },
    });
    expect(cloudEvents.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
    expect(objects).toEqual([]);
  });

  it('leaves compressed bodies to the pipeline', async () => {
    const { objects, post } = await start();
    const body = gzipSync('{"a":1}');
    await post('/ingest', body, { 'Content-Encoding': 'gzip' });
    expect(objects[0]?.encoding).toBe('gzip');
    expect(Buffer.from(objects[0]?.bytes as Uint8Array)).toEqual(body);
  });

  it.each([
    ['no token', {}, 401],
    ['another token', { Authorization: 'Bearer other' }, 401],
    ['another scheme', { Authorization: 'Basic secret' }, 401],
    ['the token', { Authorization: 'Bearer secret' }, 204],
  ])('answers a request with %s', async (_, headers, status) => {
    const { post } = await start({ bearerToken: 'secret' });
    expect((await post('/ingest', '{}', headers as Record<string, string>)).status).toBe(status);
  });

  it('answers bodies that are too long with 413, unknown sources with 400 and unknown paths with 404', async () => {
    const { objects, post } = await start();
    const statuses = [
      (await post('/ingest', 'x'.repeat(1001))).status,
      (await post('/ingest/nothing', '{}')).status,
      (await post('/nothing', '{}')).status,
    ];
    expect([statuses, objects]).toEqual([[413, 400, 404], []]);
  });

  it('answers only when the alerts are delivered', async () => {
    const taken = Promise.withResolvers<IngestObject>();
    const { post } = await start({}, async (object) => taken.resolve(object));
    let isAnswered = false;
    const answer = post('/ingest', '{}').finally(() => (isAnswered = true));
    const object = await taken.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    await object.ack();
    expect((await answer).status).toBe(204);
  });

  it('asks clients to send again what was not delivered', async () => {
    const { post } = await start({}, (object) => object.nack(new Error('no')));
    const answer = await post('/ingest', '{}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
  });

  it('asks clients to come again when too many requests wait', async () => {
    const waiting: IngestObject[] = [];
    const both = Promise.withResolvers<void>();
    const { post } = await start({}, async (object) => {
      if (waiting.push(object) === 2) both.resolve();
    });
    const answers = [post('/ingest', '1'), post('/ingest', '2')];
    await both.promise;
    const third = await post('/ingest', '3');
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '7']);
    for (const object of waiting) await object.ack();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204]);
    expect(waiting.map(textOf).sort()).toEqual(['1', '2']);
  });
});

describe('http ingest over TLS', () => {
  const { ca, server, client, stranger } = readTestCertificates();
  const tls = { certificate: server.certificate, key: server.key };

  /** The status of a POST, or the error of the connection. */
  const postWith = (url: string, options: RequestOptions): Promise<number | string> =>
    new Promise((resolve) => {
      const sent = request(`${url}/ingest`, { method: 'POST', agent: false, ...options }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end('{}');
    });

  it.each([
    ['anybody', tls, {}, 204],
    ['a client that it knows', { ...tls, clientCa: ca }, { cert: client.certificate, key: client.key }, 204],
    ['nobody without a certificate', { ...tls, clientCa: ca }, {}, expect.any(String)],
    [
      'no stranger',
      { ...tls, clientCa: ca },
      { cert: stranger.certificate, key: stranger.key },
      expect.any(String),
    ],
  ])('takes events of %s', async (_who, tlsOptions, own, expected) => {
    const { ingest } = await start({ tls: tlsOptions });
    expect(ingest.url).toMatch(/^https:/);
    expect(await postWith(ingest.url, { ca, ...own })).toEqual(expected);
  });
});
