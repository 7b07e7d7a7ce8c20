import { noFaults, type FaultPlan } from '../loopback/faults.ts';
import { startLoopbackServer, type LoopbackServer } from '../loopback/loopback-server.ts';
import { renderXml, type XmlChild } from '../aws-s3/xml.ts';

/** A message that a topic took. */
export interface PublishedMessage {
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of FIFO topics. */
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

/** Topics on loopback that remember: `PublishBatch` of the AWS Query protocol, and nothing else. */
export interface SnsServer extends LoopbackServer {
  /** In order. */
  readonly published: readonly PublishedMessage[];
}

const MAX_BATCH_BYTES = 262_144;

/** Start SNS. Any topic exists. The fault `fail-entry` of `PublishBatchEntry` fails an entry for a passing reason. */
export async function startSnsServer(): Promise<SnsServer> {
  const published: PublishedMessage[] = [];
  let faults = noFaults;
  const server = await startLoopbackServer({
    nameOperation: (request) => new URLSearchParams(request.body.toString()).get('Action') ?? 'Unknown',
    async handle(request) {
      const form = new URLSearchParams(request.body.toString());
      if (form.get('Action') !== 'PublishBatch') return refuse('InvalidAction', 'there is only PublishBatch');
      const entries = listEntries(form);
      const bytes = entries.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      if (bytes > MAX_BATCH_BYTES) return refuse('BatchRequestTooLong', 'the batch is too long');
      const failed = new Set<number>();
      entries.forEach((entry, index) => {
        if (faults.next('PublishBatchEntry')?.kind === 'fail-entry') failed.add(index);
        else published.push(entry);
      });
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: renderAnswer(entries, failed) };
    },
  });
  return {
    ...server,
    published,
    setFaults(plan: FaultPlan) {
      faults = plan;
      server.setFaults(plan);
    },
  };
}

function listEntries(form: URLSearchParams): PublishedMessage[] {
  const entries: PublishedMessage[] = [];
  for (let number = 1; form.has(`PublishBatchRequestEntries.member.${number}.Id`); number++) {
    const read = (name: string): string | undefined =>
      form.get(`PublishBatchRequestEntries.member.${number}.${name}`) ?? undefined;
    const attributes: Record<string, string> = {};
    for (let at = 1; read(`MessageAttributes.entry.${at}.Name`) !== undefined; at++)
      attributes[read(`MessageAttributes.entry.${at}.Name`)!] =
        read(`MessageAttributes.entry.${at}.Value.StringValue`) ?? '';
    entries.push({
      topicArn: form.get('TopicArn') ?? '',
      message: read('Message') ?? '',
      subject: read('Subject'),
      attributes,
      groupId: read('MessageGroupId'),
      deduplicationId: read('MessageDeduplicationId'),
    });
  }
  return entries;
}

function renderAnswer(entries: readonly PublishedMessage[], failed: ReadonlySet<number>): string {
  const members = (wanted: boolean): XmlChild[] =>
    entries.flatMap((_entry, index): XmlChild[] => {
      if (failed.has(index) !== wanted) return [];
      const id: XmlChild = ['Id', index];
      return wanted
        ? [['member', [id, ['Code', 'InternalError'], ['SenderFault', false]]]]
        : [['member', [id, ['MessageId', `message-${index}`]]]];
    });
  return renderXml('PublishBatchResponse', [
    [
      'PublishBatchResult',
      [
        ['Successful', members(false)],
        ['Failed', members(true)],
      ],
    ],
    ['ResponseMetadata', [['RequestId', 'request']]],
  ]);
}

function refuse(code: string, message: string) {
  const error: XmlChild = [
    'Error',
    [
      ['Type', 'Sender'],
      ['Code', code],
      ['Message', message],
    ],
  ];
  return {
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body: renderXml('ErrorResponse', [error, ['RequestId', 'request']]),
  };
}
