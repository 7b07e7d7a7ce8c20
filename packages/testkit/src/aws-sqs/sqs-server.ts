import { systemClock, type Clock } from '@windhover/pipeline';
import { noFaults, type FaultPlan } from '../loopback/faults.ts';
import {
  startLoopbackServer,
  type ListenAddress,
  type LoopbackRequest,
  type LoopbackResponse,
  type LoopbackServer,
} from '../loopback/loopback-server.ts';
import type { MessageQueue } from './message-queue.ts';
import { SqsError } from './sqs-error.ts';
import { sqsOperations, type SqsAccount } from './sqs-operations.ts';

/** SQS on loopback: the AWS JSON 1.0 protocol over queues in memory. */
export interface SqsServer extends LoopbackServer {
  /** Queues by name, to look into or to send to without the API. */
  readonly queues: ReadonlyMap<string, MessageQueue>;
  /** Puts a message into the queue that an ARN names, as other services do. */
  sendTo(queueArn: string, body: string): void;
}

/** Start SQS. Signatures are not checked; time is the clock's. */
export async function startSqsServer(
  options: {
    readonly clock?: Clock;
    readonly faults?: FaultPlan;
    readonly region?: string;
    readonly listen?: ListenAddress;
  } = {},
): Promise<SqsServer> {
  const { clock = systemClock, region = 'us-east-1' } = options;
  let faults = options.faults ?? noFaults;
  let url = '';
  const account: SqsAccount = {
    queues: new Map(),
    clock,
    accountId: '123456789012',
    region,
    baseUrl: () => url,
    faults: () => faults,
  };
  const server = await startLoopbackServer(
    { nameOperation, handle: (request) => handle(account, request) },
    { clock, faults, ...(options.listen !== undefined && { listen: options.listen }) },
  );
  url = server.url;
  return {
    ...server,
    queues: account.queues,
    sendTo: (queueArn, body) => void account.queues.get(queueArn.split(':').at(-1) ?? '')?.send(body),
    setFaults(plan) {
      faults = plan;
      server.setFaults(plan);
    },
  };
}

function nameOperation(request: LoopbackRequest): string {
  return request.headers['x-amz-target']?.split('.')[1] ?? 'Unknown';
}

async function handle(account: SqsAccount, request: LoopbackRequest): Promise<LoopbackResponse> {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  try {
    const run = sqsOperations[nameOperation(request)];
    if (run === undefined)
      throw new SqsError('UnsupportedOperation', `no operation ${nameOperation(request)}`);
    const output = await run(account, JSON.parse(request.body.toString() || '{}'), request.signal);
    return { status: 200, headers, body: JSON.stringify(output) };
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    return {
      status: 400,
      headers: { ...headers, 'x-amzn-query-error': `${error.queryCode};Sender` },
      body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.type}`, message: error.message }),
    };
  }
}
