// The process behind `windhover`: signals in, exit code out.
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { createProcessIo } from './process-io.ts';
import { runCli } from './run-cli.ts';

// Records come and go in bulk: a larger young generation takes memory and saves little time. A daemon lives long, beside
// others, and keeps its heap small besides. These two count while V8 runs, other than the sizes, which it reads once.
setFlagsFromString('--semi-space-growth-factor=1');
if (process.argv[2] === 'run') setFlagsFromString('--heap-growing-percent=30');

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
