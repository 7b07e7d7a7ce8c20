import {
  readTestCertificates,
  startWebhookReceiver,
  createAlert,
  type LoopbackTls,
} from '@windhover/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpSink, type HttpSinkOptions } from './sink.ts';

const { ca, server, client, stranger } = readTestCertificates();
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** Deliver an alert to a server; gives what the server took. */
async function deliver(tls: LoopbackTls, connection: HttpSinkOptions['connection']) {
  const webhook = await startWebhookReceiver(undefined, tls);
  const sink = createHttpSink({
    url: new URL(`${webhook.url}/hook`),
    body: { kind: 'line', format: 'json' },
    contentType: 'application/json',
    userAgent: 'test',
    headers: {},
    gzip: false,
    timeoutMs: 10_000,
    concurrency: 1,
    connection,
    nowMs: () => 0,
  });
  opened.push(
    () => sink.close(),
    () => webhook.close(),
  );
  await sink.deliver([createAlert('a')], new AbortController().signal);
  return webhook.received.length;
}

const mine = { clientCertificate: client.certificate, clientKey: client.key };
const strange = { clientCertificate: stranger.certificate, clientKey: stranger.key };

describe('http sink over TLS', () => {
  it.each([
    ['a server whose authority it trusts', { server }, { insecure: false, ca }],
    ['any server when it is told not to look', { server }, { insecure: true }],
    ['a server that asks for its certificate', { server, clientCa: ca }, { insecure: false, ca, ...mine }],
  ])('delivers to %s', async (_what, tls, connection) => {
    expect(await deliver(tls, connection)).toBe(1);
  });

  it.each([
    [
      'a server of an authority that it does not know',
      { server },
      { insecure: false },
      /unable to verify|self-signed/,
    ],
    ['a server that signed itself', { server: stranger }, { insecure: false, ca }, /self-signed/],
    ['a server that asks for a certificate', { server, clientCa: ca }, { insecure: false, ca }, /./],
    [
      'a server that does not know its certificate',
      { server, clientCa: ca },
      { insecure: false, ca, ...strange },
      /./,
    ],
  ])('does not deliver to %s', async (_what, tls, connection, message) => {
    await expect(deliver(tls, connection)).rejects.toThrow(message);
  });
});
