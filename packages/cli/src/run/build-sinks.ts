// Configuration → sinks: Falco's outputs, our own `sinks:`, and the routes between rules and sinks.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FalcoSettings, OwnSettings, RouteSettings, SinkSettings } from '@windhover/config';
import {
  computeBackoffMs,
  systemClock,
  type DeadLetter,
  type RetryPolicy,
  type Sink,
  type SinkConfig,
  type Telemetry,
} from '@windhover/pipeline';
import { PRIORITIES } from '@windhover/ruleset';
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
  type ReopeningSink,
  type RouteMatch,
} from '@windhover/sinks';
import type { CommandIo } from '../process-io.ts';
import type { AwsClients } from './create-clients.ts';
import { listFalcoSinks } from './list-falco-sinks.ts';

export interface BuildSinksOptions {
  readonly settings: FalcoSettings;
  readonly own: OwnSettings;
  readonly clients: AwsClients;
  readonly deadLetter: DeadLetter;
  readonly telemetry: Telemetry;
  readonly io: CommandIo;
}

export interface BuiltSinks {
  readonly sinks: readonly SinkConfig[];
  /** Close and open files and programs anew, after log rotation. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** All sinks of a configuration. Assumes that `listRunProblems` found none. */
export function buildSinks(options: BuildSinksOptions): BuiltSinks {
  const { settings, own } = options;
  const falco = listFalcoSinks(settings);
  const items = [...(falco.ok ? falco.sinks : []), ...own.sinks];
  const reopening: ReopeningSink[] = [];
  const sinks = items.map((item) => {
    const sink = buildSink(item, options, reopening);
    return {
      sink: applyRoutes(sink, nameOf(item), own.routes, options.telemetry),
      isRequired: item.required,
    };
  });
  return {
    sinks,
    async reopen() {
      await Promise.all(reopening.map((sink) => sink.reopen()));
    },
    async close() {
      await Promise.all(sinks.map(({ sink }) => sink.close()));
    },
  };
}

function nameOf(item: SinkSettings): string {
  return item.name ?? item.type;
}

/** A sink without a route takes everything; with routes it takes what one of them takes. */
function applyRoutes(sink: Sink, name: string, routes: readonly RouteSettings[], telemetry: Telemetry): Sink {
  const mine = routes.filter((route) => route.sinks.includes(name));
  if (mine.length === 0) return sink;
  const branches = mine.map((route) => ({
    match: toMatch(route),
    sink: applySuppression(sink, name, route, telemetry),
  }));
  return createRoutedSink(name, branches);
}

function applySuppression(sink: Sink, name: string, { suppress }: RouteSettings, telemetry: Telemetry): Sink {
  if (suppress === undefined) return sink;
  return createSuppressingSink(sink, {
    key: suppress.key,
    windowMs: suppress.window,
    maxKeys: suppress.max_keys,
    onSuppressed: (value, count) => {
      telemetry.metrics.add('held_back_alerts_total', { sink: name }, count);
      telemetry.logger.info({ sink: name, key: value.split('\0'), count }, 'repeats were held back');
    },
  });
}

function toMatch(route: RouteSettings): RouteMatch {
  const minimumPriority = PRIORITIES.find((priority) => priority.toLowerCase() === route.priority);
  return {
    ...(minimumPriority === undefined ? {} : { minimumPriority }),
    ...(route.sources === undefined ? {} : { sources: route.sources }),
    ...(route.rules === undefined ? {} : { rules: route.rules }),
    ...(route.tags === undefined ? {} : { tags: route.tags }),
    ...(route.fields === undefined ? {} : { fields: route.fields }),
  };
}

function buildSink(item: SinkSettings, options: BuildSinksOptions, reopening: ReopeningSink[]): Sink {
  const { io, clients } = options;
  switch (item.type) {
    case 'stdout':
      return createStdoutSink({ stream: io.stdout, format: item.format });
    case 'file': {
      const sink = createFileSink({
        path: resolve(io.cwd, item.path),
        format: item.format,
        keepAlive: item.keep_alive,
        sync: item.sync,
      });
      reopening.push(sink);
      return sink;
    }
    case 'program': {
      const sink = createProgramSink({
        command: item.command,
        format: item.format,
        keepAlive: item.keep_alive,
        directory: io.cwd,
      });
      reopening.push(sink);
      return sink;
    }
    case 'syslog':
      return createSyslogSink({ ...item, hostname: io.hostname, applicationName: 'windhover' });
    case 'http':
      return buildHttpSink(item, options);
    case 'aws_sqs':
      return createAwsSqsSink({ client: clients.sqs(item), queueUrl: item.queue_url, format: item.format });
    case 'aws_sns':
      return createAwsSnsSink({ client: clients.sns(item), topicArn: item.topic_arn, format: item.format });
  }
}

const SPOOL_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 30_000, maxAttempts: Infinity };

function buildHttpSink(
  item: Extract<SinkSettings, { type: 'http' }>,
  { io, deadLetter, telemetry }: BuildSinksOptions,
): Sink {
  const pem = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : readFileSync(resolve(io.cwd, path), 'utf8');
  const [ca, clientCertificate, clientKey] = [
    pem(item.ca_file),
    pem(item.client_certificate_file),
    pem(item.client_key_file),
  ];
  const sink = createHttpSink({
    url: new URL(item.url),
    body:
      item.template === undefined
        ? { kind: 'line', format: item.format }
        : { kind: 'template', text: item.template },
    contentType:
      item.content_type ??
      (item.template !== undefined || item.format === 'json' ? 'application/json' : 'text/plain'),
    userAgent: 'windhover',
    headers: item.headers,
    gzip: item.gzip,
    ...(item.echo && { onResponse: (text) => void io.stdout.write(`${text}\n`) }),
    timeoutMs: item.timeout,
    concurrency: item.concurrency,
    connection: {
      insecure: item.insecure,
      ...(ca === undefined ? {} : { ca }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
      ...(clientKey === undefined ? {} : { clientKey }),
    },
    nowMs: () => systemClock.nowMs(),
  });
  if (item.spool_file === undefined) return sink;
  return createSpooledSink(sink, {
    path: resolve(io.cwd, item.spool_file),
    maxBytes: item.spool_max_bytes,
    batchSize: 100,
    clock: systemClock,
    retryDelayMs: (failures, error) =>
      Math.max(computeBackoffMs(SPOOL_RETRY, failures, Math.random), retryAfterMs(error)),
    onFailure: (error) =>
      telemetry.logger.warn(
        { sink: nameOf(item), error: error.message },
        'delivery from the spool failed and is tried again',
      ),
    onRefused: (rendered, error) =>
      deadLetter.put({
        origin: { ingest: 'spool', name: nameOf(item) },
        reason: 'delivery-refused',
        detail: error.message,
        timeMs: systemClock.nowMs(),
        alerts: [rendered],
      }),
  });
}

function retryAfterMs(error: Error): number {
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : 0;
}
