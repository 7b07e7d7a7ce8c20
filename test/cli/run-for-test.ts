import { Readable, Writable } from 'node:stream';
import { runCli } from '../../packages/cli/src/run-cli.ts';

export interface FinishedCommand {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order of writing: what a terminal shows. */
  readonly screen: string;
}

/** Run a command line in a folder and collect what it writes. */
export async function runForTest(
  words: readonly string[],
  cwd: string,
  stdin = '',
): Promise<FinishedCommand> {
  const written = { stdout: '', stderr: '', screen: '' };
  const collect = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        const text = chunk.toString('utf8');
        written[name] += text;
        written.screen += text;
        done();
      },
    });
  const exitCode = await runCli(words, {
    env: {},
    cwd,
    stdin: Readable.from([stdin]),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    hostname: 'test',
    signal: new AbortController().signal,
    terminalColumns: undefined,
    useColor: false,
  });
  return { exitCode, ...written };
}
