import { SNSClient, type PublishBatchCommand } from '@aws-sdk/client-sns';
import { DeliveryRefusedError, type RenderedAlert } from '@windhover/pipeline';
import { createAlert, createClientOptions, createFaultScript, startSnsServer } from '@windhover/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createAwsSnsSink } from './sink.ts';

const going = new AbortController().signal;
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts') {
  const server = await startSnsServer();
  const client = new SNSClient(createClientOptions(server));
  opened.push(
    () => client.destroy(),
    () => server.close(),
  );
  return { server, sink: createAwsSnsSink({ client, topicArn, format: 'json' }) };
}

/** An alert of this many bytes. */
function createLongAlert(id: string, bytes: number): RenderedAlert {
  return { ...createAlert(id), json: 'x'.repeat(bytes) };
}

describe('SNS sink', () => {
  it('publishes a message per alert, ten to a request', async () => {
    const { server, sink } = await start();
    const ids = Array.from({ length: 23 }, (_, number) => `${number}`);
    await sink.deliver(ids.map(createAlert), going);
    expect(server.counts.get('PublishBatch')).toBe(3);
    expect(server.published.map(({ attributes }) => attributes['alert_id'])).toEqual(ids);
  });

  it('says in attributes and subject what filters and readers ask for', async () => {
    const { server, sink } = await start();
    await sink.deliver([createAlert('a')], going);
    const { alert, json } = createAlert('a');
    expect(server.published).toEqual([
      {
        topicArn: 'arn:aws:sns:us-east-1:123456789012:alerts',
        message: json,
        subject: `Warning: ${alert.rule}`,
        attributes: { alert_id: 'a', priority: 'Warning', rule: alert.rule, source: alert.source },
        groupId: undefined,
        deduplicationId: undefined,
      },
    ]);
  });

  it('cuts the subject, and writes it in ASCII', async () => {
    const { server, sink } = await start();
    const { alert, ...lines } = createAlert('a');
    await sink.deliver([{ ...lines, alert: { ...alert, rule: `Ä\n${'x'.repeat(200)}` } }], going);
    expect(server.published[0]?.subject).toBe(`Warning: ??${'x'.repeat(89)}`);
  });

  it('names alerts in FIFO topics', async () => {
    const { server, sink } = await start('arn:aws:sns:us-east-1:123456789012:alerts.fifo');
    await sink.deliver([createAlert('a')], going);
    expect(server.published).toMatchObject([{ deduplicationId: 'a', groupId: 'Line_says_alert' }]);
  });

  it('sends only those again that were not accepted', async () => {
    const { server, sink } = await start();
    const alerts = ['a', 'b', 'c'].map(createAlert);
    server.setFaults(createFaultScript({ PublishBatchEntry: [undefined, { kind: 'fail-entry' }] }));
    await expect(sink.deliver(alerts, going)).rejects.toThrow('SNS did not take a message: InternalError');
    await sink.deliver(alerts, going);
    expect(server.published.map(({ attributes }) => attributes['alert_id'])).toEqual(['a', 'c', 'b']);
  });

  it('rejects while the service is away', async () => {
    const { server, sink } = await start();
    server.setFaults(createFaultScript({ PublishBatch: [{ kind: 'status', status: 503 }] }));
    await expect(sink.deliver([createAlert('a')], going)).rejects.not.toBeInstanceOf(DeliveryRefusedError);
    await sink.deliver([createAlert('a')], going);
    expect(server.published).toHaveLength(1);
  });

  it('keeps requests below the limit, attributes included', async () => {
    const { server, sink } = await start();
    await sink.deliver([createLongAlert('a', 131_000), createLongAlert('b', 131_100)], going);
    expect(server.counts.get('PublishBatch')).toBe(2);
  });

  it('refuses an alert that is too long', async () => {
    const { sink } = await start();
    await expect(sink.deliver([createLongAlert('a', 300_000)], going)).rejects.toBeInstanceOf(
      DeliveryRefusedError,
    );
  });

  it('refuses what the service calls the fault of the sender', async () => {
    const client = {
      send: async (_command: PublishBatchCommand) => ({
        Failed: [{ Id: '0', SenderFault: true, Code: 'InvalidParameter' }],
      }),
    } as unknown as SNSClient;
    const sink = createAwsSnsSink({ client, topicArn: 'arn:topic', format: 'text' });
    await expect(sink.deliver([createAlert('a')], going)).rejects.toBeInstanceOf(DeliveryRefusedError);
  });
});
