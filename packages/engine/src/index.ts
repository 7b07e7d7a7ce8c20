// Ruleset + field tables → compiled ruleset; evaluate a record → alerts; output formatting.

// What rules produce
export type * from './alert.ts';

// Compiling and evaluating
export {
  compileRuleset,
  DEFAULT_COMPILE_OPTIONS,
  type CompiledRuleset,
  type CompileOptions,
} from './compile/compile-ruleset.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';

// Why a rule matched or not
export type { BranchTrace, CheckTrace, ConditionTrace, RuleTrace } from './trace.ts';

// Lines of alerts
export { formatAlertJson, type AlertJsonOptions } from './output/alert-json.ts';
export { formatAlertText, type AlertTimeOptions } from './output/alert-text.ts';
