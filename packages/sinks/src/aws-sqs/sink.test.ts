import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { DeliveryRefusedError } from '@windhover/pipeline';
import { createAlert, createClientOptions, createFaultScript, startSqsServer } from '@windhover/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createAwsSqsSink } from './sink.ts';

const going = new AbortController().signal;
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(name = 'alerts') {
  const server = await startSqsServer();
  const client = new SQSClient(createClientOptions(server));
  opened.push(
    () => client.destroy(),
    () => server.close(),
  );
  const attributes = name.endsWith('.fifo') ? { Attributes: { FifoQueue: 'true' } } : {};
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, ...attributes }));
  const sink = createAwsSqsSink({ client, queueUrl: QueueUrl!, format: 'json' });
  const receive = async (): Promise<string[]> => {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body }) => (JSON.parse(Body!) as { output: string }).output));
    }
  };
  return { server, sink, receive };
}

describe('SQS sink', () => {
  it('sends a message per alert, ten to a request', async () => {
    const { server, sink, receive } = await start();
    const ids = Array.from({ length: 23 }, (_, number) => `${number}`);
    await sink.deliver(ids.map(createAlert), going);
    expect(server.counts.get('SendMessageBatch')).toBe(3);
    expect((await receive()).sort()).toEqual(ids.sort());
  });

  it('sends only those again that were not accepted', async () => {
    const { server, sink, receive } = await start();
    const alerts = ['a', 'b', 'c'].map(createAlert);
    server.setFaults(createFaultScript({ SendMessageBatch: [undefined, { kind: 'fail-entry' }] }));
    await sink.deliver(alerts, going).catch(() => undefined);
    await sink.deliver(alerts, going);
    expect((await receive()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('rejects while the service is away', async () => {
    const { server, sink, receive } = await start();
    server.setFaults(createFaultScript({ SendMessageBatch: [{ kind: 'status', status: 503 }] }));
    await expect(sink.deliver([createAlert('a')], going)).rejects.toThrow();
    await sink.deliver([createAlert('a')], going);
    expect(await receive()).toEqual(['a']);
  });

  it('keeps requests below the limit, attributes included', async () => {
    const { server, sink } = await start();
    const long = ['a', 'b'].map((id) => ({ ...createAlert(id), json: 'x'.repeat(131_070) }));
    await sink.deliver(long, going);
    expect(server.counts.get('SendMessageBatch')).toBe(2);
  });

  it('refuses an alert that is too long', async () => {
    const { sink } = await start();
    const long = { ...createAlert('a'), json: 'x'.repeat(2 ** 21) };
    await expect(sink.deliver([long], going)).rejects.toBeInstanceOf(DeliveryRefusedError);
  });

  it('refuses what the service calls the fault of the sender, and names alerts in FIFO queues', async () => {
    const sent: unknown[] = [];
    const client = {
      async send({ input }: SendMessageBatchCommand) {
        sent.push(...(input.Entries ?? []));
        return { Failed: [{ Id: '0', SenderFault: true, Code: 'InvalidMessageContents' }] };
      },
    } as unknown as SQSClient;
    const sink = createAwsSqsSink({ client, queueUrl: 'https://sqs/1/alerts.fifo', format: 'text' });
    await expect(sink.deliver([createAlert('a')], going)).rejects.toBeInstanceOf(DeliveryRefusedError);
    expect(sent).toMatchObject([
      { MessageBody: 'Warning a', MessageDeduplicationId: 'a', MessageGroupId: 'Line_says_alert' },
    ]);
  });
});
