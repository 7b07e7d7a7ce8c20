// The fast form agrees with the interpreter, for generated rules on generated, damaged and repeated records.

import { eventSources } from '@windhover/event-sources';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCheckedEngine } from './checked-engine.ts';
import { compileConditions, conditionOf, payloadOf, recordOf } from './fixture-rules.ts';

describe.each(eventSources.map((source) => [source.name, source] as const))('%s', (_name, source) => {
  it('decides generated rules as the interpreter does', () => {
    fc.assert(
      fc.property(
        fc.array(conditionOf(source), { minLength: 1, maxLength: 12 }),
        fc.array(payloadOf(source), { minLength: 1, maxLength: 25 }),
        fc.constantFrom('first', 'all'),
        (conditions, payloads, ruleMatching) => {
          const differences: unknown[] = [];
          const ruleset = compileConditions(source, conditions, ruleMatching);
          const engine = createCheckedEngine(ruleset, {}, ({ fast, interpreted }) =>
            differences.push([fast, interpreted]),
          );
          for (const payload of [...payloads, ...payloads]) engine.evaluate(recordOf(source, payload));
          expect(differences).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
