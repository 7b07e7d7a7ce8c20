import {
  createAlert,
  createFaultScript,
  startWebhookReceiver,
  type Fault,
  type WebhookReceiver,
} from '@windhover/testkit';
import { DeliveryIncompleteError, DeliveryPostponedError, DeliveryRefusedError } from '@windhover/pipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpSink, judgeResponse, parseRetryAfter, type HttpSinkOptions } from './sink.ts';

const going = new AbortController().signal;
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(faults: readonly (Fault | undefined)[] = [], options: Partial<HttpSinkOptions> = {}) {
  const webhook: WebhookReceiver = await startWebhookReceiver(createFaultScript({ Webhook: faults }));
  const sink = createHttpSink({
    url: new URL('/hook', webhook.url),
    body: { kind: 'line', format: 'json' },
    contentType: 'application/json',
    userAgent: 'test',
    headers: {},
    gzip: false,
    timeoutMs: 10_000,
    concurrency: 1,
    connection: { insecure: false },
    nowMs: () => 0,
    ...options,
  });
  opened.push(
    () => sink.close(),
    () => webhook.close(),
  );
  const keys = (): string[] => webhook.received.map(({ headers }) => headers['idempotency-key']!);
  return { webhook, sink, keys };
}

describe('http sink', () => {
  it('posts each alert with its id as the key, its own headers and those of the configuration', async () => {
    const { webhook, sink } = await start([], { headers: { 'X-Team': 'blue' } });
    await sink.deliver([createAlert('a'), createAlert('b')], going);
    expect(webhook.received.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/hook', createAlert('a').json],
      ['POST', '/hook', createAlert('b').json],
    ]);
    expect(webhook.received[0]!.headers).toMatchObject({
      'idempotency-key': 'a',
      'content-type': 'application/json',
      'user-agent': 'test',
      'x-team': 'blue',
    });
  });

  it('compresses', async () => {
    const { webhook, sink } = await start([], { gzip: true });
    await sink.deliver([createAlert('a')], going);
    expect(webhook.received[0]!.headers['content-encoding']).toBe('gzip');
    expect(webhook.received[0]!.body).toBe(createAlert('a').json);
  });

  it('fills a template', async () => {
    const text = '{"text":"{{ priority }}: {{message}} {{field:user}}","alert":{{json}},"x":"{{unknown}}"}';
    const { webhook, sink } = await start([], { body: { kind: 'template', text } });
    const { alert, ...lines } = createAlert('a');
    const fields = new Map([['user', 'b"ob']]) as unknown as typeof alert.outputFields;
    await sink.deliver([{ ...lines, alert: { ...alert, outputFields: fields } }], going);
    expect(JSON.parse(webhook.received[0]!.body)).toEqual({
      text: 'Warning: a b"ob',
      alert: { output: 'a' },
      x: '',
    });
  });

  it('sends only what was not accepted again', async () => {
    const { sink, keys } = await start([undefined, { kind: 'status', status: 500 }]);
    const alerts = ['a', 'b', 'c'].map(createAlert);
    await expect(sink.deliver(alerts, going)).rejects.toThrow('answered 500');
    await sink.deliver(alerts, going);
    expect(keys()).toEqual(['a', 'c', 'b']);
  });

  it('keeps requests under way within the limit', async () => {
    const { sink, keys } = await start([], { concurrency: 3 });
    const ids = Array.from({ length: 20 }, (_, number) => `${number}`);
    await sink.deliver(ids.map(createAlert), going);
    expect(keys().sort()).toEqual(ids.sort());
  });

  it.each([
    ['an answer that is cut off', { kind: 'drop' }],
    ['a connection that is reset', { kind: 'reset' }],
  ] satisfies [string, Fault][])('rejects after %s, so that it is tried again', async (_, fault) => {
    const { sink } = await start([fault]);
    const error = await sink.deliver([createAlert('a')], going).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(DeliveryRefusedError);
    await sink.deliver([createAlert('a')], going);
  });

  it('tells how long the other side wants to be left alone', async () => {
    const fault: Fault = { kind: 'status', status: 429, headers: { 'Retry-After': '7' } };
    const { sink } = await start([fault]);
    await expect(sink.deliver([createAlert('a')], going)).rejects.toMatchObject({ retryAfterMs: 7000 });
  });

  it('tells that a part was delivered, and sends only the rest again', async () => {
    const { sink, webhook } = await start([undefined, { kind: 'status', status: 503 }]);
    const alerts = [createAlert('a'), createAlert('b')];
    await expect(sink.deliver(alerts, going)).rejects.toBeInstanceOf(DeliveryIncompleteError);
    await sink.deliver(alerts, going);
    expect(webhook.received).toHaveLength(2);
  });

  it('lets what may work later win over what is refused', async () => {
    const { sink } = await start([
      { kind: 'status', status: 400 },
      { kind: 'status', status: 503 },
    ]);
    await expect(sink.deliver([createAlert('a'), createAlert('b')], going)).rejects.toThrow('503');
  });
});

describe('judgeResponse', () => {
  const judge = (status: number, retryAfter?: string) =>
    judgeResponse({ status, text: '', ...(retryAfter !== undefined && { retryAfter }) }, 0);
  it.each([200, 202, 204])('takes %i for delivery', (status) => expect(judge(status)).toBeUndefined());
  it.each([301, 400, 401, 403, 404, 413, 422])('takes %i for a refusal', (status) =>
    expect(judge(status)).toBeInstanceOf(DeliveryRefusedError),
  );
  it.each([408, 425, 429, 500, 502, 503])('takes %i for something that passes', (status) => {
    expect(judge(status)).not.toBeInstanceOf(DeliveryRefusedError);
    expect(judge(status)).toBeInstanceOf(Error);
    expect(judge(status, '1')).toBeInstanceOf(DeliveryPostponedError);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    [undefined, undefined],
    ['120', 120_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5 s', undefined],
  ])('%j → %j', (value, expected) => expect(parseRetryAfter(value, 0)).toBe(expected));
});
