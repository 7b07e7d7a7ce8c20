/** Limits of one request to a queue or topic service. */
export interface BatchLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface PackedEntry<Item> {
  readonly item: Item;
  readonly body: string;
  /** What goes with the body and counts as much: attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Split entries, in order, into batches within the limits; an entry over the byte limit stands alone. */
export function packBatches<Item>(
  entries: readonly PackedEntry<Item>[],
  limits: BatchLimits,
): PackedEntry<Item>[][] {
  const batches: PackedEntry<Item>[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = measure(entry);
    const current = batches.at(-1);
    if (current === undefined || current.length === limits.maxEntries || bytes + size > limits.maxBytes) {
      batches.push([entry]);
      bytes = size;
    } else {
      current.push(entry);
      bytes += size;
    }
  }
  return batches;
}

const TYPE_BYTES = 'String'.length;

function measure({ body, attributes }: PackedEntry<unknown>): number {
  const ofAttributes = Object.entries(attributes).map(
    ([name, value]) => name.length + TYPE_BYTES + Buffer.byteLength(value),
  );
  return ofAttributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body));
}

/** Attributes as SQS and SNS write them. */
export function toMessageAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, { DataType: string; StringValue: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}
