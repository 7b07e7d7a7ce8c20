import type {
  CheckedCondition,
  CheckedFormat,
  ConditionNode,
  FieldCatalog,
  ResolvedField,
} from '@windhover/condition';

export const PRIORITIES = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What the loader knows of the product it loads rules for. */
export interface LoaderEnvironment {
  /** Event source name or alias → its catalog; undefined = unknown source. */
  catalogFor(sourceName: string): FieldCatalog | undefined;
  /** Plugins that `required_plugin_versions` may name. */
  readonly plugins: readonly { readonly name: string; readonly version: string }[];
  /** `append_output` of the configuration, spec outputs.md §5. */
  readonly appendOutput: readonly AppendOutput[];
}

export interface AppendOutput {
  readonly match: { readonly source?: string; readonly tags?: readonly string[]; readonly rule?: string };
  readonly extraOutput?: string;
  readonly extraFields: readonly (
    { readonly field: string } | { readonly name: string; readonly format: string }
  )[];
  readonly suggestedOutput?: boolean;
}

/** A rule that passed every check. Names, texts and tags are ordinary strings. */
export interface LoadedRule {
  /** Position in the table order of first definitions: the order of evaluation. */
  readonly index: number;
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  /** Condition after macros, lists and exceptions. */
  readonly conditionAst: ConditionNode;
  readonly condition: CheckedCondition;
  readonly format: CheckedFormat;
  /** Extra `output_fields` from `append_output`: typed field, formatted text, or what is neither and stays null. */
  readonly extraFields: readonly (
    | { readonly kind: 'field'; readonly name: string; readonly field: ResolvedField }
    | { readonly kind: 'formatted'; readonly name: string; readonly format: CheckedFormat }
    | { readonly kind: 'absent'; readonly name: string }
  )[];
}

/** All rules, in evaluation order, with `enabled` and selection applied. */
export interface Ruleset {
  readonly rules: readonly LoadedRule[];
}
