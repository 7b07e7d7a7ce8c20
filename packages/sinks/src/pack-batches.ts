/** Limits of one request to a queue or topic service. */
export interface BatchLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface PackedEntry<Item> {
  readonly item: Item;
  readonly body: string;
}

/** Split entries, in order, into batches within the limits; an entry over the byte limit stands alone. */
export function packBatches<Item>(
  entries: readonly PackedEntry<Item>[],
  limits: BatchLimits,
): PackedEntry<Item>[][] {
  const batches: PackedEntry<Item>[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.body);
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
