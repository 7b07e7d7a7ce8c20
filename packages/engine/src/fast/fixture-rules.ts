// Generated rules and records for every event source: few values, so that rules match and values come again.

import {
  createFieldCatalog,
  type EventSource,
  type FieldDeclaration,
  type SourceRecord,
} from '@windhover/event-sources';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import fc from 'fast-check';
import { compileRuleset, type CompiledRuleset } from '../compile/compile-ruleset.ts';

const WORDS = ['a', 'b', 'ab', 'Root', 'IAMUser', '10.0.0.1', 'us-east-1', '', 'a/b', '\u00e9'];
const word = fc.constantFrom(...WORDS);

/** Rules with these conditions. */
export function compileConditions(
  source: EventSource,
  conditions: readonly string[],
  ruleMatching: 'first' | 'all',
): CompiledRuleset {
  const catalog = createFieldCatalog(source, 'strict');
  const loader = createRulesetLoader({ catalogFor: () => catalog, plugins: [], appendOutput: [] });
  const rules = conditions.map((condition, index) =>
    [
      `- rule: r${index}`,
      '  desc: d',
      `  source: ${source.name}`,
      '  priority: ERROR',
      `  condition: ${JSON.stringify(condition)}`,
      '  output: "%evt.num"',
      '',
    ].join('\n'),
  );
  const { errors } = loader.load(createByteSource('r.yaml', Buffer.from(rules.join('')).toString('latin1')));
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return compileRuleset(loader.ruleset(), { ruleMatching });
}

/** The payload as a record, with white space around it. */
export function recordOf(source: EventSource, payload: string): SourceRecord {
  const bytes = Buffer.from(`  ${payload} `);
  return {
    bytes,
    start: 1,
    end: bytes.length,
    timestampNs: 1_700_000_000_000_000_000n,
    sourceName: source.name,
  };
}

/** Fields that a rule can name without an argument. */
function usableFields(source: EventSource): FieldDeclaration[] {
  return createFieldCatalog(source, 'strict')
    .all()
    .filter(
      ({ argument, name }) =>
        !argument?.required && !name.startsWith('evt.time') && !name.startsWith('evt.datetime'),
    );
}

/** Any condition on the source's fields. */
export function conditionOf(source: EventSource): fc.Arbitrary<string> {
  const fields = usableFields(source);
  const pick = (accepts: (field: FieldDeclaration) => boolean): fc.Arbitrary<string> =>
    fc.constantFrom(...fields.filter(accepts).map(({ name }) => name));
  const text = pick(({ type, isList }) => type === 'string' && !isList);
  const number = pick(({ type, isList }) => type === 'uint64' && !isList);
  const pointer = fc
    .constantFrom('/a', '/x/0', '/requestParameters/a', '/eventName')
    .map((path) => `json.value[${path}]`);
  const quoted = word.map((value) => JSON.stringify(value));
  const list = fc.array(quoted, { maxLength: 3 }).map((items) => `(${items.join(', ')})`);
  const left = fc.oneof(
    text,
    text,
    pointer,
    text.map((name) => `tolower(${name})`),
    text.map((name) => `basename(${name})`),
  );
  const operator = fc.constantFrom(
    '=',
    '!=',
    'contains',
    'icontains',
    'startswith',
    'endswith',
    'glob',
    'iglob',
  );
  const check = fc.oneof(
    fc.tuple(left, operator, quoted).map((parts) => parts.join(' ')),
    fc.tuple(left, fc.constantFrom('in', 'pmatch', 'intersects'), list).map((parts) => parts.join(' ')),
    fc
      .tuple(left, operator, fc.constantFrom('anyof', 'allof', 'oneof'), list)
      .map((parts) => parts.join(' ')),
    fc
      .tuple(left, fc.constantFrom('regex [a-z]+', 'regex .*-east-.*', 'exists', '> 5'))
      .map((parts) => parts.join(' ')),
    fc.tuple(number, fc.constantFrom('> 1', '= 2', 'exists', '<= 7')).map((parts) => parts.join(' ')),
    fc.tuple(text, text).map(([a, b]) => `${a} = val(${b})`),
    fc.tuple(text, text).map(([a, b]) => `concat(${a}, "-", ${b}) contains a-`),
    fc.constantFrom('evt.num > 10', 'evt.is_async = true', 'json.obj contains Root', 'len("abc") = 3'),
  );
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      check,
      tie('condition').map((inner) => `not (${inner})`),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' and ')})`),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' or ')})`),
    ),
  })).condition;
}

/** Records with values at paths that the source's fields look at, spelled in odd ways or broken altogether. */
export function payloadOf(source: EventSource): fc.Arbitrary<string> {
  const paths = usableFields(source).flatMap((field) => field.paths().filter((path) => path.length > 0));
  const value = fc.oneof(
    { weight: 6, arbitrary: word.map((text) => JSON.stringify(text)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'null',
        'true',
        '5',
        '1e3',
        '{}',
        '[]',
        '["a","b"]',
        '{"a":"b"}',
        '"\\u0061"',
        '"a\\u0000b"',
      ),
    },
  );
  const member = fc.tuple(fc.constantFrom(...paths), value);
  const space = fc.constantFrom('', '', ' ', '\n\t');
  return fc.tuple(fc.array(member, { maxLength: 12 }), space, fc.nat(40)).map(([members, blank, oddness]) => {
    const text = `{${members.map(([path, text]) => writeMember(path, text, blank, oddness)).join(`,${blank}`)}}`;
    return oddness === 0 ? text.slice(0, -1) : text;
  });
}

function writeMember(path: readonly string[], value: string, blank: string, oddness: number): string {
  const [step = '', ...rest] = path;
  const spelled =
    oddness === 1 && step !== ''
      ? `\\u${step.charCodeAt(0).toString(16).padStart(4, '0')}${step.slice(1)}`
      : step;
  const inner = rest.length === 0 ? value : `{${writeMember(rest, value, blank, oddness)}}`;
  return `"${spelled}"${blank}:${blank}${inner}`;
}
