import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Sink } from '@windhover/pipeline';
import type { ReopeningSink } from '../file/sink.ts';
import { selectLine, type LineFormat } from '../alert-line.ts';

export interface ProgramSinkOptions {
  /** A shell command, from the configuration; never from a rule or an event. */
  readonly command: string;
  readonly format: LineFormat;
  /** One process for all alerts; otherwise one for each, and its end is waited for. */
  readonly keepAlive: boolean;
  /** Working directory of the program; that of the process when absent. */
  readonly directory?: string;
  /** Where the program's standard output goes; that of the process when absent. */
  readonly output?: Writable;
}

/**
 * Gives each alert's line to a program's standard input (Falco's `program_output`). The exit status is ignored, as
 * in Falco; a program that does not read, or ends early, is survived.
 */
export function createProgramSink(options: ProgramSinkOptions): ReopeningSink {
  let running: ChildProcess | undefined;

  const start = (): ChildProcess => {
    const child = spawn(options.command, {
      shell: true,
      stdio: ['pipe', options.output === undefined ? 'inherit' : 'pipe', 'inherit'],
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
    });
    child.stdin?.on('error', () => undefined);
    child.stdout?.on('data', (chunk: Buffer) => void options.output?.write(chunk));
    child.on('error', () => undefined);
    return child;
  };
  const finish = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (hasEnded(child)) return resolve();
      child.once('close', () => resolve());
      child.stdin?.end();
    });
  const write = (child: ChildProcess, text: string): Promise<void> =>
    new Promise((resolve) => {
      if (child.stdin === null || child.stdin.destroyed) return resolve();
      child.stdin.write(text, () => resolve());
    });

  const closeRunning = async (): Promise<void> => {
    const child = running;
    running = undefined;
    if (child !== undefined) await finish(child);
  };
  const sink: Sink = {
    name: 'program',
    async deliver(alerts) {
      for (const alert of alerts) {
        const line = `${selectLine(alert, options.format)}\n`;
        if (options.keepAlive) {
          if (running === undefined || hasEnded(running)) running = start();
          await write(running, line);
        } else {
          const child = start();
          await write(child, line);
          await finish(child);
        }
      }
    },
    close: closeRunning,
  };
  return { ...sink, reopen: closeRunning };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
