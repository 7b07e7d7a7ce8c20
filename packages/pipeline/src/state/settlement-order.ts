/** Follows what is settled out of order and tells how far everything is. */
export interface SettlementOrder {
  /** A position begins; positions begin in the order that they have in the input. */
  begin(position: string): void;
  /** It is settled; `advance` is called if everything up to some later position than before is. */
  settle(position: string): void;
  readonly unsettled: number;
}

/** Call `advance` with the last position up to which nothing is open. */
export function createSettlementOrder(advance: (position: string) => void): SettlementOrder {
  // Maps keep the order in which keys came.
  const open = new Map<string, boolean>();
  return {
    begin: (position) => void open.set(position, false),
    settle(position) {
      open.set(position, true);
      let last: string | undefined;
      for (const [begun, isSettled] of open) {
        if (!isSettled) break;
        last = begun;
        open.delete(begun);
      }
      if (last !== undefined) advance(last);
    },
    get unsettled() {
      return open.size;
    },
  };
}
