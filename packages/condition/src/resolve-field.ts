import type { ByteString } from '@windhover/bytes';
import { printFieldArgument } from './print-condition.ts';
import type { ArgumentRule, FieldCatalog, FieldDefinition, ResolvedField } from './field-catalog.ts';

export type FieldResolution =
  | { readonly ok: true; readonly field: ResolvedField }
  /** `exists` tells an unknown field from a known one whose argument is wrong. */
  | { readonly ok: false; readonly message: string; readonly exists: boolean };

type Argument =
  { readonly ok: true; readonly index?: bigint } | { readonly ok: false; readonly message: string };

/**
 * The field that `text`, a name or `name[argument]` with the argument unquoted, stands for (spec
 * condition-language.md §5). As in Falco an argument ends at its first `]` and may not contain a space.
 */
export function resolveField(catalog: FieldCatalog, text: ByteString): FieldResolution {
  const definition = catalog.findPrefix(text);
  if (definition === undefined) return unknownField(text);
  const rest = text.slice(definition.name.length);
  if (rest === '') {
    if (definition.argument?.required === true) {
      return fault(`filter '${text}': ${text} requires an argument but none provided`);
    }
    return { ok: true, field: { definition, text } };
  }
  if (!rest.startsWith('[') || definition.generic === true) return unknownField(text);
  return resolveArgument(definition, text);
}

function resolveArgument(definition: FieldDefinition, text: ByteString): FieldResolution {
  const { name } = definition;
  const space = text.indexOf(' ');
  const word = space < 0 ? text : text.slice(0, space);
  const close = word.indexOf(']');
  if (close < 0) return fault(`filter '${word}': ${name} has unbalanced argument brackets`);
  const argument = word.slice(name.length + 1, close);
  if (definition.argument === undefined) {
    return fault(
      `filter '${word}': ${name} does not allow nor require an argument but one is provided: ${argument}`,
    );
  }
  const checked = checkArgument(definition.argument, argument);
  if (!checked.ok)
    return fault(`filter ${text} ${name} has an invalid index argument ${checked.message}: ${argument}`);
  if (close + 1 !== text.length) return unknownField(text);
  return {
    ok: true,
    field: {
      definition,
      argument,
      text: name + printFieldArgument(argument),
      ...(checked.index !== undefined && { index: checked.index }),
    },
  };
}

function checkArgument(rule: ArgumentRule, argument: ByteString): Argument {
  if (!rule.index) return { ok: true };
  const index = readIndex(argument);
  return index.ok || !rule.key ? index : { ok: true };
}

/** Decimal digits without a leading zero, below 2^64. */
function readIndex(argument: ByteString): Argument {
  if (/[^0-9]/.test(argument)) return { ok: false, message: 'not composed only by digits' };
  if (argument === '' || (argument.startsWith('0') && argument !== '0'))
    return { ok: false, message: 'starting with 0' };
  const index = argument.length > 20 ? 1n << 64n : BigInt(argument);
  return index < 1n << 64n ? { ok: true, index } : { ok: false, message: 'not representable on 64 bit' };
}

function unknownField(text: ByteString): FieldResolution {
  return { ok: false, message: `filter_check called with nonexistent field ${text}`, exists: false };
}

function fault(message: string): FieldResolution {
  return { ok: false, message, exists: true };
}
