import { existsSync } from 'node:fs';
import { createOktaSource } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { checkFields, cutLine, goldenFolder } from './check-fields.ts';

const source = createOktaSource({ organization: 'acme' });

describe.each(['okta', 'okta-crafted'])('golden fields of %s', (name) => {
  it.skipIf(!existsSync(goldenFolder(name)))('are those of Falco', () => {
    const { passed, mismatches } = checkFields(source, goldenFolder(name), {
      toRecord: (line) => cutLine(source, line),
      isEquivalent: (field, value, expected) =>
        field.startsWith('json.value[') && isSameJson(value, expected),
    });
    expect(mismatches.slice(0, 20)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});

/**
 * The parser of Falco's json plugin rewrites the escapes of a string once a pointer has read it, so that goldens of
 * objects show the order in which they were read (spec sources-aws.md §1.1: unspecified).
 */
function isSameJson(value: unknown, expected: unknown): boolean {
  if (typeof value !== 'string' || typeof expected !== 'string' || !/^[{[]/.test(expected)) return false;
  try {
    return JSON.stringify(JSON.parse(value)) === JSON.stringify(JSON.parse(expected));
  } catch {
    return false;
  }
}

describe('golden counters with three events a user', () => {
  it.skipIf(!existsSync(goldenFolder('okta-crafted')))('are those of Falco', () => {
    const few = createOktaSource({ organization: 'acme', maxEventsPerUser: 3 });
    const { passed, mismatches } = checkFields(few, goldenFolder('okta-crafted'), {
      goldenName: 'counters-usermax3.jsonl',
      toRecord: (line) => cutLine(few, line),
    });
    // This golden leaves out events without counters.
    expect(mismatches.filter((mismatch) => !mismatch.includes('emitted:')).slice(0, 20)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});
