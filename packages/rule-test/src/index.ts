// Rule tests: files, cases, results, coverage.

// Test files
export { readTestFile, type ReadTestFile, type TestFileProblem } from './read-test-file.ts';
export { testFileSchema, type Expectation, type TestEntry, type TestFile } from './test-file.ts';
export { applyChanges, valueAt, type Json } from './apply-changes.ts';
export { expandTest, type TestCase } from './expand-tests.ts';

// Running
export { cutEvent, type CutEvent } from './cut-events.ts';
export { runCases, toPlain, type CaseResult, type TraceListener } from './run-cases.ts';

// Reports
export {
  countResults,
  reportResults,
  type FileResult,
  type ReporterName,
  type ReportOptions,
} from './report-results.ts';
export {
  createCoverage,
  leafCoverage,
  listChecks,
  type CoverageCollector,
  type LeafCoverage,
  type RuleCoverage,
} from './coverage.ts';
export { printCheck, printOperand } from './trace-text.ts';

// Why a rule matched or not
export {
  explainRecord,
  formatExplanation,
  listNearMisses,
  type ExplainedBranch,
  type ExplainedCheck,
  type ExplainedNode,
  type RuleExplanation,
} from './explain.ts';

// Writing rules
export { draftRule, type RuleDraft } from './draft-rule.ts';
export { formatRulesFile, type FormattedRules } from './format-rules-file.ts';

// Quality of rules beyond validity
export { applyFixes } from './lint/apply-fixes.ts';
export { lintRuleset, type LintOptions } from './lint/lint-ruleset.ts';
export { LINT_RULES } from './lint/lint-rules.ts';
export type { LintFinding, LintRule, LintSeverity } from './lint/lint-rule.ts';
export { createExceptionWatch } from './lint/watch-exceptions.ts';
