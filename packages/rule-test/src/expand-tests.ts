import { applyChanges, type Json } from './apply-changes.ts';
import type { Expectation, TestEntry } from './test-file.ts';

/** One thing to evaluate and what to expect of it. */
export interface TestCase {
  /** Unique within its file: `name`, `name > case`, `name > without /x`. */
  readonly name: string;
  readonly rule: string | undefined;
  readonly source: string | undefined;
  readonly tags: readonly string[];
  /** In order; the expectation is on the last one. */
  readonly events: readonly Json[];
  readonly expectation: Expectation;
}

/**
 * The cases of a test: the test itself, its variations, and the negative ones that are derived. `base` are its events,
 * read already. A test that only has `cases` is not a case of its own.
 */
export function expandTest(test: TestEntry, base: readonly Json[]): TestCase[] {
  const last = base.at(-1);
  const before = base.slice(0, -1);
  const common = { rule: test.rule, source: test.source, tags: test.tags ?? [] };
  const event = applyChanges(last, test);
  const own: TestCase = {
    ...common,
    name: test.name,
    events: [...before, event],
    expectation: pickExpectation(test),
  };
  const variations = (test.cases ?? []).map((item) => ({
    ...common,
    name: `${test.name} > ${item.name}`,
    events: [...before, applyChanges(event, item)],
    expectation: { ...pickExpectation(test), ...pickExpectation(item) },
  }));
  const derived = deriveNegatives(test, event).map(({ name, event: changed }) => ({
    ...common,
    name: `${test.name} > ${name}`,
    events: [...before, changed],
    expectation: { expect: 'no match' as const },
  }));
  const hasOwn = test.cases === undefined || test.expect !== undefined || test.derive !== undefined;
  return [...(hasOwn ? [own] : []), ...variations, ...derived];
}

function deriveNegatives(test: TestEntry, event: Json): { name: string; event: Json }[] {
  const dropped = (test.derive?.drop ?? []).map((pointer) => ({
    name: `without ${pointer}`,
    event: applyChanges(event, { remove: [pointer] }),
  }));
  const changed = Object.entries(test.derive?.change ?? {}).flatMap(([pointer, values]) =>
    values.map((value) => ({
      name: `${pointer} = ${JSON.stringify(value)}`,
      event: applyChanges(event, { set: { [pointer]: value } }),
    })),
  );
  return [...dropped, ...changed];
}

function pickExpectation(item: Expectation): Expectation {
  const { expect, output, output_contains, fields, priority } = item;
  return {
    ...(expect === undefined ? {} : { expect }),
    ...(output === undefined ? {} : { output }),
    ...(output_contains === undefined ? {} : { output_contains }),
    ...(fields === undefined ? {} : { fields }),
    ...(priority === undefined ? {} : { priority }),
  };
}
