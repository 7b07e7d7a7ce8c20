// The command line of Falco, option by option (spec outputs.md §10), for people who switch with their scripts.

/** One option: its spellings, what follows it, how often it may come. */
interface OptionRule {
  readonly short?: string;
  readonly long?: string;
  /** `flag` takes no value; `value` takes the next word; `optional` takes a value only after `=`. */
  readonly takes: 'flag' | 'value' | 'optional';
  readonly number?: boolean;
  readonly help: string;
  /** Name of the value in the help text. */
  readonly valueName?: string;
}

const OPTION_RULES = {
  help: { short: 'h', long: 'help', takes: 'flag', help: 'print this text and exit' },
  config: { short: 'c', takes: 'value', valueName: 'FILE', help: 'configuration file (falco.yaml)' },
  configSchema: {
    long: 'config-schema',
    takes: 'flag',
    help: 'print the JSON Schema of the configuration and exit',
  },
  ruleSchema: { long: 'rule-schema', takes: 'flag', help: 'print the JSON Schema of rules files and exit' },
  disableSource: {
    long: 'disable-source',
    takes: 'value',
    valueName: 'SOURCE',
    help: 'do not run this event source',
  },
  enableSource: {
    long: 'enable-source',
    takes: 'value',
    valueName: 'SOURCE',
    help: 'run only this event source',
  },
  dryRun: { long: 'dry-run', takes: 'flag', help: 'do everything but reading events' },
  ignoredEvents: { short: 'i', takes: 'flag', help: 'print ignored system calls (none here) and exit' },
  describeAll: { short: 'L', takes: 'flag', help: 'describe all rules and exit' },
  describeOne: { short: 'l', takes: 'value', valueName: 'RULE', help: 'describe one rule and exit' },
  list: {
    long: 'list',
    takes: 'optional',
    valueName: 'SOURCE',
    help: 'list all fields, or those of one event source',
  },
  listEvents: { long: 'list-events', takes: 'flag', help: 'list system call events (none here) and exit' },
  listPlugins: { long: 'list-plugins', takes: 'flag', help: 'list the loaded plugins and exit' },
  markdown: { long: 'markdown', takes: 'flag', help: 'deprecated: --format markdown' },
  format: {
    long: 'format',
    takes: 'value',
    valueName: 'FORMAT',
    help: 'text, markdown or json, with --list',
  },
  duration: {
    short: 'M',
    takes: 'value',
    valueName: 'SECONDS',
    number: true,
    help: 'stop when events are so much later than the first',
  },
  names: { short: 'N', takes: 'flag', help: 'with --list: names only' },
  options: {
    short: 'o',
    long: 'option',
    takes: 'value',
    valueName: 'KEY=VALUE',
    help: 'set a configuration key',
  },
  pluginInfo: {
    long: 'plugin-info',
    takes: 'value',
    valueName: 'NAME',
    help: 'print what a plugin is and exit',
  },
  print: {
    short: 'p',
    long: 'print',
    takes: 'value',
    valueName: 'FORMAT',
    help: 'deprecated: add to every output',
  },
  pidfile: {
    short: 'P',
    long: 'pidfile',
    takes: 'value',
    valueName: 'FILE',
    help: 'write the process id to this file',
  },
  rules: {
    short: 'r',
    takes: 'value',
    valueName: 'FILE|DIR',
    help: 'rules file or folder instead of rules_files',
  },
  support: { long: 'support', takes: 'flag', help: 'print a report for support and exit' },
  unbuffered: {
    short: 'U',
    long: 'unbuffered',
    takes: 'flag',
    help: 'accepted: every alert is written at once',
  },
  validate: {
    short: 'V',
    long: 'validate',
    takes: 'value',
    valueName: 'FILE',
    help: 'validate a rules file and exit',
  },
  verbose: { short: 'v', takes: 'flag', help: 'print more' },
  version: { long: 'version', takes: 'flag', help: 'print versions and exit' },
  pageSize: { long: 'page-size', takes: 'flag', help: 'accepted, prints nothing: no system calls here' },
} as const satisfies Record<string, OptionRule>;

export type OptionName = keyof typeof OPTION_RULES;

/** What was given: for every option the values in order (flags: `''` each time). */
export type FalcoArguments = ReadonlyMap<OptionName, readonly string[]>;

export type ParsedArguments =
  { readonly ok: true; readonly given: FalcoArguments } | { readonly ok: false; readonly message: string };

/**
 * Read Falco's command line: `--opt value`, `--opt=value`, grouped letters, attached letters; stray words are
 * ignored. Reports the first mistake with Falco's text.
 */
export function parseFalcoArguments(words: readonly string[]): ParsedArguments {
  const given = new Map<OptionName, string[]>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-') continue;
    const occurrences = splitWord(word);
    if (occurrences === undefined) {
      return { ok: false, message: `Argument ‘${word}’ starts with a - but has incorrect syntax` };
    }
    for (const { name, attached } of occurrences) {
      const option = OPTION_BY_SPELLING.get(name);
      if (option === undefined) return { ok: false, message: `Option ‘${name}’ does not exist` };
      const rule: OptionRule = OPTION_RULES[option];
      let value = attached ?? '';
      if (rule.takes === 'value' && attached === undefined) {
        index += 1;
        if (index >= words.length) return { ok: false, message: `Option ‘${name}’ is missing an argument` };
        value = words[index]!;
      }
      if (rule.number === true && !/^[+-]?\d+$/.test(value)) {
        return { ok: false, message: `Argument ‘${value}’ failed to parse` };
      }
      given.set(option, [...(given.get(option) ?? []), value]);
    }
  }
  return { ok: true, given };
}

/** The help text of the Falco command line. */
export function describeFalcoOptions(): string {
  const lines = Object.values(OPTION_RULES).map((rule: OptionRule) => {
    const spellings = [rule.short && `-${rule.short}`, rule.long && `--${rule.long}`]
      .filter(Boolean)
      .join(', ');
    const value =
      rule.valueName === undefined
        ? ''
        : rule.takes === 'optional'
          ? `[=${rule.valueName}]`
          : ` ${rule.valueName}`;
    return `  ${(spellings + value).padEnd(34)} ${rule.help}`;
  });
  return `${lines.join('\n')}\n`;
}

const OPTION_BY_SPELLING = new Map<string, OptionName>(
  (Object.keys(OPTION_RULES) as OptionName[]).flatMap((name) => {
    const rule: OptionRule = OPTION_RULES[name];
    return [rule.short, rule.long].filter((text) => text !== undefined).map((text) => [text, name] as const);
  }),
);

/** The options that one word names: one long option, or a group of letters of which the last may take a value. */
function splitWord(word: string): { name: string; attached?: string }[] | undefined {
  const long = /^--([A-Za-z0-9][-_A-Za-z0-9]+)(?:=([^]*))?$/.exec(word);
  if (long !== null)
    return [long[2] === undefined ? { name: long[1]! } : { name: long[1]!, attached: long[2] }];
  const group = /^-([A-Za-z0-9]+)$/.exec(word)?.[1];
  if (group === undefined) return undefined;
  const occurrences: { name: string; attached?: string }[] = [];
  for (let index = 0; index < group.length; index++) {
    const name = group[index]!;
    const option = OPTION_BY_SPELLING.get(name);
    const rest = group.slice(index + 1);
    if (option !== undefined && OPTION_RULES[option].takes === 'value' && rest !== '') {
      occurrences.push({ name, attached: rest });
      return occurrences;
    }
    occurrences.push({ name });
  }
  return occurrences;
}
