// Ruleset + field tables → compiled ruleset; evaluate a record → alerts; output formatting.

export type * from './alert.ts';
