import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeFalcoOptions, parseFalcoArguments } from './parse-arguments.ts';

const page = fileURLToPath(new URL('../../../../docs/reference/command-line.md', import.meta.url));

describe("Falco's command line", () => {
  it.each<[string[], Record<string, string[]>]>([
    [['-c', 'f', '-V', 'a', '-V', 'b'], { config: ['f'], validate: ['a', 'b'] }],
    [['--validate=a', '--option', 'k=v', '--option=k=w'], { validate: ['a'], options: ['k=v', 'k=w'] }],
    [['-vV', 'a'], { verbose: [''], validate: ['a'] }],
    [['-pk'], { print: ['k'] }],
    [['--list', 'word'], { list: [''] }],
    [['--list=s', '-N'], { list: ['s'], names: [''] }],
    [['word', '--dry-run', 'word'], { dryRun: [''] }],
    [['-M', '5'], { duration: ['5'] }],
    [['--', '-V'], {}],
    [[], {}],
  ])('reads %j', (words, expected) => {
    const parsed = parseFalcoArguments(words);
    expect(parsed.ok && Object.fromEntries(parsed.given)).toEqual(expected);
  });

  it.each([
    [['--nosuch'], 'Option ‘nosuch’ does not exist'],
    [['-Z'], 'Option ‘Z’ does not exist'],
    [['-r'], 'Option ‘r’ is missing an argument'],
    [['-Vrules.yaml'], 'Argument ‘-Vrules.yaml’ starts with a - but has incorrect syntax'],
    [['-M', 'abc'], 'Argument ‘abc’ failed to parse'],
  ])('rejects %j', (words, message) => {
    expect(parseFalcoArguments(words)).toEqual({ ok: false, message });
  });

  it.skipIf(!existsSync(page))('is documented flag by flag', () => {
    const text = readFileSync(page, 'utf8');
    const flags = [...describeFalcoOptions().matchAll(/(?<=^ {2}|, )--?[A-Za-z-]+/gm)].map(([flag]) => flag);
    expect(flags.length).toBeGreaterThan(30);
    expect(flags.filter((flag) => !new RegExp(`\`${flag}(?![A-Za-z-])`).test(text))).toEqual([]);
  });
});
