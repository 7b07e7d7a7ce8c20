// A replay that is killed with -9 again and again, and each time run again with the same command.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@windhover/testkit';
import { startProgram, type Program } from './program.ts';
import { balance, until, type Balance, type Scene } from './scene.ts';

export interface KillReplayOptions {
  readonly objects: number;
  readonly recordsPerObject: number;
  readonly kills: number;
  readonly workers: number;
  readonly seed: number;
}

export interface KillReplayOutcome extends Balance {
  /** Alerts in the file when each run was killed. */
  readonly killedAt: readonly number[];
  /** Of the run that came to its end. */
  readonly exitCode: number | null;
}

/**
 * Replay the bucket into a file, as `>>` does, killing the process at random numbers of alerts; the last run ends by
 * itself. Throws when a line of the file is no alert, or an alert is told again as another line.
 */
export async function killReplay(
  scene: Scene,
  program: Program,
  options: KillReplayOptions,
): Promise<KillReplayOutcome> {
  const random = createRandom(options.seed);
  for (let object = 0; object < options.objects; object++) await scene.addObject(options.recordsPerObject);
  const file = join(scene.folder, 'alerts.jsonl');
  const words = [
    ...['replay', '-q', '-r', program.rules, '--checkpoint', join(scene.folder, 'checkpoint.sqlite')],
    ...['--s3-endpoint', scene.aws.s3.url, '--force-path-style', '--aws-region', 'us-east-1'],
    ...['--workers', `${options.workers}`, '-o', 'json_output=true', scene.prefix],
  ];
  const start = (): ChildProcess => {
    const output = openSync(file, 'a');
    const child = startProgram(program, words, ['ignore', output, 'inherit']);
    closeSync(output);
    return child;
  };
  const killedAt: number[] = [];
  for (let kill = 0; kill < options.kills; kill++) {
    const child = start();
    const ended = once(child, 'close');
    const length = statSync(file).size;
    // Anywhere in its share of the whole, and of the line that is being written.
    const share = scene.expected.size / options.kills;
    const wanted = length + random() * share * averageLine(file);
    await until(() => child.exitCode !== null || statSync(file).size > wanted, 1);
    child.kill('SIGKILL');
    await ended;
    killedAt.push(readIds(file).length);
  }
  const [exitCode] = (await once(start(), 'close')) as [number | null];
  const ids = readIds(file);
  const lines = new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
  if (lines.size !== new Set(ids).size) throw new Error('an alert was told again in other words');
  return { ...balance(ids, scene.expected), killedAt, exitCode };
}

/** Before anything is known a byte: the first run is killed soon. */
function averageLine(file: string): number {
  const { size } = statSync(file);
  return size === 0 ? 1 : size / readIds(file).length;
}

function readIds(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => /event=([0-9a-f-]+)/.exec((JSON.parse(line) as { output: string }).output)?.[1] ?? line);
}
