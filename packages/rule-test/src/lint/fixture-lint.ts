import { encodeByteString } from '@windhover/bytes';
import { createFieldCatalog, findEventSource, listSatisfiedPlugins } from '@windhover/event-sources';
import { createByteSource, createCheckLocator, createRulesetLoader } from '@windhover/ruleset';
import { expandTest } from '../expand-tests.ts';
import { readTestFile } from '../read-test-file.ts';
import { runCases } from '../run-cases.ts';
import type { LintFinding } from './lint-rule.ts';
import { lintRuleset } from './lint-ruleset.ts';
import { createExceptionWatch } from './watch-exceptions.ts';

/** Findings in a rules file, with a test file beside it. Throws when one of them does not load. */
export function lintForTest(rules: string, tests = 'tests: []'): LintFinding[] {
  const loader = createRulesetLoader({
    catalogFor(name) {
      const source = findEventSource(name);
      return source && createFieldCatalog(source, 'fixed');
    },
    plugins: listSatisfiedPlugins(),
    appendOutput: [],
  });
  const result = loader.load(createByteSource('rules.yaml', encodeByteString(rules)));
  if (!result.successful) throw new Error(JSON.stringify(result.errors));
  const read = readTestFile(tests);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const watch = createExceptionWatch(createCheckLocator(loader.state()));
  runCases(
    loader.ruleset(),
    read.file.tests.flatMap((item) => expandTest(item, [item.event])),
    watch.note,
  );
  return lintRuleset(loader.ruleset(), [{ name: 'rules.yaml', text: rules }], {
    disabled: new Set(),
    usedExceptions: watch.used,
  });
}
