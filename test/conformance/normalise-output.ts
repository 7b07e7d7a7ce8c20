// What the goldens of command lines leave out: times, versions, texts of libraries, descriptions.
import { sortDescription } from './sort-description.ts';

/** Log times, versions, machine and speed as the goldens write them. */
export function replaceChangingText(text: string): string {
  return text
    .replace(/^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}: /gm, '{T}: ')
    .replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000: /gm, '{T-iso+0000}: ')
    .replace(/(Falco version: )\S+/g, '$1{VERSION}')
    .replace(/(Libs version: {2}|Default driver: )\S+/g, '$1{LIBS_VERSION}')
    .replace(/(Falco version: \{VERSION\}) \(\S+\)/g, '$1 ({ARCH})')
    .replace(/(Loaded plugin '[^@']+)@[^']+/g, '$1@{PLUGIN_VERSION}')
    .replace(/(Elapsed time: )[\d.]+(, Captured Events: \d+, )[\d.]+( eps)/g, '$1{N}$2{N}$3');
}

const ROUTINE = [
  'Falco version:',
  'Falco initialized with configuration files:',
  "Loaded plugin '",
  'Loading rules from:',
  'Validating rules file(s):',
  'Hostname value has been overridden',
  'Loaded event sources:',
  'Enabled event sources:',
  "Opening '",
];

/** The lines that matter: without routine log lines and blank lines at the end. */
export function selectRelevantLines(lines: readonly string[]): string[] {
  const relevant = lines.filter((line) => {
    const message = /^\{T[^}]*\}: ([^]*)$/.exec(line)?.[1];
    if (message === undefined) return true;
    return (
      !ROUTINE.some((start) => message.startsWith(start)) &&
      !/^ {3}(?!.* \| schema validation: )/.test(message)
    );
  });
  while (relevant.at(-1) === '') relevant.pop();
  return relevant;
}

/** Cut what the YAML library says of texts that are not YAML; what Falco makes of well-formed ones stays. */
export function cutLibraryText(text: string): string {
  return text
    .replace(/(\| schema validation: failed for).*/g, '$1')
    .replace(/(yaml-cpp:)(?!.*(?:bad conversion|operator\[\] call on a scalar)).*/g, '$1');
}

/** Listings of fields and plugins without their descriptions. */
export function reduceListing(text: string): string {
  return text
    .replace(/\n {30}/g, ' ')
    .replace(/^([a-z]\S*) +((?:\((?:Type: |ARG_|EPF_)[^)]*\) )*).*$/gm, '$1 $2')
    .replace(/^(`\S+` \| \S+ \| ).*$/gm, '$1')
    .replace(/^((?:Description|Contact|Version):) .*$/gm, '$1')
    .replace(/^\{"\$schema".*$/gm, '{schema}');
}

/** A JSON document with arrays sorted that have no order; descriptions of fields are left out. */
export function sortResults(args: readonly string[], value: unknown): unknown {
  const sorted = sortDescription(value);
  return args.some((word) => word.startsWith('--list')) ? withoutDescriptions(sorted) : sorted;
}

/** Keys and types of a document, as the goldens write them: one element stands for all of an array. */
export function toShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(toShape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toShape(item)]));
}

function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'desc');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDescriptions(item)]));
}
