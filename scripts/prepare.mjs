// Brings a checkout to the state in which everything runs: dependencies installed, packages built, Node 24 found.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Install what is missing or older than the lock file. `npm ci` is chatty: its output is shown only when it fails. */
export function ensureInstalled() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(marker) && existsSync(nodePath()) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs)
    return;
  process.stderr.write('Installing dependencies (npm ci) …\n');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout}${done.stderr}\nnpm ci failed\n`);
    process.exit(done.status ?? 1);
  }
}

/** Compile all packages (incremental: a second or less when nothing changed). */
export function ensureBuilt() {
  runOrExit(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ['-b']);
}

/** The Node 24 that the npm package `node` brings, whatever runs this script. */
export function nodePath() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Run a script under Node 24 and return its exit code. */
export function runNode(args, options = {}) {
  const child = spawnSync(nodePath(), args, { cwd: root, stdio: 'inherit', ...options });
  return child.status ?? 1;
}

function runOrExit(script, args) {
  const status = runNode([script, ...args]);
  if (status !== 0) process.exit(status);
}
