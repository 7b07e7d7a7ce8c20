// Falco's output channels, one after the other for each alert: file, stdout, syslog, program, http (spec outputs.md §6).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stdout } from 'node:process';
import type { FalcoSettings, HttpOutputSettings } from '@windhover/config';
import { systemClock, type RenderedAlert, type Sink } from '@windhover/pipeline';
import {
  createFileSink,
  createHttpSink,
  createProgramSink,
  createStdoutSink,
  createSyslogSink,
  type LineFormat,
  type ReopeningSink,
} from '@windhover/sinks';
import type { CommandIo } from '../process-io.ts';
import { FalcoExit } from './falco-exit.ts';
import type { FalcoLog } from './log.ts';

export interface FalcoOutputs {
  /** Give an alert to every channel in order. A channel that fails is told in the log and loses the alert, as in Falco. */
  deliver(alert: RenderedAlert): Promise<void>;
  /** Close and open files and programs anew, after log rotation. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

interface Channel {
  readonly sink: Sink;
  /** What the log says when the sink rejects. */
  describeFailure(error: Error): string;
}

/** Whether at least one channel is enabled; Falco refuses to run without. */
export function requireOutput({ outputs }: FalcoSettings): void {
  const { stdout: toStdout, syslog, file, program, http } = outputs;
  if (toStdout || syslog || file !== undefined || program !== undefined || http !== undefined) return;
  throw new FalcoExit(
    'No output configured, please make sure at least one output is configured and enabled.',
  );
}

/** Open the channels of a configuration. Throws a `FalcoExit` for an HTTP channel that cannot be set up. */
export function openOutputs({ outputs, json }: FalcoSettings, io: CommandIo, log: FalcoLog): FalcoOutputs {
  const format: LineFormat = json.enabled ? 'json' : 'text';
  const reopening: ReopeningSink[] = [];
  const channels: Channel[] = [];
  if (outputs.file !== undefined) {
    const { filename, keepAlive } = outputs.file;
    const sink = createFileSink({ path: resolve(io.cwd, filename), format, keepAlive, sync: false });
    reopening.push(sink);
    channels.push({ sink, describeFailure: () => `file: failed to open output file ${filename}` });
  }
  if (outputs.stdout) channels.push(plainChannel(createStdoutSink({ stream: io.stdout, format })));
  if (outputs.syslog) {
    const sink = createSyslogSink({
      host: '127.0.0.1',
      port: 514,
      protocol: 'udp',
      format,
      hostname: io.hostname,
      applicationName: 'windhover',
    });
    channels.push(plainChannel(sink));
  }
  if (outputs.program !== undefined) {
    const { command, keepAlive } = outputs.program;
    const output = io.stdout === stdout ? {} : { output: io.stdout };
    const sink = createProgramSink({ command, format, keepAlive, directory: io.cwd, ...output });
    reopening.push(sink);
    channels.push(plainChannel(sink));
  }
  if (outputs.http !== undefined) channels.push(openHttp(outputs.http, format, io));
  return {
    async deliver(alert) {
      for (const { sink, describeFailure } of channels) {
        try {
          await sink.deliver([alert], io.signal);
        } catch (error) {
          log('error', describeFailure(error as Error));
        }
      }
    },
    async reopen() {
      await Promise.all(reopening.map((sink) => sink.reopen()));
    },
    async close() {
      for (const { sink } of channels) await sink.close();
    },
  };
}

function plainChannel(sink: Sink): Channel {
  return { sink, describeFailure: (error) => `${sink.name}: ${error.message}` };
}

/** Any answer counts as delivery, whatever its status; only broken connections are told. */
function openHttp(http: HttpOutputSettings, format: LineFormat, io: CommandIo): Channel {
  const pem = (path: string): string | undefined => (path === '' ? undefined : readPem(path, io.cwd));
  if (!URL.canParse(http.url)) throw new FalcoExit(`http output: ${http.url} is no URL`);
  const ca = pem(http.caFile);
  const clientCertificate = http.mtls ? pem(http.clientCertificateFile) : undefined;
  const clientKey = http.mtls ? pem(http.clientKeyFile) : undefined;
  let isAnswered = false;
  const sink = createHttpSink({
    url: new URL(http.url),
    body: { kind: 'line', format },
    contentType: format === 'json' ? 'application/json' : 'text/plain',
    userAgent: http.userAgent,
    headers: {},
    gzip: false,
    timeoutMs: HTTP_TIMEOUT_MS,
    concurrency: 1,
    connection: {
      insecure: http.insecure,
      ...(ca === undefined ? {} : { ca }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
      ...(clientKey === undefined ? {} : { clientKey }),
    },
    onResponse(text) {
      isAnswered = true;
      if (http.echo) io.stdout.write(text);
    },
    nowMs: () => systemClock.nowMs(),
  });
  return {
    sink: {
      ...sink,
      async deliver(alerts, signal) {
        isAnswered = false;
        await sink.deliver(alerts, signal).catch((error: unknown) => {
          if (!isAnswered) throw error;
        });
      },
    },
    describeFailure: (error) => `libcurl failed to perform call: ${describeConnectionError(error)}`,
  };
}

/** The words of libcurl for what commonly goes wrong. */
function describeConnectionError(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'Could not connect to server';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Could not resolve hostname';
    case 'ETIMEDOUT':
      return 'Timeout was reached';
    default:
      return error.message;
  }
}

const HTTP_TIMEOUT_MS = 10_000;

function readPem(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    throw new FalcoExit(`http output: cannot read ${path}`);
  }
}
