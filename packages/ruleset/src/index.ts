// Falco YAML rules files → resolved rules.

export type * from './ruleset.ts';
export { PRIORITIES } from './ruleset.ts';
export { parsePriority, reachesPriority } from './priority.ts';

// Loading
export { createRulesetLoader, type LoadedState, type RulesetLoader } from './ruleset-loader.ts';
export { createByteSource } from './rules-file.ts';
export { ENGINE_VERSION } from './read/read-requirements.ts';
export { RULES_SCHEMA } from './schema/rules-schema.ts';

// All problems at once
export { validateRules } from './validate/validate-rules.ts';

// Results as Falco prints them
export type { LoadResult } from './result/load-result.ts';
export { formatResultJson } from './result/format-result-json.ts';
export { formatResultSummary, formatResultVerbose } from './result/format-result-text.ts';

// YAML as yaml-cpp reads it, also for the configuration
export { readYaml, type YamlFile } from './yaml/read-yaml.ts';
export { findValue, textOf, type YamlNode } from './yaml/yaml-node.ts';

// Which rules run
export { selectRules, type SelectionStep } from './select-rules.ts';

// What is loaded, as Falco's -L and -l tell it
export { describeRuleset, type DescribeOptions, type Description } from './describe/describe-ruleset.ts';
export { formatRuleTable } from './describe/format-rule-table.ts';

// Where the checks of loaded rules were written
export { createCheckLocator, type CheckLocator, type CheckOrigin } from './locate-checks.ts';
