// Every code a diagnostic can have. docs/reference/diagnostics has one page for each; a test compares.

interface CodeEntry {
  /** A few words, as in a summary. */
  readonly short: string;
  /** A sentence or two. */
  readonly long: string;
}

/** Codes of Falco with Falco's texts, spec rules-files.md §11. */
const falcoErrors = {
  LOAD_ERR_FILE_READ: { short: 'File read error', long: 'The file could not be read.' },
  LOAD_ERR_YAML_PARSE: { short: 'YAML parse error', long: 'The text is not YAML.' },
  LOAD_ERR_YAML_VALIDATE: {
    short: 'Error validating internal structure of YAML file',
    long: 'The YAML does not have the shape of a rules file: a key is missing, empty or of the wrong type.',
  },
  LOAD_ERR_COMPILE_CONDITION: {
    short: 'Error compiling condition',
    long: 'The condition of a rule or macro is not in the condition language, or does not fit the types of its fields.',
  },
  LOAD_ERR_COMPILE_OUTPUT: {
    short: 'Error compiling output',
    long: 'The output of a rule, or something appended to it, is not a valid format.',
  },
  LOAD_ERR_VALIDATE: {
    short: 'Error validating rule/macro/list/exception objects',
    long: 'An item refers to something that does not exist or contradicts another item.',
  },
  LOAD_ERR_EXTENSION: { short: 'Error in extension item', long: 'An extension item is not valid.' },
} satisfies Record<string, CodeEntry>;

const falcoWarnings = {
  LOAD_UNKNOWN_SOURCE: {
    short: 'Unknown event source',
    long: 'A rule has a unknown event source. This can occur when reading rules content without having a corresponding plugin loaded, etc. The rule will be silently ignored.',
  },
  LOAD_UNSAFE_NA_CHECK: {
    short: 'Unsafe <NA> comparison in condition',
    long: "Comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. If you need to check for the existence of a field, consider using the 'exists' operator instead.",
  },
  LOAD_NO_EVTTYPE: {
    short: 'Condition has no event-type restriction',
    long: 'A rule condition matches too many evt.type values. This has a significant performance penalty. Make the condition more specific by adding an evt.type field or further restricting the number of evt.type values in the condition.',
  },
  LOAD_UNKNOWN_FILTER: {
    short: 'Unknown field or event-type in condition or output',
    long: 'A rule condition or output refers to a field or evt.type that does not exist. This is normally an error, but if a rule has a skip-if-unknown-filter property, the error is downgraded to a warning.',
  },
  LOAD_UNUSED_MACRO: {
    short: 'Unused macro',
    long: 'A macro is defined in the rules content but is not used by any other macro or rule.',
  },
  LOAD_UNUSED_LIST: {
    short: 'Unused list',
    long: 'A list is defined in the rules content but is not used by any other list, macro, or rule.',
  },
  LOAD_UNKNOWN_ITEM: {
    short: 'Unknown rules file item',
    long: 'An unknown top-level object is in the rules content. It will be ignored.',
  },
  LOAD_DEPRECATED_ITEM: {
    short: 'Used deprecated item',
    long: 'A deprecated item is employed by lists, macros, or rules.',
  },
  LOAD_WARNING_EXTENSION: { short: 'Warning in extension item', long: 'An extension item has a warning.' },
  LOAD_APPEND_NO_VALUES: {
    short: 'Overriding/appending with no values',
    long: 'A rule exception is overriding/appending with no values',
  },
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: {
    short: 'Multiple exceptions defined with the same name',
    long: 'A rule is defining multiple exceptions with the same name',
  },
  LOAD_INVALID_MACRO_NAME: { short: 'Invalid macro name', long: 'A macro is defined with an invalid name' },
  LOAD_INVALID_LIST_NAME: { short: 'Invalid list name', long: 'A list is defined with an invalid name' },
  LOAD_COMPILE_CONDITION: {
    short: 'Warning in rule condition',
    long: 'A rule condition or output have been parsed with a warning',
  },
  LOAD_UNKNOWN_KEY: {
    short: 'Unknown key in item definition',
    long: 'An item in the rules content contains an unrecognized key. The key will be ignored. This may indicate a typo or a property placed on the wrong item type.',
  },
} satisfies Record<string, CodeEntry>;

/** What Falco does not tell. */
const ownCodes = {
  'absent-field-never-differs': {
    short: 'Comparison that an absent field never satisfies',
    long: '`!=` is false when the field is absent; `not … =` is true.',
  },
  'contradictory-condition': {
    short: 'Condition that can never be true',
    long: 'Parts of the condition that must hold together exclude each other.',
  },
  'duplicate-key': {
    short: 'Key given twice',
    long: 'A map has the same key twice; only the first one counts.',
  },
  'exception-never-matches': {
    short: 'Exception that can never match',
    long: 'No event can satisfy the exception, so it excepts nothing.',
  },
  'shadowed-rule': {
    short: 'Rule that never fires',
    long: 'Whenever this rule matches, an earlier one has already matched, and under `rule_matching: first` the first match ends the search.',
  },
  'single-backslash-in-regex': {
    short: 'Regular expression with single backslashes',
    long: 'Quoted strings have escapes of their own, so a regular expression in quotes needs its backslashes doubled.',
  },
  'tab-in-yaml': { short: 'Tab as YAML indentation', long: 'YAML does not allow tabs for indentation.' },
  'undefined-list': {
    short: 'Name that looks like a list but is not one',
    long: 'An identifier between parentheses is a literal unless a list of that name exists.',
  },
  'unknown-field': {
    short: 'Unknown field',
    long: 'The event source of the rule has no field of this name.',
  },
  'unterminated-quote': {
    short: 'Quoted text that runs to the end of the file',
    long: 'A quote is never closed, so the rest of the file became part of the text.',
  },
} satisfies Record<string, CodeEntry>;

const allCodes = { ...falcoErrors, ...falcoWarnings, ...ownCodes };

export type FalcoErrorCode = keyof typeof falcoErrors;
export type FalcoWarningCode = keyof typeof falcoWarnings;
export type FalcoCode = FalcoErrorCode | FalcoWarningCode;
export type DiagnosticCode = keyof typeof allCodes;

/** Texts of a code: Falco's for Falco's codes. */
export const CODES: Readonly<Record<DiagnosticCode, CodeEntry>> = allCodes;

/** Whether a code of Falco stands for an error. */
export function isErrorCode(code: DiagnosticCode): code is FalcoErrorCode {
  return Object.hasOwn(falcoErrors, code);
}
