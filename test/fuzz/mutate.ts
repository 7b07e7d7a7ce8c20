// Small damages and distortions of JSON text, as files, networks and attackers do them.

import type { Random } from '../../bench/random.ts';

const tokens = [
  ...['null', 'true', 'false', '""', '{}', '[]', '[{}]', '0', '-1', '1.5e3', '18446744073709551616', 'NaN'],
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\\',
    '\n',
    ' ',
    '\0',
    '\u00ff',
    '\\u0000',
    '\\ud83d',
    '"x":',
    ',"x":1',
  ],
  ...[
    '['.repeat(301),
    '{"a":'.repeat(150),
    'x'.repeat(5000),
    'Records',
    '"Records":[',
    '2024-05-01T10:00:00Z',
  ],
];

/** One to four random changes of the bytes. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let count = 1 + random.below(4); count > 0; count--) mutated = changeOnce(mutated, random);
  return mutated;
}

function changeOnce(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.below(4) === 0 ? 200 : 8));
  switch (random.below(5)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < bytes.length) flipped[at] = random.below(256);
      return flipped;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 3:
      return bytes.subarray(0, at);
    default:
      return insert(bytes, at, tokens[random.below(tokens.length)] ?? '');
  }
}

function insert(bytes: Buffer, at: number, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(text, 'latin1'), bytes.subarray(at)]);
}

const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -5.5,
  33,
  'x',
  '',
  'é"\\/\u0001',
  '80',
  [],
  {},
  [null],
  [[1]],
  [{ a: 1 }],
  { items: {} },
];

/** The text of the same document with one to four values replaced by values of other kinds, or members removed. */
export function mutateValues(text: string, random: Random): string {
  const root = JSON.parse(text) as unknown;
  for (let count = 1 + random.below(4); count > 0; count--) changeValue(root, random);
  return JSON.stringify(root);
}

function changeValue(root: unknown, random: Random): void {
  let holder = root as Record<string, unknown>;
  for (;;) {
    const names = Object.keys(holder);
    const name = names[random.below(names.length)];
    if (name === undefined) return;
    const value = holder[name];
    const goesDeeper =
      typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random.below(4) > 0;
    if (goesDeeper) {
      holder = value as Record<string, unknown>;
    } else {
      if (random.below(3) === 0 && !Array.isArray(holder)) delete holder[name];
      else holder[name] = structuredClone(strangers[random.below(strangers.length)]);
      return;
    }
  }
}
