import { decodeByteString } from '@windhover/bytes';
import { hintDidYouMean, isErrorCode, type Diagnostic, type DiagnosticCode } from '@windhover/diagnostics';
import { isError, type Problem } from '../report.ts';
import { hintOperatorOfType } from './hint-operator-of-type.ts';

/** Looking for names that are close costs time: after so many problems the rest goes without. */
const MAX_SUGGESTIONS = 100;

/** Makes our own diagnostics of what the loader reports in Falco's terms. */
export function createDiagnoser(): (problem: Problem) => Diagnostic {
  let suggestions = 0;
  return (problem) => {
    const { subject } = problem.details;
    const looksForNames = subject !== undefined && suggestions++ < MAX_SUGGESTIONS;
    return {
      severity: isError(problem) ? 'error' : 'warning',
      code: codeOf(problem),
      message: messageOf(problem),
      span: problem.context.span,
      hints: [
        ...(looksForNames ? hintName(subject) : []),
        ...hintMessage(decodeByteString(problem.message)),
        ...(problem.details.hints ?? []),
      ],
      notes: [],
    };
  };
}

type Subject = NonNullable<Problem['details']['subject']>;

function codeOf({ code, context, details, message }: Problem): DiagnosticCode {
  if (details.subject?.kind === 'field' && isErrorCode(code)) return 'unknown-field';
  if (code === 'LOAD_ERR_YAML_PARSE' && details.isTab === true) return 'tab-in-yaml';
  if (message.startsWith(ESCAPE_ERROR) && context.expression?.includes('regex') === true)
    return 'single-backslash-in-regex';
  return code;
}

function messageOf({ code, details, message }: Problem): string {
  const { subject, plainMessage } = details;
  if (plainMessage !== undefined) return decodeByteString(plainMessage);
  if (subject?.kind === 'field') return `unknown field "${decodeByteString(subject.name)}"`;
  if (subject?.kind === 'macro' && message.startsWith('Undefined'))
    return `undefined macro "${decodeByteString(subject.name)}"`;
  if (subject?.kind === 'priority') return `invalid priority "${decodeByteString(subject.name)}"`;
  if (code === 'LOAD_UNSAFE_NA_CHECK') return 'comparison with <NA>, which no field has as its value';
  const text = decodeByteString(message)
    .replace(/^yaml-cpp: error at line \d+, column \d+: /, '')
    .replace(/\.$/, '');
  // Falco's words are kept where they begin with a name.
  return /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}

function hintName({ kind, name, candidates }: Subject): readonly string[] {
  const text = decodeByteString(name);
  const names = [...candidates()].map((candidate) => decodeByteString(candidate));
  if (kind === 'priority') {
    const found = hintDidYouMean(text, [...names, 'Info']);
    return found.length > 0 ? found : [`priorities are ${names.join(', ')}`];
  }
  return hintDidYouMean(text, names);
}

const ESCAPE_ERROR = 'unsupported string escape sequence';

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`^${ESCAPE_ERROR}: .(.)`),
    'inside quotes a backslash begins an escape: write \\\\$1 for a backslash before "$1", as in a regular expression',
  ],
  [/^empty formatting token/, 'the output must have some text'],
  [/^Undefined macro '(true|false|null)'/, 'a condition is made of comparisons: there are no constants'],
  [/^Comparing|^$/, "use 'not FIELD exists' to ask for an absent field"],
  [/^Mapping for key '(.+)' is empty/, 'give "$1" a value or leave the key out'],
  [/^Can't decode YAML scalar value/, 'a flag is true or false, a number has digits only'],
  [
    /^Rule has been re-defined with a different source/,
    'a definition without "source" has the source "syscall": repeat the source of the first one',
  ],
  [/^Fields and comps lists must have equal length/, 'give one operator for each field'],
  [
    /^Item has no mapping for key 'enabled'/,
    'a rule needs condition, output, desc and priority; only "enabled" may stand alone',
  ],
  [/cannot end with a %/, 'a percent sign begins a field; there is no way to print one'],
];

function hintMessage(message: string): readonly string[] {
  const hints = HINTS.flatMap(([pattern, hint]) => {
    const match = pattern.exec(message);
    return match ? [hint.replaceAll('$1', () => match[1] ?? '')] : [];
  });
  return [...hints, ...hintOperatorOfType(message)];
}
