// The rulesets of scenarios, as texts for engines in this process and as paths for the command line.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRuleset, type CompiledRuleset } from '@windhover/engine';
import { createFieldCatalog, findEventSource, listSatisfiedPlugins } from '@windhover/event-sources';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import { generateRules, MATCHING_RULE } from './generate-rules.ts';

const SEED = 1;

/** A number: so many generated rules; `every-record`: a hundred and one that matches every record. */
export type RulesetName = 'default' | 'aws-pack' | 'gcp-pack' | 'k8s-pack' | 'every-record' | number;

/** Whether it is one of ours, which `naive/` has closures for. */
export function isGenerated(name: RulesetName): boolean {
  return typeof name === 'number' || name === 'default' || name === 'every-record';
}

/** The texts of its rules files, one character a byte. */
export function readRules(name: RulesetName): string[] {
  if (typeof name === 'number') return [generateRules(name, SEED)];
  if (name === 'every-record') return [generateRules(100, SEED), MATCHING_RULE];
  return locateFiles(name).map((path) => readFileSync(path, 'latin1'));
}

/** Paths for `-r`; generated rules are written to the temporary folder. */
export function writeRules(name: RulesetName): string[] {
  if (typeof name === 'string' && name !== 'every-record') return locateFiles(name);
  const folder = join(tmpdir(), 'windhover-bench-rules');
  mkdirSync(folder, { recursive: true });
  return readRules(name).map((text, index) => {
    const path = join(folder, `${name}-${index}.yaml`);
    writeFileSync(path, text, 'latin1');
    return path;
  });
}

/** Load and compile; every rule may match, so that no rule hides the cost of those after it. */
export function compileRules(texts: readonly string[]): CompiledRuleset {
  const loader = createRulesetLoader({
    catalogFor(name) {
      const source = findEventSource(name);
      return source && createFieldCatalog(source, 'fixed');
    },
    plugins: listSatisfiedPlugins(),
    appendOutput: [],
  });
  for (const [index, text] of texts.entries()) {
    const { successful, errors } = loader.load(createByteSource(`rules-${index}.yaml`, text));
    if (!successful) throw new Error(`bench rules do not load: ${errors[0]?.message ?? ''}`);
  }
  return compileRuleset(loader.ruleset(), { ruleMatching: 'all' });
}

function locateFiles(name: Exclude<RulesetName, number | 'every-record'>): string[] {
  if (name === 'default') return [fileURLToPath(new URL('default-style.yaml', import.meta.url))];
  const folder = fileURLToPath(new URL(`../../rules/${name.replace('-pack', '')}/`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('_test.yaml'))
    .toSorted()
    .map((file) => join(folder, file));
}
