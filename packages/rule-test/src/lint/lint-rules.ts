// The registry of lint rules; docs/reference/lint has one page for each, a test compares.
import type { LintRule } from './lint-rule.ts';
import { describeRules } from './rules/describe-rules.ts';
import { distinctConditions } from './rules/distinct-conditions.ts';
import { nameAttackTechnique } from './rules/name-attack-technique.ts';
import { outputWhat, outputWhere, outputWho } from './rules/output-context.ts';
import { reachableRules } from './rules/reachable-rules.ts';
import { satisfiableConditions } from './rules/satisfiable-conditions.ts';
import { selectEvents } from './rules/select-events.ts';
import { tagRules } from './rules/tag-rules.ts';
import { testedExceptions } from './rules/tested-exceptions.ts';
import { uppercasePriority } from './rules/uppercase-priority.ts';

/** In the order of findings about one place. */
export const LINT_RULES: readonly LintRule[] = [
  describeRules,
  tagRules,
  nameAttackTechnique,
  outputWho,
  outputWhat,
  outputWhere,
  selectEvents,
  distinctConditions,
  reachableRules,
  satisfiableConditions,
  uppercasePriority,
  testedExceptions,
];
