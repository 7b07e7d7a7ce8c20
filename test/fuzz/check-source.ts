// What must hold of a source on any bytes: no exception, values of the declared types, the same result however the
// bytes are chunked, and on plain JSON the same values as from the document that JSON.parse reads.

import { encodeByteString } from '@windhover/bytes';
import type {
  Compatibility,
  EventSource,
  FieldArgument,
  FieldDeclaration,
  FieldType,
  FieldValue,
  RecordContext,
  RecordCutter,
} from '@windhover/event-sources';
import { createRecognisingCutter, parseRecord, readField } from '@windhover/event-sources';
import type { Random } from '../../bench/random.ts';
import { mutateBytes, mutateValues } from './mutate.ts';

/** Throws with the offending bytes when something does not hold. */
export function checkMutation(source: EventSource, original: string, random: Random): void {
  const compatibility = random.below(2) === 0 ? 'strict' : 'fixed';
  if (random.below(2) === 0) {
    const text = mutateValues(original, random);
    guard(Buffer.from(text), () => checkReading(source, text, compatibility));
  }
  const bytes = mutateBytes(
    Buffer.from(random.below(3) === 0 ? `{"Records":[${original},${original}]}` : original),
    random,
  );
  guard(bytes, () => {
    checkCutting((options) => source.createCutter(options), source, bytes, compatibility, random);
    checkCutting(createRecognisingCutter, source, bytes, 'fixed', random);
    readAllFields(source, bytes, compatibility);
  });
}

function guard(bytes: Buffer, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`with base64 ${bytes.toString('base64')}`, { cause: error });
  }
}

type CreateCutter = (options: Parameters<EventSource['createCutter']>[0]) => RecordCutter;

function checkCutting(
  create: CreateCutter,
  source: EventSource,
  bytes: Buffer,
  compatibility: Compatibility,
  random: Random,
): void {
  const whole = cut(create, source, bytes, compatibility, bytes.length);
  const chunked = cut(create, source, bytes, compatibility, 1 + random.below(40));
  if (whole !== chunked) throw new Error(`chunks change the records:\n${whole}\n${chunked}`);
}

function cut(
  create: CreateCutter,
  source: EventSource,
  bytes: Buffer,
  compatibility: Compatibility,
  size: number,
): string {
  const found: string[] = [];
  const cutter = create({
    compatibility,
    maxRecordBytes: 8192,
    receivedNs: 1n,
    receiver: {
      skip: ({ reason, offset }) => found.push(`!${reason}@${offset}`),
      record({ bytes: buffer, start, end, timestampNs, sourceName }) {
        const payload = Buffer.from(buffer.subarray(start, end));
        found.push(`${sourceName} ${timestampNs} ${payload.toString('latin1')}`);
        if (sourceName === source.name) readAllFields(source, payload, compatibility);
      },
    },
  });
  // One buffer for all chunks, as when a file is read.
  const buffer = Buffer.alloc(size);
  for (let start = 0; start < bytes.length; start += size) {
    const chunk = bytes.subarray(start, start + size);
    buffer.set(chunk);
    cutter.write(buffer.subarray(0, chunk.length));
  }
  cutter.end();
  return found.join('\n');
}

const jsTypes: Readonly<Record<FieldType, string>> = {
  string: 'string',
  uint64: 'bigint',
  bool: 'boolean',
  reltime: 'bigint',
  abstime: 'bigint',
  ipaddr: 'object',
  ipnet: 'object',
};

function readAllFields(
  source: EventSource,
  bytes: Uint8Array,
  compatibility: Compatibility,
): Map<string, FieldValue> {
  const record = { bytes, start: 0, end: bytes.length, timestampNs: 1n, sourceName: source.name };
  const context: RecordContext = {
    record,
    sourceName: source.name,
    pluginName: source.plugin.name,
    number: 1n,
    firstTimestampNs: 1n,
    hostname: '',
    timeZone: 'UTC',
    root: parseRecord(record),
    state: source.createState?.(),
  };
  const values = new Map<string, FieldValue>();
  for (const field of fieldsOf(source, compatibility)) {
    for (const argument of argumentsOf(field)) {
      const value = readField(field, context, argument);
      if (value === undefined) continue;
      checkType(field, value);
      values.set(`${field.name}[${argument?.text}]`, value);
    }
  }
  if (context.root) source.identity.read(source.identity.paths.map(() => context.root));
  source.pluginInfo?.(compatibility).read(
    source.pluginInfo(compatibility).paths.map(() => context.root),
    context,
  );
  return values;
}

function checkType(field: FieldDeclaration, value: FieldValue): void {
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const holds =
    Array.isArray(value) === field.isList && items.every((item) => typeof item === jsTypes[field.type]);
  if (!holds) throw new Error(`${field.name} is declared ${field.type}, but gives ${String(value)}`);
}

const fieldTables = new Map<string, readonly FieldDeclaration[]>();

function fieldsOf(source: EventSource, compatibility: Compatibility): readonly FieldDeclaration[] {
  const key = `${source.name} ${compatibility}`;
  let fields = fieldTables.get(key);
  if (!fields) fieldTables.set(key, (fields = source.fields(compatibility)));
  return fields;
}

function argumentsOf({ argument }: FieldDeclaration): readonly (FieldArgument | undefined)[] {
  if (!argument) return [undefined];
  const given: FieldArgument[] = argument.index
    ? [
        { text: '0', index: 0n },
        { text: '7', index: 7n },
      ]
    : [{ text: 'x' }];
  return argument.required ? given : [undefined, ...given];
}

/** Numbers and texts that a round trip through JSON.parse does not keep. */
const isNotKept = /\d{16}|\d[eE.]|-0|\\ud/;

/** Values must be those of the same document written anew, but for how JSON texts are written. */
function checkReading(source: EventSource, text: string, compatibility: Compatibility): void {
  if (isNotKept.test(text)) return;
  const spaced = JSON.stringify(JSON.parse(text), undefined, 3).replace(/[\u0080-\uffff]/g, escapeUnit);
  const expected = readAllFields(source, Buffer.from(text), compatibility);
  const got = readAllFields(source, Buffer.from(spaced), compatibility);
  for (const name of new Set([...expected.keys(), ...got.keys()])) {
    const [left, right] = [expected.get(name), got.get(name)];
    if (canonical(left) !== canonical(right))
      throw new Error(`${name}: ${canonical(left)} or ${canonical(right)}`);
  }
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text that is JSON inside is compared by what it says: escapes may be written differently. */
function canonical(value: FieldValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item as FieldValue)).join()}]`;
  if (typeof value !== 'string') return String(value);
  return value.replace(/\\u([0-9a-fA-F]{4})/g, (_all, code: string) =>
    encodeByteString(String.fromCharCode(Number.parseInt(code, 16))),
  );
}
