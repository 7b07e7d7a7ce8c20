#!/usr/bin/env node
// Starts the CLI under Node 24 or later: with the running one, or with the one of the npm package `node`.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MINIMUM_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) >= MINIMUM_MAJOR) {
  await import('../dist/main.js');
} else {
  const main = fileURLToPath(import.meta.url);
  const child = spawn(findNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

function findNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(manifest), 'bin', 'node');
  } catch {
    process.stderr.write(
      `windhover needs Node.js ${MINIMUM_MAJOR} or later, this is ${process.versions.node}\n`,
    );
    process.exit(1);
  }
}
