import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough } from 'node:stream';
import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createAwsSnsSink,
  createAwsSqsSink,
  createFileSink,
  createHttpSink,
  createProgramSink,
  createRoutedSink,
  createSpooledSink,
  createStdoutSink,
  createSuppressingSink,
  createSyslogSink,
} from '@windhover/sinks';
import { systemClock, type Sink } from '@windhover/pipeline';
import {
  createClientOptions,
  createFaultScript,
  sinkContract,
  startSnsServer,
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
  ['syslog over UDP', createUdpHarness],
  ['http', () => createHttpHarness((sink) => sink)],
  ['http behind a route', () => createHttpHarness(addRoute)],
  ['http that holds repeats back', () => createHttpHarness(addSuppression)],
  ['http behind a spool', createSpoolHarness],
  ['aws_sqs', createSqsHarness],
  ['aws_sns', createSnsHarness],
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

async function createUdpHarness(): Promise<SinkHarness> {
  const messages: string[] = [];
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const marker = createSocket('udp4');
  let isMarked = Promise.withResolvers<void>();
  server.on('message', (message) => {
    if (message.length === 0) isMarked.resolve();
    else messages.push(message.toString());
  });
  const common = { host: '127.0.0.1', protocol: 'udp', hostname: 'host', applicationName: 'test' } as const;
  return {
    open: () => createSyslogSink({ ...common, port, format: 'json' }),
    async received() {
      isMarked = Promise.withResolvers();
      // It comes after what was sent before.
      marker.send('', port, '127.0.0.1');
      await isMarked.promise;
      return messages;
    },
    async close() {
      marker.close();
      server.close();
    },
  };
}

async function createSpoolHarness(): Promise<SinkHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  const path = join(directory, 'spool');
  const inner = await createHttpHarness((sink) => sink);
  const opened: Sink[] = [];
  const countWaiting = (): unknown => {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database.prepare('SELECT count(*) AS n FROM alert').get()!['n'];
    } finally {
      database.close();
    }
  };
  return {
    open() {
      const sink = createSpooledSink(inner.open(), {
        path,
        maxBytes: 1_000_000,
        batchSize: 10,
        clock: systemClock,
        retryDelayMs: () => 0,
        onRefused: () => Promise.reject(new Error('nothing is refused')),
        onFailure: () => undefined,
      });
      opened.push(sink);
      return sink;
    },
    async received() {
      while (countWaiting() !== 0) await new Promise((resolve) => setImmediate(resolve));
      return inner.received();
    },
    async close() {
      await Promise.all(opened.map((sink) => sink.close()));
      await inner.close();
      rmSync(directory, { recursive: true });
    },
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

async function createSnsHarness(): Promise<SinkHarness> {
  const server = await startSnsServer();
  const client = new SNSClient(createClientOptions(server));
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  return {
    open: () => createAwsSnsSink({ client, topicArn, format: 'json' }),
    received: async () => server.published.map(({ message }) => message),
    failNext: () => server.setFaults(createFaultScript({ PublishBatch: [{ kind: 'status', status: 503 }] })),
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
