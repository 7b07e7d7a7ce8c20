// Windhover as a process of its own, to be killed.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scene } from './scene.ts';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** What to start, and the rules that it loads. */
export interface Program {
  /** Arguments of Node.js that start the command line. */
  readonly start: readonly string[];
  readonly rules: string;
}

/** As it is installed, with the rule packs for AWS. */
export const shipped: Program = {
  start: [join(packages, 'cli/bin/windhover.js')],
  rules: join(packages, '../rules/aws'),
};

/** From the source, with the one rule that matters. */
export function createQuickProgram(folder: string): Program {
  const rules = join(folder, 'rules.yaml');
  writeFileSync(
    rules,
    '- {rule: Deleted, desc: d, condition: ct.name = DeleteBucketEncryption, output: "event=%ct.id", priority: INFO, source: aws_cloudtrail}\n',
  );
  const start = ['--conditions=@windhover/source', '--disable-warning=ExperimentalWarning'];
  return { start: [...start, join(packages, 'cli/src/main.ts')], rules };
}

/** Start it with these words. */
export function startProgram(
  { start }: Program,
  words: readonly string[],
  stdio: SpawnOptions['stdio'],
): ChildProcess {
  const env = {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'loopback',
    AWS_SECRET_ACCESS_KEY: 'loopback',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return spawn(process.execPath, [...start, ...words], { stdio, env });
}

/** How a worker on the queue is set up. */
export interface WorkerOptions {
  /** Sent with every alert as `x-worker`. */
  readonly name: string;
  readonly sinkUrl: string;
  readonly maxInFlight: number;
  readonly visibilitySeconds: number;
}

/** `windhover run` on the queue of a scene. */
export interface Worker {
  readonly name: string;
  /** Rejects once it has ended without being told to. */
  check(): void;
  /** Where it serves `/metrics`; undefined until it has started. */
  operationsUrl(): string | undefined;
  /** Resident memory in MB; 0 when it is not there. */
  readRssMb(): number;
  /** SIGKILL. */
  kill(): void;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Start one. */
export function startWorker(program: Program, scene: Scene, options: WorkerOptions): Worker {
  const config = join(scene.folder, `${options.name}.yaml`);
  writeFileSync(
    config,
    `rules_files: ["${program.rules}"]
webserver: {enabled: true, listen_address: 127.0.0.1, listen_port: 0, prometheus_metrics_enabled: true}
ingest:
  - {type: aws_sqs, queue_url: "${scene.queueUrl}", endpoint: "${scene.aws.sqs.url}", s3_endpoint: "${scene.aws.s3.url}", s3_force_path_style: true, wait_seconds: 1, visibility_timeout_seconds: ${options.visibilitySeconds}, max_in_flight: ${options.maxInFlight}}
sinks:
  - {type: http, url: "${options.sinkUrl}/alerts", headers: {x-worker: ${options.name}}}
dead_letter: {type: directory, path: "${join(scene.folder, 'dead-letter')}"}
workers: 1
`,
  );
  const child = startProgram(program, ['run', '-c', config], ['ignore', 'ignore', 'pipe']);
  let [log, isWanted] = ['', true];
  child.stderr?.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-20_000)));
  let url: string | undefined;
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    name: options.name,
    check() {
      if (isWanted && child.exitCode !== null) throw new Error(`${options.name} has ended:\n${log}`);
    },
    operationsUrl: () => (url ??= /"operations":"([^"]+)"/.exec(log)?.[1]),
    readRssMb: () => readRssMb(child.pid),
    kill() {
      isWanted = false;
      child.kill('SIGKILL');
    },
    stop() {
      isWanted = false;
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function readRssMb(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
