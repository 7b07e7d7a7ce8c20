// Processes that are measured as a whole, from their start to their end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Duration } from '../measure.ts';

const USAGE_REPORTER = new URL('report-usage.mjs', import.meta.url).href;
const CLI = fileURLToPath(new URL('../../packages/cli/bin/windhover.js', import.meta.url));

/** What a process has used. */
export interface Usage extends Duration {
  readonly maxRssMb: number;
}

/** Run Node.js with these arguments, its output thrown away. Throws when it does not end with 0. */
export function runProcess(args: readonly string[]): Usage {
  const startedMs = performance.now();
  const ended = spawnSync(process.execPath, ['--import', USAGE_REPORTER, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const wallUs = 1000 * (performance.now() - startedMs);
  if (ended.status !== 0) throw new Error(`${args[0]} ended with ${ended.status}: ${ended.stderr}`);
  return { ...(JSON.parse(String(ended.output[3])) as Omit<Usage, 'wallUs'>), wallUs };
}

/** What `windhover replay` is to do. */
export interface ReplayArguments {
  readonly rules: readonly string[];
  readonly sourceName: string;
  readonly paths: readonly string[];
  readonly workers: number;
}

/** Run `windhover replay` as users have it installed, and tell what it found. */
export function runReplay(
  replay: ReplayArguments,
): Usage & { readonly records: number; readonly alerts: number } {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-bench-replay-'));
  const summary = join(folder, 'summary.json');
  try {
    const usage = runProcess([
      ...[CLI, 'replay', '--quiet', '--summary', summary, '--rule-matching', 'all'],
      ...['--source', replay.sourceName, '--workers', `${replay.workers}`],
      ...replay.rules.flatMap((path) => ['-r', path]),
      ...replay.paths,
    ]);
    const { records, alerts } = JSON.parse(readFileSync(summary, 'utf8')) as {
      records: number;
      alerts: number;
    };
    return { ...usage, records, alerts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
