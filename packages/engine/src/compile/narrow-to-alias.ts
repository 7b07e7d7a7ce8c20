import { encodeByteString } from '@windhover/bytes';
import { checkCondition, parseCondition } from '@windhover/condition';
import { createFieldCatalog, findAliasCondition, type EventSource } from '@windhover/event-sources';
import type { LoadedRule } from '@windhover/ruleset';

/**
 * A rule that names its source by an alias for a part of it (`entra`) looks at that part only: the alias's own
 * condition comes before the rule's.
 */
export function narrowToAlias(rule: LoadedRule, source: EventSource): LoadedRule {
  const text = findAliasCondition(rule.source);
  if (text === undefined) return rule;
  const parsed = parseCondition(encodeByteString(text));
  const checked = parsed.ok ? checkCondition(parsed.node, createFieldCatalog(source, 'fixed')) : undefined;
  if (!checked?.ok) throw new Error(`the condition of the alias ${rule.source} is broken: ${text}`);
  return { ...rule, condition: { kind: 'and', children: [checked.checked, rule.condition] } };
}
