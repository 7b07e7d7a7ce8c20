import { createSettlementOrder } from '@windhover/pipeline';
import type { HubEvent, HubPartition } from './config.ts';

/** How far a partition is delivered, as the checkpoint store is told. */
export interface PartitionCheckpoint {
  begin(event: HubEvent): void;
  /** Resolves when the store knows, if everything before it is delivered too; rejects when it cannot be told. */
  settle(event: HubEvent): Promise<void>;
  /** Another consumer has the partition: its checkpoint is not ours any more. */
  giveUp(): void;
}

/**
 * A checkpoint moves over an event only when all events before it are settled. Updates go one after the other, so that
 * none overtakes a later one; those that come meanwhile are put together.
 */
export function createPartitionCheckpoint(partition: HubPartition): PartitionCheckpoint {
  const open = new Map<string, HubEvent>();
  let next: HubEvent | undefined;
  let updating: Promise<void> | undefined;
  let isGivenUp = false;

  const order = createSettlementOrder((position) => {
    next = open.get(position);
    for (const begun of open.keys()) {
      open.delete(begun);
      if (begun === position) break;
    }
  });
  const update = async (event: HubEvent): Promise<void> => {
    next = undefined;
    try {
      await partition.updateCheckpoint(event);
    } catch (error) {
      // The next settlement tries it again, unless it brings a later one.
      next ??= event;
      throw error;
    }
  };
  return {
    begin(event) {
      const position = `${event.sequenceNumber}`;
      open.set(position, event);
      order.begin(position);
    },
    async settle(event) {
      order.settle(`${event.sequenceNumber}`);
      do {
        if (next !== undefined && !isGivenUp) {
          updating ??= update(next).finally(() => (updating = undefined));
        }
        await updating;
      } while (next !== undefined && !isGivenUp);
    },
    giveUp() {
      isGivenUp = true;
    },
  };
}
