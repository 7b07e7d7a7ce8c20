/** A range of code points, both ends included. */
export type CodePointRange = readonly [from: number, to: number];

const maxCodePoint = 0x10ffff;

const classes: Readonly<Record<string, readonly CodePointRange[]>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  ascii: [[0x00, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

/** The ranges of `[:digit:]`, or of its complement for `[:^digit:]`; undefined when there is no such class. */
export function lookUpPosixClass(text: string): readonly CodePointRange[] | undefined {
  const match = /^\[:(\^?)([a-z]+):\]$/.exec(text);
  if (match === null) return undefined;
  const [, negated, name = ''] = match;
  if (!Object.hasOwn(classes, name)) return undefined;
  const ranges = classes[name] ?? [];
  return negated === '^' ? complement(ranges) : ranges;
}

function complement(ranges: readonly CodePointRange[]): CodePointRange[] {
  const gaps: CodePointRange[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (next < from) gaps.push([next, from - 1]);
    next = to + 1;
  }
  return [...gaps, [next, maxCodePoint]];
}
