// Random JSON for the tests of the projection: every trap of the reading rules with good odds, and damage.

import type { JsonPath } from '../node.ts';

/** A reproducible source of small random numbers. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `sides - 1`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.roll(items.length)]!;
  }
}

// Names as written, and the steps that may lead to them.
const WRITTEN_NAMES = [
  'a',
  'b',
  'c',
  'ab',
  'ba',
  '',
  '0',
  '1',
  'eventName',
  'eventnamE',
  'userIdentity',
  '\\u0061',
  'a\\u0062',
  'a\\/b',
  'a\\nb',
  'a\\\\nb',
  '\xe9',
  '\\u00e9',
  'x{"a":1}'.replaceAll('"', '\\"'),
  'a name that is longer than sixteen bytes',
  'a name that is longer than sixteen bytez',
];
const STEPS = [
  'a',
  'b',
  'c',
  'ab',
  'ba',
  '',
  '0',
  '1',
  '2',
  '+0',
  '00',
  '-0',
  '-1',
  'eventName',
  'userIdentity',
  'a/b',
  'a\nb',
  'a\\nb',
  '\xe9',
  '\xc3\xa9',
  'a name that is longer than sixteen bytes',
];
const SCALARS = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.50',
  '1e5',
  'NaN',
  'nan',
  'inf',
  '-Inf',
  '1-2+3',
  '""',
  '"x"',
  '"eventName"',
  '"\\""',
  '"\\\\"',
  '"a\\\\\\"b"',
  '"{\\"a\\":1}"',
  '"}{]["',
  '"\\u00e9\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\x"',
  '"\x00\x01\n"',
  '"\xff\xfe"',
  '"a string that is long enough to cross blocks of sixteen bytes, and of sixty-four bytes as well, yes"',
];
const SPACES = ['', '', '', '', '', ' ', '\n', '\r\n\t', '                                   '];
const DAMAGE = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '0',
  'e',
  'n',
  't',
  '\x00',
  '\x1f',
  '\xff',
  '-',
  'a',
  '\n',
];

/** One value, nested at most `depth` deep. */
export function rollJson(dice: Dice, depth: number): string {
  const space = (): string => dice.pick(SPACES);
  const kind = depth === 0 ? 0 : dice.roll(5);
  if (kind < 2) return dice.pick(SCALARS);
  const items = Array.from({ length: dice.roll(5) }, () => {
    const name = kind > 2 ? `"${dice.pick(WRITTEN_NAMES)}"${space()}:${space()}` : '';
    return space() + name + rollJson(dice, depth - 1) + space();
  });
  const content = items.length === 0 ? space() : items.join(',');
  return kind > 2 ? `{${content}}` : `[${content}]`;
}

/** A document: usually an object with something in it, sometimes nested around the limit, white space around it. */
export function rollDocument(dice: Dice): string {
  let text = `{"${dice.pick(WRITTEN_NAMES)}":${rollJson(dice, 4)},"${dice.pick(WRITTEN_NAMES)}":${rollJson(dice, 4)}}`;
  if (dice.roll(8) === 0) text = rollJson(dice, 3);
  if (dice.roll(30) === 0) {
    const depth = 292 + dice.roll(10);
    const isArray = dice.roll(2) === 0;
    text = (isArray ? '[' : '{"a":').repeat(depth) + text + (isArray ? ']' : '}').repeat(depth);
  }
  return dice.pick(SPACES) + text + dice.pick(SPACES);
}

/** The text with a few bytes changed, lost, doubled or added, or cut short. */
export function damage(dice: Dice, text: string): string {
  let damaged = text;
  for (let count = 1 + dice.roll(2); count > 0; count--) {
    const at = dice.roll(damaged.length + 1);
    const byte = dice.pick(DAMAGE);
    switch (dice.roll(5)) {
      case 0:
        damaged = damaged.slice(0, at);
        break;
      case 1:
        damaged = damaged.slice(0, at) + byte + damaged.slice(at);
        break;
      case 2:
        damaged = damaged.slice(0, at) + damaged.slice(at + 1);
        break;
      case 3:
        damaged = damaged.slice(0, at) + byte + damaged.slice(at + 1);
        break;
      default:
        damaged = damaged.slice(0, at) + damaged.slice(dice.roll(at + 1));
    }
  }
  return damaged;
}

export function rollPaths(dice: Dice): JsonPath[] {
  return Array.from({ length: dice.roll(12) }, () =>
    Array.from({ length: dice.roll(5) }, () => dice.pick(STEPS)),
  );
}
