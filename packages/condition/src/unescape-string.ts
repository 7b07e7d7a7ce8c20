import type { ByteString } from '@windhover/bytes';

export type Unescaped =
  { readonly ok: true; readonly value: ByteString } | { readonly ok: false; readonly message: string };

const simple = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ['/', '/'],
  // Falco keeps the backslash and drops the blank.
  [' ', '\\'],
]);

/**
 * The text that stands between two `delimiter`s, with its escapes resolved (spec condition-language.md §2.2).
 * Reports Falco's message for the first escape that does not exist or does not fit the quotation mark.
 */
export function unescapeString(raw: ByteString, delimiter: '"' | "'"): Unescaped {
  if (!raw.includes('\\')) return { ok: true, value: raw };
  let value = '';
  let position = 0;
  for (;;) {
    const backslash = raw.indexOf('\\', position);
    if (backslash < 0) return { ok: true, value: value + raw.slice(position) };
    value += raw.slice(position, backslash);
    const escape = raw.charAt(backslash + 1);
    position = backslash + 2;
    if (escape === 'x') {
      const digits = raw.slice(position, position + 2);
      if (digits.length < 2) return { ok: false, message: 'truncated hex char escape sequence' };
      if (!/^[0-9a-fA-F]{2}$/.test(digits))
        return { ok: false, message: `invalid hex char escape sequence: ${digits}` };
      value += String.fromCharCode(Number.parseInt(digits, 16));
      position += 2;
    } else if (escape === '"' || escape === "'") {
      if (escape !== delimiter) {
        return { ok: false, message: `invalid \\${escape} escape in ${delimiter}-quoted string` };
      }
      value += escape;
    } else {
      const replacement = simple.get(escape);
      if (replacement === undefined)
        return { ok: false, message: `unsupported string escape sequence: \\${escape}` };
      value += replacement;
    }
  }
}
