// What tests of several rooms share: servers on loopback, clocks, stand-ins, contract suites. Never shipped.

// Stand-ins for engine and time
export { createAlert, createLineEvaluator } from './evaluation/create-line-evaluator.ts';
export type { VirtualClock } from './time/virtual-clock.ts';
export { createVirtualClock } from './time/virtual-clock.ts';

// Servers on loopback, and what goes wrong there
export type { Fault, FaultPlan, FaultRate } from './loopback/faults.ts';
export { createFaultScript, createRandom, createRandomFaults, noFaults } from './loopback/faults.ts';
export type {
  ListenAddress,
  LoopbackRequest,
  LoopbackResponse,
  LoopbackServer,
  LoopbackService,
  LoopbackTls,
} from './loopback/loopback-server.ts';
export { startLoopbackServer } from './loopback/loopback-server.ts';
export type { CertifiedKey, TestCertificates } from './loopback/test-certificates.ts';
export { readTestCertificates } from './loopback/test-certificates.ts';
export type { ReceivedRequest, WebhookReceiver } from './webhook/webhook-receiver.ts';
export { startWebhookReceiver } from './webhook/webhook-receiver.ts';

// Amazon S3 and SQS
export type { LoopbackAws } from './aws-loopback/start-aws.ts';
export { createClientOptions, startAws } from './aws-loopback/start-aws.ts';
export type { S3Server, S3ServerOptions } from './aws-s3/s3-server.ts';
export { startS3Server } from './aws-s3/s3-server.ts';
export type { SqsServer } from './aws-sqs/sqs-server.ts';
export { startSqsServer } from './aws-sqs/sqs-server.ts';

// Amazon SNS, as far as publishing goes
export type { PublishedMessage, SnsServer } from './aws-sns/sns-server.ts';
export { startSnsServer } from './aws-sns/sns-server.ts';

// Azure blobs
export type { Azurite } from './azure-blob/start-azurite.ts';
export { startAzurite } from './azure-blob/start-azurite.ts';

// Events
export type { TrailRecord } from './events/trail-events.ts';
export { createTrailFile, createTrailRecord, nameTrailFile } from './events/trail-events.ts';

// Contracts of components
export type { IngestCase, IngestHarness, IngestTraits } from './contract/ingest-contract.ts';
export { ingestContract } from './contract/ingest-contract.ts';
export type { SinkCase, SinkHarness } from './contract/sink-contract.ts';
export { sinkContract } from './contract/sink-contract.ts';
