// `conditions/` and `time/`: one condition a rule, on a fixed list of events.
import { printCondition } from '@windhover/condition';
import { decodeByteString } from '@windhover/bytes';
import { formatResultJson } from '@windhover/ruleset';
import { isSameValue } from '../json-exact.ts';
import { readEventLines, readGoldenBytes, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, type FamilyResult } from '../report.ts';
import {
  createEnvironment,
  cutEvent,
  LANGUAGE_SOURCES,
  loadFiles,
  type NamedText,
  openEngine,
} from '../subject.ts';
import { compileRuleset } from '@windhover/engine';

interface Case {
  readonly id: string;
  readonly condition: string;
  readonly compiled?: string;
  readonly match?: readonly number[];
  readonly match_all_but?: readonly number[];
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  readonly error?: GoldenError;
}

export interface GoldenError {
  readonly code: string;
  readonly message: string;
  readonly locations: readonly (readonly [string, string, number, number, number])[];
  readonly snippet: string;
}

export function runConditions(folder: string, family: string): FamilyResult | undefined {
  const accepted = readGoldenLines<Case>(folder, 'conditions.jsonl');
  const events = readEventLines(folder, 'events.jsonl');
  if (accepted === undefined || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const records = events.flatMap((event) => cutEvent('aws_cloudtrail', event));
  const preambleText = readGoldenBytes(folder, 'preamble.yaml')?.toString('utf8');
  const preamble: NamedText[] =
    preambleText === undefined ? [] : [{ name: 'preamble.yaml', text: preambleText }];
  for (const item of [...accepted, ...(readGoldenLines<Case>(folder, 'conditions-rejected.jsonl') ?? [])]) {
    const actual = evaluate(preamble, item.condition, records);
    const expected = item.error
      ? { error: { ...item.error } }
      : {
          match: item.match ?? complement(item.match_all_but!, records.length),
          ...(item.compiled === undefined ? {} : { compiled: item.compiled }),
          warnings: item.warnings ?? [],
        };
    if (item.error === undefined && item.compiled === undefined) delete actual.compiled;
    recordCase(result, isSameValue(expected, actual), `${item.id} ${item.condition}`, expected, actual);
  }
  return result;
}

interface Evaluation {
  error?: GoldenError;
  match?: readonly number[];
  compiled?: string;
  warnings?: readonly { code: string; message: string }[];
}

function evaluate(
  preamble: readonly NamedText[],
  condition: string,
  records: ReturnType<typeof cutEvent>,
): Evaluation {
  const rule = [
    '- rule: r',
    '  desc: d',
    '  source: aws_cloudtrail',
    '  priority: DEBUG',
    '  output: "%evt.num"',
    `  condition: ${JSON.stringify(condition)}`,
    '',
  ].join('\n');
  const { results, ruleset } = loadFiles(
    [...preamble, { name: 'rules.yaml', text: rule }],
    createEnvironment(LANGUAGE_SOURCES),
  );
  const last = JSON.parse(formatResultJson(results.at(-1)!)) as GoldenResult;
  if (!last.successful) return { error: toGoldenError(last.errors[0]!) };
  const engine = openEngine(compileRuleset(ruleset), { timeZone: 'UTC' });
  const match = records.flatMap((record, index) => (engine.evaluate(record).length > 0 ? [index] : []));
  const warnings = last.warnings.filter(
    ({ code }) => code !== 'LOAD_UNUSED_LIST' && code !== 'LOAD_UNUSED_MACRO',
  );
  return {
    match,
    compiled: decodeByteString(printCondition(ruleset.rules[0]!.conditionAst)),
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  };
}

/** The parts of `formatResultJson` that goldens speak of. */
export interface GoldenResult {
  readonly successful: boolean;
  readonly errors: readonly GoldenProblem[];
  readonly warnings: readonly GoldenProblem[];
}
export interface GoldenProblem {
  readonly code: string;
  readonly message: string;
  readonly context: {
    readonly locations: readonly {
      readonly item_type: string;
      readonly item_name: string;
      readonly position: { readonly line: number; readonly column: number; readonly offset: number };
    }[];
    readonly snippet: string;
  };
}

/** A problem in the short form of the goldens: locations without the first, as tuples. */
export function toGoldenError({ code, message, context }: GoldenProblem): GoldenError {
  return {
    code,
    message,
    // The goldens leave out the name of a condition expression: it repeats the text.
    locations: context.locations
      .slice(1)
      .map(({ item_type, item_name, position }) => [
        item_type,
        item_type === 'condition expression' ? '' : item_name,
        position.line,
        position.column,
        position.offset,
      ]),
    snippet: context.snippet,
  };
}

function complement(indexes: readonly number[], length: number): number[] {
  const excluded = new Set(indexes);
  return Array.from({ length }, (_, index) => index).filter((index) => !excluded.has(index));
}
