// What a replay can look at beside its alerts: whether both forms of the engine agree, and what each rule costs.
import type { Alert, EngineDifference, RuleCost, RuleProfile } from '@windhover/engine';

/** Looks on while records are evaluated in this thread. */
export interface EvaluationWatch {
  /** Takes what each rule costs. */
  readonly profile?: RuleProfile;
  /** Asks for every record to be evaluated in both forms; told of a record, of the object `origin`, where they differ. */
  readonly onDifference?: (difference: EngineDifference, origin: string) => void;
}

/** A rule of a profile as the summary tells it. */
export interface ProfiledRule {
  readonly rule: string;
  /** How often the rule had to be run, because the fields' classes did not decide it. */
  readonly leftOpen: number;
  readonly matched: number;
  readonly microseconds: number;
  /** Of the time of all rules, from 0 to 1. */
  readonly share: number;
}

const SHOWN_BYTES = 200;

/** One difference, for stderr: what each form found, and how the record begins. */
export function describeDifference({ record, fast, interpreted }: EngineDifference, origin: string): string {
  const { bytes, start, end } = record;
  const shown = Buffer.from(bytes.subarray(start, Math.min(end, start + SHOWN_BYTES))).toString('utf8');
  return [
    `${origin}: the two forms of the engine differ for a record of ${record.sourceName}`,
    `  compiled:    ${listRules(fast)}`,
    `  interpreted: ${listRules(interpreted)}`,
    `  record:      ${showControls(shown)}${end - start > SHOWN_BYTES ? '…' : ''}`,
    '',
  ].join('\n');
}

/** The dearest `limit` rules of a profile, the dearest first. */
export function rankRules(costs: readonly RuleCost[], limit: number): ProfiledRule[] {
  const total = costs.reduce((sum, { timeNs }) => sum + timeNs, 0);
  return costs.slice(0, limit).map(({ rule, leftOpen, matched, timeNs }) => ({
    rule,
    leftOpen,
    matched,
    microseconds: Math.round(timeNs / 1000),
    share: total === 0 ? 0 : timeNs / total,
  }));
}

/** The rules of a profile as a table, for people. */
export function formatRuleProfile(rules: readonly ProfiledRule[]): string {
  if (rules.length === 0) return 'no rule had to be run\n';
  const rows = rules.map(({ leftOpen, matched, microseconds, share, rule }) => [
    ...[leftOpen, matched, microseconds].map((value) => value.toLocaleString('en-US')),
    `${(share * 100).toFixed(1)}%`,
    rule,
  ]);
  const table = [['left open', 'matched', 'µs', 'share', 'rule'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => `${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}

function listRules(alerts: readonly Alert[]): string {
  return alerts.length === 0 ? 'no rule' : alerts.map(({ rule, id }) => `${rule} (${id})`).join(', ');
}

/** Records are anybody's text: nothing in them shall move the cursor of a terminal. */
function showControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
