// `windhover run` in this process: quicker than one of its own, for tests that need neither signals nor its log.
import { PassThrough } from 'node:stream';
import { runCli } from '../../packages/cli/src/run-cli.ts';

export interface RunningDaemon {
  readonly stdout: () => string;
  /** Resolves when `isDone` says so. Rejects when the daemon ends before. */
  until(isDone: () => boolean): Promise<void>;
  /** As by SIGTERM; gives the exit code. */
  stop(): Promise<number>;
}

const ASK_AGAIN_MS = 10;

/** Run it with these arguments in a folder. The AWS SDK finds credentials that stand for nothing. */
export function runDaemon(words: readonly string[], cwd: string): RunningDaemon {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'loopback', AWS_SECRET_ACCESS_KEY: 'loopback' });
  process.env['AWS_REGION'] ??= 'us-east-1';
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const written = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  const stopping = new AbortController();
  let hasEnded = false;
  const ended = runCli(['run', ...words], {
    env: { TZ: 'UTC' },
    cwd,
    stdin,
    stdout,
    stderr,
    hostname: 'test',
    signal: stopping.signal,
    terminalColumns: undefined,
    useColor: false,
  }).finally(() => (hasEnded = true));
  return {
    stdout: () => written.stdout,
    async until(isDone) {
      while (!isDone()) {
        if (hasEnded) throw new Error(`it has ended:\n${written.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    },
    stop() {
      stopping.abort();
      return ended;
    },
  };
}
