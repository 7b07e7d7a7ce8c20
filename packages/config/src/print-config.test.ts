import { describe, expect, it } from 'vitest';
import { toPlain } from './config-node.ts';
import { printConfig } from './print-config.ts';
import { readConfigText } from './read-config-file.ts';

describe('printing a configuration', () => {
  it.each([
    'a: 1\nb: [x, {c: d, e: [f, [g]]}]\n',
    'a: "5"\nb: "true"\nc: "- x: y #z"\n',
    'a: ~\nb: {}\nc: []\n"odd: key": |\n  two\n  lines\n',
    'x: "é \\u0001 \\" \\\\"\n',
  ])('gives text that reads as the same: %j', (text) => {
    const read = (yaml: string): unknown => toPlain(readConfigText('falco.yaml', yaml, (value) => value)!);
    const root = readConfigText('falco.yaml', text, (value) => value)!;
    expect(read(printConfig(root))).toEqual(read(text));
  });
});
