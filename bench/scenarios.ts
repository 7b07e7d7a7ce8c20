// What is measured: each scenario evaluates a corpus beside two baselines in the same process.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { compileRuleset, createEngine } from '@windhover/engine';
import { createFieldCatalog, findEventSource, listSatisfiedPlugins } from '@windhover/event-sources';
import { createFileIngest } from '@windhover/ingest';
import {
  createEngineEvaluator,
  createLocalEvaluations,
  defaultReadLimits,
  replayObjects,
  systemClock,
} from '@windhover/pipeline';
import { createByteSource, createRulesetLoader, type Ruleset } from '@windhover/ruleset';
import type { Corpus } from './corpus.ts';
import { generateRules } from './rules.ts';
import type { Variant } from './measure.ts';

/** A ruleset to measure with. */
export interface RulesetScenario {
  readonly name: string;
  ruleset(): Ruleset;
}

const RULES_FOLDER = fileURLToPath(new URL('../rules/aws/', import.meta.url));

export const SCENARIOS: readonly RulesetScenario[] = [
  { name: 'aws rule pack', ruleset: () => loadTexts(readPack()) },
  { name: '30 rules', ruleset: () => loadTexts([generateRules(30, 1)]) },
  { name: '100 rules', ruleset: () => loadTexts([generateRules(100, 1)]) },
  { name: '300 rules', ruleset: () => loadTexts([generateRules(300, 1)]) },
  { name: '1000 rules', ruleset: () => loadTexts([generateRules(1000, 1)]) },
];

/** Baseline 1: inflate every object and nothing else. */
export function inflateOnly(corpus: Corpus): Variant {
  return {
    name: 'inflate',
    run: () => {
      for (const path of corpus.objects) gunzipSync(readFileSync(path), { chunkSize: 256 * 1024 });
    },
  };
}

/** Baseline 2: inflate and `JSON.parse` every object. */
export function inflateAndParse(corpus: Corpus): Variant {
  return {
    name: 'inflate + JSON.parse',
    run: () => {
      for (const path of corpus.objects)
        JSON.parse(gunzipSync(readFileSync(path), { chunkSize: 256 * 1024 }).toString());
    },
  };
}

/** The whole of `windhover replay` but printing. `onAlerts` gets the number of alerts of each round. */
export function replayCorpus(
  name: string,
  corpus: Corpus,
  ruleset: Ruleset,
  onAlerts: (count: number) => void,
): Variant {
  const compiled = compileRuleset(ruleset, { ruleMatching: 'all' });
  return {
    name,
    async run() {
      const evaluator = createEngineEvaluator({
        engine: createEngine(compiled, { hostname: 'bench', timeZone: 'UTC' }),
        ruleset: compiled,
        compatibility: 'fixed',
        lines: {
          hostname: 'bench',
          timeZone: 'UTC',
          timeFormatIso8601: false,
          includeOutput: true,
          includeOutputFields: true,
          includeTags: true,
          includeMessage: false,
        },
      });
      let alerts = 0;
      await replayObjects({
        ingest: createFileIngest({ paths: corpus.objects, sourceName: 'aws_cloudtrail' }),
        evaluations: createLocalEvaluations(() => evaluator, defaultReadLimits, systemClock),
        onAlert: () => {
          alerts += 1;
        },
      });
      onAlerts(alerts);
    },
  };
}

function readPack(): string[] {
  return readdirSync(RULES_FOLDER)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('_test.yaml'))
    .toSorted()
    .map((name) => readFileSync(join(RULES_FOLDER, name), 'latin1'));
}

function loadTexts(texts: readonly string[]): Ruleset {
  const source = findEventSource('aws_cloudtrail')!;
  const catalog = createFieldCatalog(source, 'fixed');
  const loader = createRulesetLoader({
    catalogFor: (name) => (name === source.name ? catalog : undefined),
    plugins: listSatisfiedPlugins(),
    appendOutput: [],
  });
  for (const [index, text] of texts.entries()) {
    const result = loader.load(createByteSource(`rules-${index}.yaml`, text));
    if (!result.successful) throw new Error(`bench rules do not load: ${result.errors[0]?.message ?? ''}`);
  }
  return loader.ruleset();
}
