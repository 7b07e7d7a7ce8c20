// `windhover run` as a process of its own: signals, exit code and end points as they are in the field.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';

const main = join(import.meta.dirname, '../../packages/cli/src/main.ts');

export interface Daemon {
  /** What it wrote so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when `isDone` says so, asked again whenever it writes and now and then. Rejects when it ends before. */
  until(isDone: () => boolean | Promise<boolean>): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM; gives its exit code. */
  stop(): Promise<number>;
  /** Gives the exit code, whenever it ends. */
  readonly ended: Promise<number>;
}

const ASK_AGAIN_MS = 50;

/** Start it with these arguments in a folder. Variables of AWS point at nothing unless they are given. */
export function startDaemon(
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Daemon {
  const child = spawn(
    execPath,
    ['--conditions=@windhover/source', '--disable-warning=ExperimentalWarning', main, 'run', ...words],
    {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        TZ: 'UTC',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'loopback',
        AWS_SECRET_ACCESS_KEY: 'loopback',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...env,
      },
    },
  );
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  let hasEnded = false;
  const ended = once(child, 'close').then(([code]) => {
    hasEnded = true;
    return code as number;
  });
  return {
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    async until(isDone) {
      while (!(await isDone())) {
        if (hasEnded) throw new Error(`it has ended:\n${written.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    },
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    ended,
  };
}

/** It says so whenever it has opened a configuration. */
function findLast(log: string, pattern: RegExp): string | undefined {
  return [...log.matchAll(pattern)].at(-1)?.[1];
}

/** Where it serves `/metrics` and its like: it says so in its log. */
export function operationsUrl({ stderr }: Daemon): string | undefined {
  return findLast(stderr(), /"operations":"([^"]+)"/g);
}

/** Where its HTTP ingest listens. */
export function ingestUrl({ stderr }: Daemon): string | undefined {
  return findLast(stderr(), /"listening":\["([^"]+)"/g);
}

/** The sum of a metric over all series with these labels, without the prefix of the product; 0 when there is none. */
export async function readMetric(
  daemon: Daemon,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const url = operationsUrl(daemon);
  if (url === undefined) return 0;
  const text = await (await fetch(`${url}/metrics`)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split('\n')
    .filter((line) => line.startsWith(`windhover_${name}`) && wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
