// How yaml-cpp converts scalars. A text that does not convert counts as absent: Falco then takes the default.

const TRUE = new Set(['y', 'yes', 'true', 'on'].flatMap(spellings));
const FALSE = new Set(['n', 'no', 'false', 'off'].flatMap(spellings));

/** `y yes true on` and their opposites, in lower, upper or capitalised letters. */
export function decodeBoolean(text: string): boolean | undefined {
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : undefined;
}

/** Decimal digits, hexadecimal with `0x`, octal with a leading `0`; at most 32 bits. */
export function decodeUnsigned(text: string): number | undefined {
  const value = /^0[xX][0-9a-fA-F]+$/.test(text)
    ? Number.parseInt(text, 16)
    : /^0[0-7]+$/.test(text)
      ? Number.parseInt(text, 8)
      : /^[0-9]+$/.test(text)
        ? Number(text)
        : undefined;
  return value !== undefined && value <= 0xffff_ffff ? value : undefined;
}

function spellings(word: string): string[] {
  return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)];
}
