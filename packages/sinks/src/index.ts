// Where alerts go: one folder per service, and wrappers that route, suppress and spool.

// Services
export { createStdoutSink, type StdoutSinkOptions } from './stdout/sink.ts';
export { createFileSink, type FileSinkOptions, type ReopeningSink } from './file/sink.ts';
export { createProgramSink, type ProgramSinkOptions } from './program/sink.ts';
export { createSyslogSink, type SyslogSinkOptions } from './syslog/sink.ts';
export { createHttpSink, type HttpSinkOptions } from './http/sink.ts';
export type { BodyTemplate } from './http/render-body.ts';
export { createAwsSqsSink, type AwsSqsSinkOptions } from './aws-sqs/sink.ts';
export { createAwsSnsSink, type AwsSnsSinkOptions } from './aws-sns/sink.ts';

// Wrappers
export { createRoutedSink, type RouteBranch } from './routing/route-sink.ts';
export type { RouteMatch } from './routing/match-alert.ts';
export { createSuppressingSink, type SuppressionOptions } from './routing/suppress-alerts.ts';
export { createSpooledSink, type SpoolOptions } from './spool/sink.ts';

// Lines
export type { LineFormat } from './alert-line.ts';
