import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createAwsSqsSink,
  createFileSink,
  createHttpSink,
  createProgramSink,
  createRoutedSink,
  createStdoutSink,
  createSuppressingSink,
  createSyslogSink,
} from '@windhover/sinks';
import type { Sink } from '@windhover/pipeline';
import {
  createClientOptions,
  createFaultScript,
  sinkContract,
  startSqsServer,
  startWebhookReceiver,
  type SinkHarness,
} from '@windhover/testkit';
import { describe, it } from 'vitest';

const sinks: readonly [name: string, create: () => Promise<SinkHarness>][] = [
  ['stdout', createStdoutHarness],
  ['file', createFileHarness],
  ['program', createProgramHarness],
  ['syslog over TCP', createSyslogHarness],
  ['http', () => createHttpHarness((sink) => sink)],
  ['http behind a route', () => createHttpHarness(addRoute)],
  ['http that holds repeats back', () => createHttpHarness(addSuppression)],
  ['aws_sqs', createSqsHarness],
];

describe.each(sinks)('sink %s', (_, create) => {
  it.each(sinkContract)('$name', async ({ needsFailure, run }) => {
    const harness = await create();
    try {
      if (!needsFailure || harness.failNext !== undefined) await run(harness);
    } finally {
      await harness.close();
    }
  });
});

async function createStdoutHarness(): Promise<SinkHarness> {
  const stream = new PassThrough();
  let received = '';
  stream.on('data', (chunk: Buffer) => (received += chunk.toString()));
  return {
    open: () => createStdoutSink({ stream, format: 'json' }),
    received: async () => received.trimEnd().split('\n'),
    close: async () => void stream.destroy(),
  };
}

async function createFileHarness(): Promise<SinkHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  const path = join(directory, 'alerts');
  return {
    open: () => createFileSink({ path, format: 'json', keepAlive: true, sync: false }),
    received: async () => readFileSync(path, 'utf8').trimEnd().split('\n'),
    close: async () => rmSync(directory, { recursive: true }),
  };
}

async function createProgramHarness(): Promise<SinkHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  return {
    // Each program ends before its delivery counts, so that its file is there.
    open: () => createProgramSink({ command: 'cat >> alerts', format: 'json', keepAlive: false, directory }),
    received: async () => readFileSync(join(directory, 'alerts'), 'utf8').trimEnd().split('\n'),
    close: async () => rmSync(directory, { recursive: true }),
  };
}

async function createSyslogHarness(): Promise<SinkHarness> {
  const messages: string[] = [];
  let ended = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      messages.splice(0, messages.length, Buffer.concat(chunks).toString());
      ended.resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const common = { host: '127.0.0.1', protocol: 'tcp', hostname: 'host', applicationName: 'test' } as const;
  return {
    open: () => createSyslogSink({ ...common, port, format: 'json' }),
    async received() {
      await ended.promise;
      ended = Promise.withResolvers();
      return messages;
    },
    close: async () => void server.close(),
  };
}

async function createHttpHarness(wrap: (sink: Sink) => Sink): Promise<SinkHarness> {
  const webhook = await startWebhookReceiver();
  return {
    open: () =>
      wrap(
        createHttpSink({
          url: new URL(webhook.url),
          body: { kind: 'line', format: 'json' },
          contentType: 'application/json',
          userAgent: 'test',
          headers: {},
          gzip: true,
          timeoutMs: 10_000,
          concurrency: 1,
          connection: { insecure: false },
          nowMs: () => 0,
        }),
      ),
    received: async () => webhook.received.map(({ body }) => body),
    failNext: () => webhook.setFaults(createFaultScript({ Webhook: [{ kind: 'status', status: 503 }] })),
    close: () => webhook.close(),
  };
}

function addRoute(sink: Sink): Sink {
  return createRoutedSink('pager', [{ match: { rules: ['Line*'] }, sink }]);
}

function addSuppression(sink: Sink): Sink {
  // The alerts of the contract are all of one time: a window without length lets each pass.
  return createSuppressingSink(sink, {
    key: ['rule'],
    windowMs: 0,
    maxKeys: 10,
    onSuppressed: () => undefined,
  });
}

async function createSqsHarness(): Promise<SinkHarness> {
  const server = await startSqsServer();
  const client = new SQSClient(createClientOptions(server));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'alerts' }));
  return {
    open: () => createAwsSqsSink({ client, queueUrl: QueueUrl!, format: 'json' }),
    async received() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => Body!);
    },
    failNext: () =>
      server.setFaults(createFaultScript({ SendMessageBatch: [{ kind: 'status', status: 503 }] })),
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
