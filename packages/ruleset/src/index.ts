// Falco YAML rules files → resolved rules.

export type * from './ruleset.ts';
