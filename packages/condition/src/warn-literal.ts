import type { ByteString } from '@windhover/bytes';
import type { ComparisonOperator } from './ast.ts';
import type { FieldCatalog } from './field-catalog.ts';
import { resolveField } from './resolve-field.ts';
import { TRANSFORMERS } from './transformers.ts';

const regexSpecials = '.+*?^$()[]{}|\\';

/** Falco's doubts about a literal, in its order (spec condition-language.md §14). */
export function warnLiteral(text: ByteString, operator: ComparisonOperator, catalog: FieldCatalog): string[] {
  const warnings: string[] = [];
  if (operator === 'regex' && isPlainPattern(text)) {
    warnings.push(
      `regex check with '${text}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`,
    );
  }
  const dense = text.replace(/[ \t\n\v\f\r]+/g, '');
  const field = resolveField(catalog, dense);
  if (field.ok) {
    warnings.push(`'${text}' may be a valid field misused as a const string value`);
  } else if (!field.exists && looksLikeTransformer(dense)) {
    warnings.push(`'${text}' may be a valid field transformer misused as a const string value`);
  }
  return warnings;
}

/** No special character but `^` and `$` at the ends and `.*`, `.+` or `.?` at the very start and the very end. */
function isPlainPattern(pattern: ByteString): boolean {
  const isAnything = (at: number): boolean => pattern[at] === '.' && '*+?'.includes(pattern[at + 1] ?? '.');
  for (let index = 0; index < pattern.length; index++) {
    if (!regexSpecials.includes(pattern.charAt(index))) continue;
    if (index === 0 && pattern[0] === '^') continue;
    if (index === pattern.length - 1 && pattern[index] === '$') continue;
    if ((index === 0 || index === pattern.length - 2) && isAnything(index)) {
      index++;
      continue;
    }
    return false;
  }
  return true;
}

function looksLikeTransformer(text: ByteString): boolean {
  return text.endsWith(')') && TRANSFORMERS.some(({ name }) => text.startsWith(`${name}(`));
}
