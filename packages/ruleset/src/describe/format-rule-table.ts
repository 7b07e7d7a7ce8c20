import { byteLength } from '@windhover/bytes';
import type { LoadedRule } from '../ruleset.ts';

const NAME_WIDTH = 50;
/** Bytes of description on a line, the blank after each word included. */
const TEXT_WIDTH = 59;
const MAX_ENTRY_BYTES = 4094;

/** Falco's two-column table of rules and descriptions, spec outputs.md §9.1. */
export function formatRuleTable(rules: readonly Pick<LoadedRule, 'name' | 'description'>[]): string {
  const header = formatRow('Rule', 'Description') + formatRow('----', '-----------');
  return header + rules.map(formatEntry).join('');
}

function formatEntry({ name, description }: Pick<LoadedRule, 'name' | 'description'>): string {
  return `${cut(`${pad(name)} ${wrap(description)}`)}\n\n`;
}

function formatRow(left: string, right: string): string {
  return `${pad(left)} ${right}\n`;
}

function pad(name: string): string {
  return name + ' '.repeat(Math.max(0, NAME_WIDTH - byteLength(name)));
}

function wrap(description: string): string {
  let text = '';
  let width = 0;
  for (const word of description.split(/[ \t\n\v\f\r]+/).filter((part) => part !== '')) {
    const length = byteLength(word) + 1;
    if (width + length > TEXT_WIDTH) {
      text += `\n${' '.repeat(NAME_WIDTH + 1)}`;
      width = 0;
    }
    text += `${word} `;
    width += length;
  }
  return text;
}

function cut(entry: string): string {
  if (byteLength(entry) <= MAX_ENTRY_BYTES) return entry;
  return Buffer.from(entry, 'utf8').subarray(0, MAX_ENTRY_BYTES).toString('utf8');
}
