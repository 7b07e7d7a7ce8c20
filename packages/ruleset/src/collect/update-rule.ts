// Items that change a rule which exists, spec rules-files.md §5.3, §8, §9.4, §9.5.

import type { ByteString } from '@windhover/bytes';
import type { Context } from '../context.ts';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import type { Report } from '../report.ts';
import type { Priority } from '../ruleset.ts';
import type { TracedText } from '../traced-text.ts';
import { reportSourceChange } from './collect-rule.ts';
import { isGiven, type Collected, type CollectedException, type CollectedRule } from './collected.ts';
import { completeException } from './complete-exception.ts';

/** What an item adds to a rule or replaces in it; undefined stays as it is. */
export interface RuleUpdate {
  readonly name: ByteString;
  readonly context: Context;
  readonly source: ByteString | undefined;
  /** Whether a source that is given must be the rule's. */
  readonly checksSource: boolean;
  readonly condition?: TracedText | undefined;
  readonly output?: TracedText | undefined;
  readonly description?: ByteString | undefined;
  readonly tags?: readonly ByteString[] | undefined;
  readonly exceptions?: readonly CollectedException[] | undefined;
  readonly priority?: Priority | undefined;
  readonly enabled?: boolean | undefined;
  readonly capture?: boolean | undefined;
  readonly captureDuration?: number | undefined;
  readonly warnEvttypes?: boolean | undefined;
  readonly skipIfUnknownFilter?: boolean | undefined;
}

/** `enabled` on its own. */
export function enableRule(
  collected: Collected,
  name: ByteString,
  enabled: boolean,
  context: Context,
  report: Report,
): void {
  const message = "Rule has 'enabled' key but no rule by that name already exists";
  const rule = findRule(collected, name, message, context, report);
  if (rule) rule.enabled = enabled;
}

/** Add to a rule. */
export function appendToRule(
  collected: Collected,
  update: RuleUpdate,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  const message = "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
  const rule = findRule(collected, update.name, message, update.context, report);
  if (rule === undefined || hasOtherSource(rule, update, report)) return;
  if (
    Object.values({
      ...update,
      name: undefined,
      context: undefined,
      source: undefined,
      checksSource: undefined,
    }).every((value) => value === undefined)
  ) {
    report.error(
      'LOAD_ERR_VALIDATE',
      'Appended rule must have exceptions or condition property',
      update.context,
    );
    return;
  }
  if (update.condition) rule.condition.push(update.condition);
  if (update.output) rule.output.push(update.output);
  if (update.description !== undefined) rule.description += ` ${update.description}`;
  for (const tag of update.tags ?? []) rule.tags.add(tag);
  for (const exception of update.exceptions ?? []) {
    if (report.stopped) return;
    appendException(rule, exception, lookUp, report);
  }
  rule.visibility = collected.nextIndex++;
}

/** Replace parts of a rule. New exceptions are taken as they are, unchecked (§9.5). */
export function replaceInRule(collected: Collected, update: RuleUpdate, report: Report): void {
  const message =
    "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
  const rule = findRule(collected, update.name, message, update.context, report);
  if (rule === undefined || hasOtherSource(rule, update, report)) return;
  if (update.condition) rule.condition = [update.condition];
  if (update.output) rule.output = [update.output];
  if (update.tags) rule.tags = new Set(update.tags);
  if (update.exceptions) rule.exceptions = [...update.exceptions];
  rule.description = update.description ?? rule.description;
  rule.priority = update.priority ?? rule.priority;
  rule.enabled = update.enabled ?? rule.enabled;
  rule.capture = update.capture ?? rule.capture;
  rule.captureDuration = update.captureDuration ?? rule.captureDuration;
  rule.warnEvttypes = update.warnEvttypes ?? rule.warnEvttypes;
  rule.skipIfUnknownFilter = update.skipIfUnknownFilter ?? rule.skipIfUnknownFilter;
  rule.visibility = collected.nextIndex++;
}

function findRule(
  collected: Collected,
  name: ByteString,
  message: ByteString,
  context: Context,
  report: Report,
): CollectedRule | undefined {
  const rule = collected.rules.get(name);
  if (rule === undefined) {
    const subject = { kind: 'rule', name, candidates: () => collected.rules.keys() } as const;
    report.error('LOAD_ERR_VALIDATE', message, context, { subject });
  }
  return rule;
}

function hasOtherSource(rule: CollectedRule, update: RuleUpdate, report: Report): boolean {
  if (!update.checksSource || update.source === undefined || update.source === rule.source) return false;
  reportSourceChange(update, report);
  return true;
}

function appendException(
  rule: CollectedRule,
  exception: CollectedException,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  const fail = (message: ByteString): void => report.error('LOAD_ERR_VALIDATE', message, exception.context);
  const existing = rule.exceptions.find(({ name }) => name === exception.name);
  if (existing === undefined) {
    if (!isGiven(exception.fields)) fail('Rule exception must have fields property with a list of fields');
    else if (exception.values.length === 0)
      fail('Rule exception must have values property with a list of values');
    else {
      const completed = completeException(exception, lookUp(rule.source), report);
      if (completed) rule.exceptions.push(completed);
    }
  } else if (isGiven(exception.fields)) {
    fail('Can not append exception fields to existing exception, only values');
  } else if (isGiven(exception.comps)) {
    fail('Can not append exception comps to existing exception, only values');
  } else {
    for (const value of exception.values) existing.values.push(value);
  }
}
