import { hostname } from 'node:os';
import process, { cwd, env, stderr, stdin, stdout } from 'node:process';
import type { Readable, Writable } from 'node:stream';

/** What the command line touches of the process: passed in, so that a command can run inside a test. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths are taken from here. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly hostname: string;
  /** The time, milliseconds since the epoch; that of the system when absent. */
  readonly nowMs?: () => number;
  /** Aborts on SIGINT and SIGTERM: finish what is under way, then end. */
  readonly signal: AbortSignal;
  /** Calls back on SIGHUP (reload) and SIGUSR1 (reopen files). */
  readonly onHangup?: (listener: () => void) => void;
  readonly onReopen?: (listener: () => void) => void;
  /** Whether stderr is a terminal (progress bar) and how wide it is. */
  readonly terminalColumns: number | undefined;
  readonly useColor: boolean;
}

/** The real process. */
export function createProcessIo(signal: AbortSignal): CommandIo {
  return {
    env,
    cwd: cwd(),
    stdin,
    stdout,
    stderr,
    hostname: env['FALCO_HOSTNAME'] ?? hostname(),
    signal,
    onHangup: (listener) => void process.on('SIGHUP', listener),
    onReopen: (listener) => void process.on('SIGUSR1', listener),
    terminalColumns: stderr.isTTY ? stderr.columns : undefined,
    useColor: stderr.isTTY === true && env['NO_COLOR'] === undefined,
  };
}

/** Exit codes of our own commands; they are an interface. */
export const EXIT = {
  ok: 0,
  /** Something was found or failed: invalid rules, failed tests, a failed run. */
  failure: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Everything ran, but something was skipped: damaged objects, records that are no events. */
  skipped: 3,
} as const;

/** Write text and wait until the stream has taken it. */
export function writeText(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
