// `mission/`: the rules of the mission, in the dialect of public rules, on one event each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameValue } from '../json-exact.ts';
import { toPlainAlert } from '../plain-alert.ts';
import { readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, recordSkip, type FamilyResult } from '../report.ts';
import { createEnvironment, cutEvent, loadFiles, runEvents } from '../subject.ts';

interface Case {
  readonly case: string;
  readonly result: 'ok' | 'skipped' | 'oracle crashed';
  readonly event: string;
  readonly alerts?: readonly {
    readonly rule: string;
    readonly output: string;
    readonly output_fields: object;
  }[];
}

export function runMission(folder: string, family: string): FamilyResult | undefined {
  const aws = readGoldenLines<Case>(folder, 'cases-aws.jsonl');
  const k8s = readGoldenLines<Case>(folder, 'cases-k8s.jsonl');
  if (aws === undefined && k8s === undefined) return undefined;
  const result = createFamilyResult(family);
  if (aws !== undefined) runCases(result, aws, 'aws_cloudtrail', join(folder, 'mission-aws.yaml'));
  if (k8s !== undefined)
    runCases(result, k8s, 'k8s_audit', join(folder, '..', '..', 'upstream-rules', 'k8s_audit_rules.yaml'));
  return result;
}

function runCases(result: FamilyResult, cases: readonly Case[], source: string, rulesFile: string): void {
  const { ruleset, results } = loadFiles(
    [{ name: 'rules.yaml', text: readFileSync(rulesFile, 'utf8') }],
    createEnvironment(),
  );
  recordCase(
    result,
    results.every(({ successful }) => successful),
    `${source} rules load`,
    true,
    results[0]?.errors,
  );
  for (const item of cases) {
    const event = Buffer.from(item.event, 'utf8');
    if (item.result === 'oracle crashed') {
      recordSkip(result, 'the oracle crashed');
      runEvents(ruleset, source, [event]);
      continue;
    }
    if (item.result === 'skipped') {
      const records = cutEvent(source, event);
      recordCase(result, records.length === 0, item.case, 'skipped', `${records.length} records`);
      continue;
    }
    const actual = runEvents(ruleset, source, [event], { ruleMatching: 'all' }).map(({ alert }) => {
      const { rule, output, output_fields } = toPlainAlert(alert);
      const { 'evt.time.iso8601': _time, ...fields } = output_fields;
      return { rule, output: output.replace(/^\S+: /, ''), output_fields: fields };
    });
    recordCase(result, isSameValue(actual, item.alerts), item.case, item.alerts, actual);
  }
}
