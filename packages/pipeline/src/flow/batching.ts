/** Collects items into batches without waiting for a clock: what comes while a batch is under way forms the next. */
export interface Batching<Item> {
  /** Resolves when the batch that holds the item was handled, rejects with the error of that item. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing is under way. */
  drain(): Promise<void>;
}

/**
 * Handle items in batches of up to `maxItems`, one batch at a time, in order. `handle` gives the error of each item that
 * failed, by its index in the batch, or throws for all.
 */
export function createBatching<Item>(
  maxItems: number,
  handle: (items: readonly Item[]) => Promise<ReadonlyMap<number, Error>>,
): Batching<Item> {
  const waiting: { item: Item; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // One turn of the loop lets those who add at the same time share the first batch.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxItems);
      try {
        const failed = await handle(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const error = failed.get(index);
          if (error === undefined) resolve();
          else reject(error);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add(item) {
      const handled = new Promise<void>((resolve, reject) => waiting.push({ item, resolve, reject }));
      running ??= run();
      return handled;
    },
    drain: async () => {
      while (running !== undefined) await running;
    },
  };
}
