// Ruleset + field tables → compiled ruleset; evaluate a record → alerts; output formatting.

// All in one: rules text in, alerts out
export { createDetector, RulesError, type Detector, type DetectorOptions } from './detector.ts';

// What rules produce
export type * from './alert.ts';

// Compiling and evaluating
export {
  compileRuleset,
  DEFAULT_COMPILE_OPTIONS,
  type CompiledRuleset,
  type CompileOptions,
} from './compile/compile-ruleset.ts';
export type { Engine, EvaluatedRecord, RecordMeasure } from './engine.ts';
export { createFastEngine as createEngine } from './fast/fast-engine.ts';
export { createCheckedEngine, type EngineDifference } from './fast/checked-engine.ts';
export { createInterpreter } from './interpreter.ts';
export type { EngineOptions } from './run-state.ts';
export { RuleProfile, type RuleCost } from './rule-profile.ts';

// Why a rule matched or not
export type { BranchTrace, CheckTrace, ConditionTrace, RuleTrace } from './trace.ts';

// Lines of alerts
export { formatAlertJson, type AlertJsonOptions } from './output/alert-json.ts';
export { formatAlertText, type AlertTimeOptions } from './output/alert-text.ts';
export { decodeOutputText } from './output/decode-output-text.ts';
