import { decodeByteString } from '@windhover/bytes';
import {
  compileRuleset,
  createInterpreter,
  type Alert,
  type OutputFieldValue,
  type RuleTrace,
} from '@windhover/engine';
import { findEventSource } from '@windhover/event-sources';
import { PRIORITIES, type Ruleset } from '@windhover/ruleset';
import { cutEvent } from './cut-events.ts';
import type { TestCase } from './expand-tests.ts';

/** What came of one case. */
export interface CaseResult {
  readonly name: string;
  readonly rule: string | undefined;
  readonly passed: boolean;
  /** Sentences that say what was wrong. */
  readonly failures: readonly string[];
}

/** Watches evaluations, for coverage: the trace of every rule on every event of a test. */
export type TraceListener = (traces: readonly RuleTrace[], testedRule: string | undefined) => void;

/** Evaluate the cases of a file against a ruleset; each case is a run of its own. */
export function runCases(
  ruleset: Ruleset,
  cases: readonly TestCase[],
  onTrace?: TraceListener,
): CaseResult[] {
  // A disabled rule is tested like any other: tests say what it would do.
  const enabled = { rules: ruleset.rules.map((rule) => ({ ...rule, enabled: true })) };
  const engine = createInterpreter(compileRuleset(enabled, { ruleMatching: 'all' }), {
    hostname: 'test',
    timeZone: 'UTC',
  });
  const sourceOf = new Map(ruleset.rules.map((rule) => [rule.name, rule.source]));
  return cases.map((item) => {
    const fail = (...failures: string[]): CaseResult => ({
      name: item.name,
      rule: item.rule,
      passed: failures.length === 0,
      failures,
    });
    if (item.rule !== undefined && !sourceOf.has(item.rule)) return fail(`there is no rule "${item.rule}"`);
    const source = item.source ?? (item.rule === undefined ? undefined : sourceOf.get(item.rule));
    engine.startRun();
    let alerts: readonly Alert[] = [];
    for (const event of item.events) {
      const cut = cutEvent(event, source === undefined ? undefined : findEventSource(source)?.name);
      if (!cut.ok) return fail(`the event is not accepted: ${cut.reason}`);
      for (const record of cut.records) {
        if (onTrace !== undefined) onTrace(engine.trace(record), item.rule);
        alerts = engine.evaluate(record);
      }
    }
    return fail(...checkAlerts(item, alerts));
  });
}

function checkAlerts({ rule, expectation }: TestCase, alerts: readonly Alert[]): string[] {
  const mine = rule === undefined ? alerts : alerts.filter((alert) => alert.rule === rule);
  const expected = expectation.expect ?? 'match';
  if (expected === 'no match') {
    return mine.length === 0
      ? []
      : [`expected no match, but ${mine.map((alert) => `"${alert.rule}"`).join(', ')} matched`];
  }
  const [alert] = mine;
  if (alert === undefined) {
    const others = alerts.length === 0 ? '' : `; ${alerts.map((item) => `"${item.rule}"`).join(', ')} did`;
    return [
      `expected a match, but ${rule === undefined ? 'no rule matched' : `"${rule}" did not match`}${others}`,
    ];
  }
  return checkAlert(expectation, alert);
}

function checkAlert(expectation: TestCase['expectation'], alert: Alert): string[] {
  const failures: string[] = [];
  const message = decodeByteString(alert.message);
  if (expectation.output !== undefined && expectation.output !== message) {
    failures.push(`output is ${JSON.stringify(message)}, not ${JSON.stringify(expectation.output)}`);
  }
  for (const part of expectation.output_contains ?? []) {
    if (!message.includes(part))
      failures.push(`output does not contain ${JSON.stringify(part)}: ${JSON.stringify(message)}`);
  }
  for (const [name, wanted] of Object.entries(expectation.fields ?? {})) {
    const value = toPlain(alert.outputFields.get(name));
    if (!alert.outputFields.has(name)) failures.push(`the output has no field ${name}`);
    else if (JSON.stringify(value) !== JSON.stringify(wanted)) {
      failures.push(`field ${name} is ${JSON.stringify(value)}, not ${JSON.stringify(wanted)}`);
    }
  }
  const priority = PRIORITIES.find((item) => item.toLowerCase() === expectation.priority?.toLowerCase());
  if (expectation.priority !== undefined && priority !== alert.priority) {
    failures.push(`priority is ${alert.priority}, not ${expectation.priority}`);
  }
  return failures;
}

/** A value as YAML says it: text decoded, integers as numbers where they fit, absent as null. */
export function toPlain(value: OutputFieldValue): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => toPlain(item as OutputFieldValue));
  if (typeof value === 'string') return decodeByteString(value);
  return typeof value === 'bigint'
    ? value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : value.toString()
    : value;
}
