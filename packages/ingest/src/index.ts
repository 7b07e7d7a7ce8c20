// One folder per service that brings objects; none knows another, and none knows events or rules. This entry loads no
// SDK and no server: those are behind services.ts, for whoever needs them.

// Files, directories, standard input
export type { FileIngestConfig } from './file/config.ts';
export { FileInputError } from './file/file-input-error.ts';
export { createFileIngest } from './file/ingest.ts';
export type { FollowConfig } from './file/follow.ts';
export { createFollowIngest } from './file/follow.ts';

// Amazon S3, Amazon SQS: what can be said of them without their SDK
export type { S3IngestConfig } from './aws-s3/config.ts';
export { parseS3Url } from './aws-s3/config.ts';
export type { Interval } from './aws-s3/interval.ts';
export { IntervalError, parseInstant, parseInterval } from './aws-s3/interval.ts';
export type { ReplayEstimate } from './aws-s3/estimate.ts';
