import { describe, expect, it } from 'vitest';
import { applyOption, readConfigFilesOption } from './apply-option.ts';
import { toPlain, type ConfigNode } from './config-node.ts';
import { readConfigText } from './read-config-file.ts';

function read(text: string): ConfigNode {
  return readConfigText('falco.yaml', text, (value) => value)!;
}

/** The configuration after options. */
function apply(text: string, ...options: string[]): unknown {
  const root = read(text);
  for (const option of options) applyOption(root, option);
  return toPlain(root);
}

describe('-o KEY=VALUE', () => {
  it.each<[string, string, string[], unknown]>([
    ['sets a key', 'a: 1', ['a=2'], { a: 2 }],
    ['makes what is missing', 'a: 1', ['b.c.d=x'], { a: 1, b: { c: { d: 'x' } } }],
    ['splits at the first =', 'a: 1', ['a=b=c'], { a: 'b=c' }],
    ['keeps blanks', 'a: 1', [' a= b '], { a: 1, ' a': ' b ' }],
    ['appends to a list', 'l: [x]', ['l[]=y', 'l[]=z'], { l: ['x', 'y', 'z'] }],
    ['makes a list', 'a: 1', ['l[]=y'], { a: 1, l: ['y'] }],
    ['replaces an element', 'l: [x, y]', ['l[1]=z'], { l: ['x', 'z'] }],
    ['steps into elements', 'l: [{k: 1}]', ['l[0].k=2', 'l[].k=3'], { l: [{ k: 2 }, { k: 3 }] }],
    ['takes an index behind the end as a key', 'l: [x]', ['l[3]=y'], { l: { 0: 'x', 3: 'y' } }],
    ['reads maps as YAML', 'a: 1', ['a={"b": [1, x]}'], { a: { b: [1, 'x'] } }],
    ['takes a list as text', 'a: 1', ['a=[1]'], { a: '[1]' }],
    ['takes half a map as text', 'a: 1', ['a={"b":'], { a: '{"b":' }],
    ['takes escapes in keys', 'a: 1', ['a\\.b=2', 'c\\[0\\]=3'], { a: 1, 'a.b': 2, 'c[0]': 3 }],
  ])('%s', (_what, text, options, expected) => {
    expect(apply(text, ...options)).toEqual(expected);
  });

  it.each([
    [
      'json_output',
      'Error parsing config option "json_output". Must be of the form key=val or key.subkey=val',
    ],
    ['a..b=1', 'Config error at key "a..b": Parsing error: unexpected character at pos 2'],
    ['.a=1', 'Config error at key ".a": Parsing error: unexpected character at pos 0'],
    ['x.[0]=1', 'Config error at key "x.[0]": Parsing error: unexpected character at pos 2'],
    ['x[y]=1', 'Config error at key "x[y]": Parsing error: expected a numeric index, found \'y\''],
    ['z[0]y=1', 'Config error at key "z[0]y": Parsing error: expected \'.\' character at pos 3'],
    ['x\\=1', 'Config error at key "x\\": Parsing error: trailing backslash at pos 1'],
    ['x\\q=1', 'Config error at key "x\\q": Parsing error: invalid escape sequence \'\\q\' at pos 1'],
    [
      'a.b=1',
      'Config error at key "a.b": yaml-cpp: error at line 1, column 4: operator[] call on a scalar (key: "b")',
    ],
  ])('rejects %s', (option, message) => {
    expect(() => apply('a: 1', option)).toThrow(message);
  });

  it('reports a key that goes too deep', () => {
    expect(() => apply('a: 1', `a${'.b'.repeat(10_000)}=1`)).toThrow('more than 500 levels');
  });

  it('reports a bracket that is not closed, where Falco never ends', () => {
    expect(() => apply('a: 1', 'a[=1')).toThrow('Config error at key "a["');
  });

  it.each([
    ['config_files=x.yaml', 'x.yaml'],
    ['config_files[]=x.yaml', 'x.yaml'],
    ['config_files[0]=x.yaml', undefined],
    ['rules_files[]=x.yaml', undefined],
  ])('%s names the file %s', (option, name) => {
    expect(readConfigFilesOption(option)).toBe(name);
  });
});
