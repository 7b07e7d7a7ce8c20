// Conditions that no event satisfies: `a and not a`, `f = x and f = y`.
import { decodeByteString, type ByteString } from '@windhover/bytes';
import { printCondition, printOperand, type CompareNode, type ConditionNode } from '@windhover/condition';

/** What must hold on the way to a node, so that the whole condition is true. */
interface Facts {
  /** Canonical checks and their results. */
  readonly results: Map<ByteString, boolean>;
  /** What is at the left of `=` or `in` → the values it may still have. */
  readonly values: Map<ByteString, ReadonlySet<ByteString>>;
}

/** Why the condition cannot be true, in words; undefined: nothing speaks against it. */
export function findContradiction(condition: ConditionNode): string | undefined {
  return refute(condition, true, { results: new Map(), values: new Map() });
}

/** Assume that `node` has the wanted result and add what follows to `facts`; a text says what speaks against it. */
function refute(node: ConditionNode, wanted: boolean, facts: Facts): string | undefined {
  if (node.kind === 'not') return refute(node.child, !wanted, facts);
  if (node.kind === 'and' || node.kind === 'or') {
    if ((node.kind === 'and') === wanted) return refuteAll(node.children, wanted, facts);
    return refuteEach(node.children, wanted, facts);
  }
  const text = printCondition(node);
  if (facts.results.get(text) === !wanted)
    return decodeByteString(`"${text}" would have to be true and false`);
  facts.results.set(text, wanted);
  return node.kind === 'compare' && wanted ? narrow(node, facts) : undefined;
}

/** Checks first: what they say holds in the alternatives, too. */
function refuteAll(nodes: readonly ConditionNode[], wanted: boolean, facts: Facts): string | undefined {
  const isAlternative = ({ kind }: ConditionNode): boolean => kind === (wanted ? 'or' : 'and');
  for (const node of [
    ...nodes.filter((child) => !isAlternative(child)),
    ...nodes.filter((child) => isAlternative(child)),
  ]) {
    const reason = refute(node, wanted, facts);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Alternatives are impossible only when each one is; what one of them says does not hold outside. */
function refuteEach(nodes: readonly ConditionNode[], wanted: boolean, facts: Facts): string | undefined {
  let first: string | undefined;
  for (const node of nodes) {
    const own = { results: new Map(facts.results), values: new Map(facts.values) };
    const reason = refute(node, wanted, own);
    if (reason === undefined) return undefined;
    first ??= reason;
  }
  return first;
}

function narrow(node: CompareNode, { values }: Facts): string | undefined {
  const wanted = wantedValues(node);
  if (wanted === undefined) return undefined;
  const left = printOperand(node.left);
  const known = values.get(left);
  const remaining = known === undefined ? wanted : new Set([...wanted].filter((value) => known.has(value)));
  if (remaining.size === 0 && known !== undefined)
    return decodeByteString(`${left} would have to be ${list(known)} and ${list(wanted)}`);
  values.set(left, remaining);
  return undefined;
}

/** The values that a comparison admits; undefined where they are not a few texts. */
function wantedValues({ operator, modifier, right }: CompareNode): ReadonlySet<ByteString> | undefined {
  if (modifier !== undefined) return undefined;
  if ((operator === '=' || operator === '==') && right.kind === 'value') return new Set([right.value]);
  if (operator === 'in' && right.kind === 'list') return new Set(right.items.map(({ value }) => value));
  return undefined;
}

function list(values: ReadonlySet<ByteString>): ByteString {
  const shown = [...values].slice(0, 3).map((value) => `"${value}"`);
  return values.size > 3 ? `${shown.join(', ')}, …` : shown.join(' or ');
}
