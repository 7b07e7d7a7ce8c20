// The process behind `windhover`: signals in, exit code out.
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { createProcessIo } from './process-io.ts';
import { runCli } from './run-cli.ts';

// A daemon lives long, beside others: it keeps its heap small. These count while V8 runs, other than the sizes, which it
// reads once when it starts. A replay is over soon and keeps what makes it faster.
if (process.argv[2] === 'run') {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => stopping.abort(new Error(signal)));
}
// A reader that went away (`windhover … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), createProcessIo(stopping.signal));
