// `npm run -s bench -- [--smoke] [--records N] [--repetitions N] [--profile] [--markdown FILE] [SCENARIO…]`
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judgeGoals, type JudgedGoal } from './goals.ts';
import type { Report, Row } from './result.ts';
import { needsBuild, runScenario } from './run-scenario.ts';
import { chooseScenarios, SCENARIOS, SMOKE, type RunOptions, type Scenario } from './scenarios.ts';
import { formatHead, formatMarkdown, formatScenario } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: 'boolean', default: false },
    records: { type: 'string' },
    repetitions: { type: 'string' },
    profile: { type: 'boolean', default: false },
    markdown: { type: 'string' },
  },
});
const options: RunOptions = {
  records: Number(values.records ?? (values.smoke ? 4000 : 100_000)),
  repetitions: Number(values.repetitions ?? (values.smoke ? 1 : 5)),
  hasProfile: values.profile,
};
const chosen = selectScenarios();
const allRows: Row[] = [];
const problems: string[] = [];

process.stdout.write(
  `${options.records} records, ${options.repetitions} repetitions, Node ${process.version}, ${cpus()[0]?.model}\n`,
);
process.stdout.write(formatHead());
if (chosen.some(needsBuild)) buildPackages();
for (const scenario of chosen) await run(scenario);

// A short round says nothing about speed.
if (!values.smoke) for (const goal of judgeGoals(allRows)) process.stdout.write(`${describeGoal(goal)}\n`);
if (values.markdown !== undefined) writeFileSync(values.markdown, formatMarkdown(allRows));
// A figure never fails a run; a wrong result does.
for (const problem of problems) process.stderr.write(`failed: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

function selectScenarios(): readonly Scenario[] {
  if (positionals.length === 0 && !values.smoke) return SCENARIOS;
  const found = chooseScenarios(positionals.length > 0 ? positionals : SMOKE);
  if (found.length > 0) return found;
  process.stderr.write(`no such scenario; there are ${SCENARIOS.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

async function run(scenario: Scenario): Promise<void> {
  const rows: Row[] = [];
  let text = '';
  const report: Report = {
    row: (row) => void rows.push(row),
    problem: (problem) => void problems.push(problem),
    text: (received) => void (text += received),
  };
  await runScenario(scenario, options, report);
  allRows.push(...rows);
  process.stdout.write(`\n${scenario.name}\n${formatScenario(rows)}${text === '' ? '' : `\n${text}`}`);
}

/** The command line runs as it is installed: compiled. */
function buildPackages(): void {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const built = spawnSync(process.execPath, [compiler, '-b'], { stdio: ['ignore', 2, 2] });
  if (built.status !== 0) problems.push('the packages do not compile: their last build was measured');
}

function describeGoal({ text, figure, limit, isReached }: JudgedGoal): string {
  return `${isReached ? 'reached' : 'missed '}  ${figure.toFixed(2).padStart(8)} ${limit.padEnd(6)}  ${text}`;
}
