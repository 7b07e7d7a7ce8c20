// Keys of `-o KEY=VALUE`: `a.b`, `list[0].k`, `list[]`, with backslash escapes (spec outputs.md §10.3).

export type OptionStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'append' };

export interface ParsedOptionPath {
  /** The steps up to the end or the first mistake: Falco walks them before it reports the mistake. */
  readonly steps: readonly OptionStep[];
  /** Falco's text, without the leading `Config error at key "K": `. */
  readonly error?: string;
}

/** Split an option key into steps. */
export function parseOptionPath(key: string): ParsedOptionPath {
  const parsed = splitPath(key);
  if (parsed.steps.length <= MAX_STEPS) return parsed;
  return { steps: [], error: `Parsing error: more than ${MAX_STEPS} levels` };
}

/** As deep as YAML may nest. */
const MAX_STEPS = 500;

function splitPath(key: string): ParsedOptionPath {
  const steps: OptionStep[] = [];
  let name = '';
  let expectSeparator = false;
  const fail = (message: string): ParsedOptionPath => ({ steps, error: `Parsing error: ${message}` });
  for (let position = 0; position < key.length; position++) {
    const character = key[position]!;
    if (expectSeparator && character !== '.' && character !== '[') {
      return fail(`expected '.' character at pos ${position - 1}`);
    }
    if (character === '\\') {
      const next = key[position + 1];
      if (next === undefined) return fail(`trailing backslash at pos ${position}`);
      if (!'.[]\\'.includes(next)) return fail(`invalid escape sequence '\\${next}' at pos ${position}`);
      name += next;
      position += 1;
    } else if (character === '.') {
      if (name === '' && !expectSeparator) return fail(`unexpected character at pos ${position}`);
      if (name !== '') steps.push({ kind: 'key', name });
      name = '';
      expectSeparator = false;
      if (position + 1 === key.length) return fail(`unexpected character at pos ${position}`);
    } else if (character === '[') {
      if (name === '' && !expectSeparator) return fail(`unexpected character at pos ${position}`);
      if (name !== '') steps.push({ kind: 'key', name });
      name = '';
      const close = key.indexOf(']', position);
      if (close < 0) return fail(`'[' without ']' at pos ${position}`);
      const content = key.slice(position + 1, close);
      const wrong = /[^0-9]/.exec(content);
      if (wrong !== null) return fail(`expected a numeric index, found '${content}'`);
      steps.push(content === '' ? { kind: 'append' } : { kind: 'index', index: Number(content) });
      position = close;
      expectSeparator = true;
    } else {
      name += character;
    }
  }
  if (name !== '') steps.push({ kind: 'key', name });
  return { steps };
}
