import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { measureCold } from './processes/measure-cold.ts';
import { measureGrowth, measureOneObject } from './processes/measure-memory.ts';
import { measureStartUp } from './processes/measure-start-up.ts';
import { receiveLine, type Report } from './result.ts';
import type { RunOptions, Scenario } from './scenarios.ts';

const CHILD = fileURLToPath(new URL('in-process/run-child.ts', import.meta.url));

/** Whether it runs the command line as it is built. */
export function needsBuild({ kind }: Scenario): boolean {
  return kind !== 'warm' && kind !== 'workers';
}

/** Run a scenario where nothing else is alive: in a child, or in processes of its own. */
export async function runScenario(scenario: Scenario, options: RunOptions, report: Report): Promise<void> {
  if (scenario.kind === 'cold') measureCold(scenario, options, report);
  else if (scenario.kind === 'start-up') measureStartUp(scenario, options, report);
  else if (scenario.kind === 'growth') measureGrowth(scenario, options, report);
  else if (scenario.kind === 'one-object') measureOneObject(scenario, options, report);
  else await runInChild(scenario, options, report);
}

async function runInChild(scenario: Scenario, options: RunOptions, report: Report): Promise<void> {
  const args = [...process.execArgv, '--expose-gc', CHILD, scenario.name, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  for await (const line of createInterface(child.stdout)) receiveLine(line, report);
  const [status] = (await ended) as [number | null];
  if (status !== 0) report.problem(`${scenario.name}: the process ended with ${status}`);
}
