import type { CompiledRuleset } from '@windhover/engine';
import { parseObjects } from '../baselines.ts';
import type { Corpus, CorpusSpec } from '../corpus/corpus.ts';
import type { Variant } from '../measure.ts';
import { compileNaively } from './naive-rules.ts';

/** Inflate, `JSON.parse` and run every rule on every event; no alert is made. `matches` counts those of the last pass. */
export function runNaively(
  ruleset: CompiledRuleset,
  corpus: Corpus,
  spec: CorpusSpec,
): Variant & { matches(): number } {
  const rules = ruleset.sources.get(spec.events)?.rules ?? [];
  const tests = rules.map(({ rule }) => compileNaively(rule.conditionAst));
  let matches = 0;
  const parse = parseObjects(corpus, spec, (events) => {
    for (const event of events) for (const test of tests) if (test(event)) matches++;
  });
  return {
    ...parse,
    name: `${parse.name} + naive rules`,
    prepare() {
      matches = 0;
      return parse.prepare?.();
    },
    matches: () => matches,
  };
}
