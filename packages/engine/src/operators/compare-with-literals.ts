// Operators with literals on the right, compiled to a predicate on the value at the left.

import type { ByteString } from '@windhover/bytes';
import { compilePosixRegex, type CheckedCompare, type LiteralValue } from '@windhover/condition';
import type { ScalarValue } from '@windhover/event-sources';
import { caseFolderFor, lowerAscii } from '../transformers/ascii-case.ts';
import { compileGlob, type StringPredicate } from './glob.ts';
import { isInNetwork } from './ip-address.ts';
import { compilePathPrefix } from './path-prefix.ts';
import { isNetwork, keyOfLiteral, keyOfValue } from './scalar-key.ts';

export type ScalarPredicate = (value: ScalarValue) => boolean;
export type ListPredicate = (values: readonly ScalarValue[]) => boolean;

type Comparison = Pick<CheckedCompare, 'operator' | 'modifier'>;

/** Compile `VALUE OPERATOR [MODIFIER] LITERALS` for a single value, spec condition-language.md §10 and §12. */
export function compareWithLiterals(
  { operator, modifier }: Comparison,
  literals: readonly LiteralValue[],
): ScalarPredicate {
  if (modifier)
    return combine(
      modifier,
      literals.map((literal) => compareModified(operator, literal)),
    );
  if (operator === 'in' || operator === 'intersects') return isOneOf(literals);
  if (operator === 'pmatch') return onText(compilePathPrefix(literals.map(textOf)));
  const [literal] = literals;
  if (literal === undefined) throw new Error(`operator ${operator} needs a literal`);
  return compareWithLiteral(operator, literal);
}

/**
 * Compile `LIST in (…)` (every element is there) and `LIST intersects (…)` (at least one is), spec §11.
 * With no literals both are false.
 */
export function compareListWithLiterals(
  { operator }: Comparison,
  literals: readonly LiteralValue[],
): ListPredicate {
  if (literals.length === 0) return () => false;
  const accepts = isOneOf(literals);
  if (operator === 'in') return (values) => values.every(accepts);
  if (operator === 'intersects') return (values) => values.some(accepts);
  throw new Error(`operator ${operator} does not apply to lists`);
}

function combine(
  modifier: 'oneof' | 'anyof' | 'allof',
  predicates: readonly ScalarPredicate[],
): ScalarPredicate {
  switch (modifier) {
    case 'anyof':
      return (value) => predicates.some((predicate) => predicate(value));
    case 'allof':
      return (value) => predicates.length > 0 && predicates.every((predicate) => predicate(value));
    case 'oneof':
      return (value) => {
        let count = 0;
        for (const predicate of predicates) if (predicate(value) && ++count > 1) return false;
        return count === 1;
      };
  }
}

/** Under a modifier Falco compares the bytes of a network with those of an address: they are never equal. */
function compareModified(operator: Comparison['operator'], literal: LiteralValue): ScalarPredicate {
  if (!isNetwork(literal)) return compareWithLiteral(operator, literal);
  return operator === '!=' ? () => true : () => false;
}

function compareWithLiteral(operator: Comparison['operator'], literal: LiteralValue): ScalarPredicate {
  switch (operator) {
    case '=':
      return isEqualTo(literal);
    case '!=': {
      const equals = isEqualTo(literal);
      return (value) => !equals(value);
    }
    case '<':
      return (value) => value < literal;
    case '<=':
      return (value) => value <= literal;
    case '>':
      return (value) => value > literal;
    case '>=':
      return (value) => value >= literal;
    default:
      return onText(compareText(operator, textOf(literal)));
  }
}

function compareText(operator: Comparison['operator'], literal: ByteString): StringPredicate {
  switch (operator) {
    case 'contains':
      return (text) => text.includes(literal);
    case 'icontains': {
      const folded = lowerAscii(literal);
      const foldCase = caseFolderFor(folded);
      return (text) => foldCase(text).includes(folded);
    }
    case 'startswith':
      return (text) => text.startsWith(literal);
    case 'endswith':
      return (text) => text.endsWith(literal);
    case 'glob':
      return compileGlob(literal, { foldCase: false });
    case 'iglob':
      return compileGlob(literal, { foldCase: true });
    case 'regex':
      return compileRegex(literal);
    default:
      throw new Error(`operator ${operator} does not apply to fields of event sources`);
  }
}

function compileRegex(pattern: ByteString): StringPredicate {
  const compiled = compilePosixRegex(pattern);
  if (!compiled.ok) throw new Error('a regex that the checker let pass does not compile');
  return compiled.matches;
}

function isEqualTo(literal: LiteralValue): ScalarPredicate {
  return isNetwork(literal)
    ? (value) => value instanceof Uint8Array && isInNetwork(value, literal)
    : equalsKey(keyOfLiteral(literal));
}

function equalsKey(key: ReturnType<typeof keyOfValue>): ScalarPredicate {
  return (value) => keyOfValue(value) === key;
}

function isOneOf(literals: readonly LiteralValue[]): ScalarPredicate {
  const networks = literals.filter(isNetwork);
  if (networks.length > 0)
    return (value) => value instanceof Uint8Array && networks.some((network) => isInNetwork(value, network));
  const keys = new Set(literals.map((literal) => (isNetwork(literal) ? '' : keyOfLiteral(literal))));
  return (value) => keys.has(keyOfValue(value));
}

function onText(predicate: StringPredicate): ScalarPredicate {
  return (value) => typeof value === 'string' && predicate(value);
}

function textOf(literal: LiteralValue): ByteString {
  if (typeof literal !== 'string') throw new Error('operator needs text on its right');
  return literal;
}
