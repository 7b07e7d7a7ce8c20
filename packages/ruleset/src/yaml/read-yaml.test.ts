import { stringify } from 'yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeByteString, encodeByteString } from '@windhover/bytes';
import { createByteSource } from '../rules-file.ts';
import { locateTraced } from '../traced-text.ts';
import { readYaml } from './read-yaml.ts';
import type { YamlNode } from './yaml-node.ts';

function read(text: string): unknown {
  const { documents, error } = readYaml(createByteSource('f', encodeByteString(text)));
  return error ? `${error.message} @${error.start}` : documents.map(plain);
}

function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.isNull ? null : decodeByteString(node.traced.text);
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [String(plain(key)), plain(value)]).reverse(),
  );
}

describe('readYaml', () => {
  it.each([
    ['a scalar as its text', '- 0x10\n- yes\n- 1.0\n- "null"\n', [['0x10', 'yes', '1.0', 'null']]],
    ['nulls', '- ~\n- null\n-\n- Null\n- !!str\n', [[null, null, null, null, '']]],
    ['the first of duplicate keys', 'a: 1\nb: 2\na: 3\n', [{ a: '1', b: '2' }]],
    ['a merge key as a key', 'b: &b {x: 1}\nc: {<<: *b}\n', [{ b: { x: '1' }, c: { '<<': { x: '1' } } }]],
    ['several documents', '--- a\n---\n- b\n', [['b']].flatMap((last) => ['a', last])],
    ['nothing after an empty document', '- a\n---\n---\n- b\n', [['a']]],
    ['a folded block', 'a: >\n  x\n  y\n\n  z\n', [{ a: 'x y\nz\n' }]],
    ['a literal block, stripped', 'a: |-\n  x\n   y\n', [{ a: 'x\n y' }]],
    ['a kept block', 'a: >+\n  x\n\n\nb: y\n', [{ a: 'x\n\n', b: 'y' }]],
    ['a block with an indentation digit', 'a: |1\n  x\n', [{ a: ' x\n' }]],
    ['plain text over lines', 'a: x\n  y\n\n  z\n', [{ a: 'x y\nz' }]],
    ['plain text that begins on a line of its own', 'a:\n  x\n  y\nb: z\n', [{ a: 'x y', b: 'z' }]],
    ['quotes over lines, however indented', 'a: \'x\ny\'\nb: "p\n q"\n', [{ a: 'x y', b: 'p q' }]],
    ['brackets over lines, however indented', 'a: [x,\ny,\n\tz]\n', [{ a: ['x', 'y', 'z'] }]],
    ['escapes', '- "\\x41\\u00e9\\t\\"\\\\"\n', [['Aé\t"\\']]],
    ['doubled quotes', "- 'it''s'\n", [["it's"]]],
    ['CRLF', 'a: x\r\nb: >\r\n  y\r\n  z\r\n', [{ a: 'x', b: 'y z\n' }]],
    ['a quote that is never closed', 'a: "x\nb: y\n', [{ a: 'x b: y ' }]],
    ['a comment after text', 'a: x # c\nb: x#c\n', [{ a: 'x', b: 'x#c' }]],
    ['pairs in a sequence', '[a: b, ? c, "d":e]', [[{ a: 'b' }, { c: null }, { d: 'e' }]]],
    ['a sequence at the indentation of its key', 'a:\n- x\nb: y\n', [{ a: ['x'], b: 'y' }]],
  ])('reads %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['a tab as indentation', 'a: x\n\tb: y\n', 'illegal tab when looking for indentation @5'],
    ['text after a quote', 'a: "x" y\n', 'unexpected scalar @7'],
    ['a colon in plain text', 'a: b: c\n', 'illegal map value @4'],
    ['a bracket that is never closed', 'a: [x\nb: y\n', 'end of sequence flow not found @7'],
    ['a bracket that was never opened', '- a\n]\n', 'illegal flow end @4'],
    ['an alias without its anchor', 'a: *x\n', 'the referenced anchor is not defined: x @3'],
    ['an alias inside its anchor', 'a: &x [*x]\n', 'the referenced anchor is not defined: x @7'],
    ['half a surrogate pair', 'a: "\\ud83d"\n', 'invalid unicode: 55357 @10'],
    ['a NUL byte', 'a: \0\n', 'the text contains a NUL byte @3'],
    ['aliases that multiply', multiply(9), 'aliases make this document longer than 1000000 nodes @0'],
    ['nesting without end', '['.repeat(600), 'bad file: nested too deeply @600'],
  ])('rejects %s', (_what, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('agrees with the YAML library on what that writes', () => {
    const text = fc.string({
      minLength: 1,
      unit: fc.constantFrom('a', 'é', ' ', '"', "'", '\\', ':', '#', '-', '\n', '[', '{', ',', '%', '\t'),
    });
    const values = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(
        fc.array(values, { maxLength: 4 }),
        fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
        (value, style) => {
          const written = stringify(value, {
            defaultStringType: style,
            lineWidth: 0,
            schema: 'failsafe',
            blockQuote: style !== 'PLAIN',
          });
          expect(read(written)).toEqual([JSON.parse(JSON.stringify(value))]);
        },
      ),
    );
  });

  it('reads any text without an exception', () => {
    const piece = fc.constantFrom(
      '- ',
      'a: ',
      '? ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '\n',
      '  ',
      '\t',
      '&a ',
      '*a',
      '!t ',
      '#',
      '---\n',
      '%',
      'x',
      '\\',
      '\r\n',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void read(pieces.join(''))));
  });
});

describe('the origin of text', () => {
  it.each([
    ['a: x y z\n', 'y', 'y'],
    ['a: "x \\"q\\" y"\n', 'q', 'q'],
    ['a: >\n   one\n   two\n', 'two', 'two'],
    ["a: 'it''s me'\n", 'me', 'me'],
    ['a: |\n  one\n  é two\n', 'two', 'two'],
    ['a: one\n  two\n', 'one two', 'one\n  two'],
  ])('in %j is found for %j', (text, part, expected) => {
    const source = createByteSource('f', encodeByteString(text));
    const [document] = readYaml(source).documents;
    const value = document?.kind === 'map' ? document.entries[0]?.value : undefined;
    if (value?.kind !== 'scalar') throw new Error('the text is a map of one scalar');
    const start = value.traced.text.indexOf(part);
    const span = locateTraced(value.traced, start, start + part.length);
    expect(span && source.text.slice(span.start, span.end)).toBe(expected);
  });
});

function multiply(levels: number): string {
  const names = [...'abcdefghij'].slice(0, levels);
  const lines = names.map((name, index) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `- &${name} [${Array(10).fill(inner).join(',')}]`;
  });
  return `${lines.join('\n')}\n`;
}
