import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runAlerts } from './families/alerts.ts';
import { runCommandLine } from './families/command-line.ts';
import { runConditions } from './families/conditions.ts';
import { runCounters, runFields } from './families/fields.ts';
import { runMalformed } from './families/malformed.ts';
import { runMission } from './families/mission.ts';
import { runFormats, runOptions } from './families/outputs.ts';
import { runRulesFiles } from './families/rules-files.ts';
import { runTimeValues } from './families/time-values.ts';
import type { FamilyResult } from './report.ts';

type FamilyRunner = (
  folder: string,
  family: string,
) => FamilyResult | undefined | Promise<FamilyResult | undefined>;

/** Every kind of golden folder; a runner gives undefined for a folder that is not of its kind. */
const RUNNERS: readonly (readonly [string, FamilyRunner])[] = [
  ['fields', runFields],
  ['counters', runCounters],
  ['alerts', runAlerts],
  ['cases', runMission],
  ['cases', runMalformed],
  ['conditions', runConditions],
  ['values', runTimeValues],
  ['cases', runRulesFiles],
  ['formats', runFormats],
  ['options', runOptions],
  ['cases', runCommandLine],
];

/** Run every golden folder at or below `folder`. */
export async function* runFolders(folder: string): AsyncGenerator<FamilyResult> {
  const name = `${basename(dirname(folder))}/${basename(folder)}`;
  for (const [part, run] of RUNNERS) {
    const result = await run(folder, `${name} ${part}`);
    if (result !== undefined) yield result;
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== 'files') yield* runFolders(join(folder, entry.name));
  }
}
