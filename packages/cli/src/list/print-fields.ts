// The four forms of Falco's `--list` (spec outputs.md §10.1): text, markdown, JSON, names.
import type { FieldDefinition } from '@windhover/condition';
import { argumentTypes, TYPE_NAMES, type FieldClass } from './field-class.ts';

export type ListFormat = 'text' | 'markdown' | 'json';

const NAME_WIDTH = 30;
const TOTAL_WIDTH = 120;

export interface PrintFieldsOptions {
  readonly format: ListFormat;
  readonly namesOnly: boolean;
  /** With `text`: show types. */
  readonly verbose: boolean;
}

/** The listing of the classes' visible fields. */
export function printFields(classes: readonly FieldClass[], options: PrintFieldsOptions): string {
  const shown = classes.map((item) => ({
    ...item,
    fields: item.fields.filter((field) => field.hidden !== true),
  }));
  if (options.format === 'json')
    return `${JSON.stringify(options.namesOnly ? fieldNames(shown) : fieldClasses(shown), null, 2)}\n`;
  if (options.namesOnly)
    return fieldNames(shown)
      .fieldnames.map((name) => `${name}\n`)
      .join('');
  if (options.format === 'markdown') return shown.map(printMarkdownClass).join('');
  return shown.map((item) => printTextClass(item, options.verbose)).join('');
}

function printTextClass(item: FieldClass, verbose: boolean): string {
  const label = (name: string, value: string): string => `${name.padEnd(NAME_WIDTH)}${value}`;
  const head = [
    '-------------------------------',
    label('Field Class:', `${item.name} (${item.shortDescription})`),
    ...(item.description === undefined ? [] : [label('Description:', `${item.description} `)]),
    label('Event Sources:', `${item.eventSources.join(', ')} `),
    '',
  ];
  const fields = item.fields.map((field) => printTextField(field, verbose));
  return `${[...head, ...fields, ''].join('\n')}\n`;
}

function printTextField(field: FieldDefinition, verbose: boolean): string {
  const tags = fieldTags(field);
  const words = [
    ...(verbose ? ['(Type:', `${TYPE_NAMES[field.type]})`] : []),
    ...(tags.length > 0 ? [`(${tags.join(',')})`] : []),
    ...field.description.split(/\s+/).filter((word) => word !== ''),
  ];
  const lines = wrapWords(words, TOTAL_WIDTH - NAME_WIDTH);
  const indent = ' '.repeat(NAME_WIDTH);
  const [first = '', ...rest] = lines;
  const head =
    field.name.length < NAME_WIDTH ? [field.name.padEnd(NAME_WIDTH) + first] : [field.name, indent + first];
  return [...head, ...rest.map((line) => indent + line)].join('\n');
}

/** Words, each followed by a blank, in lines of at most `width` characters. */
function wrapWords(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += `${word} `;
  }
  return [...lines, line];
}

/** Properties of a field in alphabetical order. */
function fieldTags(field: FieldDefinition): string[] {
  const tags = field.isList ? ['EPF_IS_LIST'] : [];
  if (field.argument !== undefined) {
    tags.push(field.argument.required ? 'ARG_REQUIRED' : 'ARG_ALLOWED');
    if (field.argument.key) tags.push('ARG_KEY');
    if (field.argument.index) tags.push('ARG_INDEX');
  }
  return tags.toSorted();
}

function printMarkdownClass(item: FieldClass): string {
  const title = item.shortDescription === 'plugin' ? `${item.name} (plugin)` : item.name;
  const rows = item.fields.map((field) => {
    const type = field.isList ? `LIST(${TYPE_NAMES[field.type]})` : TYPE_NAMES[field.type];
    return `\`${field.name}\` | ${type} | ${field.description}`;
  });
  return [
    `## Field Class: ${title}`,
    '',
    ...(item.description === undefined ? [] : [item.description, '']),
    `Event Sources: ${item.eventSources.join(', ')} `,
    '',
    'Name | Type | Description',
    ':----|:-----|:-----------',
    ...rows,
    '',
    '',
  ].join('\n');
}

function fieldNames(classes: readonly FieldClass[]): { fieldnames: string[] } {
  return { fieldnames: classes.flatMap((item) => item.fields.map((field) => field.name)) };
}

function fieldClasses(classes: readonly FieldClass[]): unknown {
  return {
    fieldclasses: classes.map((item) => ({
      ...(item.description === undefined ? {} : { desc: item.description }),
      event_sources: item.eventSources,
      fields: item.fields.map((field) => {
        const types = argumentTypes(field);
        return {
          argument: types === undefined ? null : { required: field.argument!.required, type: types },
          desc: field.description,
          is_list: field.isList,
          name: field.name,
          type: TYPE_NAMES[field.type],
        };
      }),
      name: item.shortDescription === 'plugin' ? `${item.name} (plugin)` : item.name,
    })),
  };
}
