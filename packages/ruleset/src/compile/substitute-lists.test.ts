import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCollected } from '../collect/collected.ts';
import { defineList } from '../collect/collect-list.ts';
import { createFileContext } from '../context.ts';
import { createReport } from '../report.ts';
import { createByteSource, createRulesFile } from '../rules-file.ts';
import { untraced } from '../traced-text.ts';
import { expandLists } from './expand-lists.ts';
import { createListSubstitution } from './substitute-lists.ts';

type Lists = readonly (readonly [name: string, items: readonly string[]])[];

function substitute(
  lists: Lists,
  condition: string,
): { readonly text: string | undefined; readonly used: readonly string[] } {
  const collected = createCollected();
  const context = createFileContext(createRulesFile(createByteSource('f', '')));
  for (const [name, items] of lists) defineList(collected, name, items.map(untraced), context);
  const expanded = expandLists(collected, new Set(), createReport({ stopAtFirstError: true }));
  const substitution = createListSubstitution(expanded);
  return { text: substitution.substitute(untraced(condition))?.text, used: [...substitution.used] };
}

/** As the spec tells it: list after list, occurrence after occurrence. */
function substituteNaively(lists: Lists, condition: string): string {
  let text = condition;
  for (const [name, items] of lists) {
    const replacement = items
      .map((item) => (item.includes(' ') && !/^["']/.test(item) ? `"${item}"` : item))
      .join(', ');
    for (let at = text.indexOf(name); at >= 0;) {
      const isDelimiter = (char: string | undefined): boolean =>
        char === undefined || ' \t\n\r(),='.includes(char);
      if (!isDelimiter(text[at - 1]) || !isDelimiter(text[at + name.length])) {
        at = text.indexOf(name, at + 1);
        continue;
      }
      let before = text.slice(0, at).replace(/[ \t\n\r]+$/, '');
      let after = text.slice(at + name.length).replace(/^[ \t\n\r]+/, '');
      if (replacement === '' && before.endsWith(',')) before = before.slice(0, -1);
      else if (replacement === '' && after.startsWith(',')) after = after.slice(1);
      const start = `${before}${before === '' ? '' : ' '}${replacement} `;
      text = start + after;
      at = text.indexOf(name, start.length);
    }
  }
  return text;
}

describe('substitution of lists', () => {
  it.each<[what: string, lists: Lists, condition: string, expected: string]>([
    ['puts items in', [['l', ['x', 'y']]], 'a in (l)', 'a in ( x, y )'],
    ['quotes items with blanks', [['l', ['a b', '"c d"']]], 'a in (l)', 'a in ( "a b", "c d" )'],
    ['drops a comma beside an empty list', [['l', []]], '(a, l, b)', '(a  , b)'],
    ['leaves quoted names alone', [['l', ['x']]], "a = 'l'", "a = 'l'"],
    ['goes into quotes between blanks', [['l', ['x', 'y']]], 'a = "p l q"', 'a = "p x, y q"'],
    ['leaves parts of words alone', [['l', ['x']]], 'a in (lx, l-l, l.l)', 'a in (lx, l-l, l.l)'],
    ['replaces words of the language', [['and', ['or']]], 'a and b', 'a or b'],
    [
      'lets later lists see what earlier ones put in',
      [
        ['a', ['b']],
        ['b', ['x']],
      ],
      'f in (a)',
      'f in ( x )',
    ],
    ['does not look at a list twice', [['a', ['a', 'b']]], 'f in (a)', 'f in ( a, b )'],
    ['finds names with delimiters', [['a b', ['x']]], 'f in (a b)', 'f in ( x )'],
  ])('%s', (_what, lists, condition, expected) => {
    expect(substitute(lists, condition).text).toBe(expected);
  });

  it('tells which lists were used', () => {
    expect(
      substitute(
        [
          ['a', ['x']],
          ['b', ['y']],
        ],
        'f in (a)',
      ).used,
    ).toEqual(['a']);
  });

  it('agrees with doing it list by list', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'ab', 'x');
    const lists = fc.uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.array(word, { minLength: 1, maxLength: 3 })),
      {
        selector: ([name]) => name,
        maxLength: 4,
      },
    );
    const text = fc.array(fc.oneof(word, fc.constantFrom(' ', ',', '(', ')', '=', '"', '\n')), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(lists, text, (table, parts) => {
        const raw = expandedOf(table);
        expect(substitute(table, parts.join('')).text).toBe(substituteNaively(raw, parts.join('')));
      }),
    );
  });

  it('gives up on lists that multiply', () => {
    const lists = Array.from(
      { length: 40 },
      (_, index) => [`l${index}`, [`l${index + 1}`, `l${index + 1}`]] as const,
    );
    expect(substitute(lists, 'f in (l0)').text).toBeUndefined();
  });
});

/** Items that name an earlier list stand for its items. */
function expandedOf(lists: Lists): Lists {
  return lists.map(([name, items], index) => {
    const earlier = new Map(lists.slice(0, index));
    return [name, items.flatMap((item) => earlier.get(item) ?? [item])] as const;
  });
}
