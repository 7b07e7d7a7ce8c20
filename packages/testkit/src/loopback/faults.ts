// What can go wrong on the way, planned beforehand so that a test sees the same misfortune each time.

/** One misfortune of one request. */
export type Fault =
  /** Answer with this status instead of handling the request. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Cut the connection instead of handling the request. */
  | { readonly kind: 'reset' }
  /** Handle the request and cut the connection before the answer. */
  | { readonly kind: 'drop' }
  /** Handle the request and cut the connection after this many bytes of the body. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Wait before handling the request. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** SQS: deliver the message again right away; fail one entry of a batch. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'fail-entry' };

/** Asked once for each request, and by SQS for each delivery and batch entry. */
export interface FaultPlan {
  /** The fault of the next request of this operation, e.g. `GetObject`; undefined = handle it well. */
  next(operation: string): Fault | undefined;
}

/** Nothing goes wrong. */
export const noFaults: FaultPlan = { next: () => undefined };

/** The faults of each operation in order; afterwards nothing goes wrong. */
export function createFaultScript(
  script: Readonly<Record<string, readonly (Fault | undefined)[]>>,
): FaultPlan {
  const positions = new Map<string, number>();
  return {
    next(operation) {
      const position = positions.get(operation) ?? 0;
      positions.set(operation, position + 1);
      return script[operation]?.[position];
    },
  };
}

/** A fault and how often it happens to an operation, 0–1. */
export interface FaultRate {
  readonly operation: string;
  readonly fault: Fault;
  readonly rate: number;
}

/** Faults by chance; the same seed gives the same faults for the same sequence of requests. */
export function createRandomFaults(seed: number, rates: readonly FaultRate[]): FaultPlan {
  const random = createRandom(seed);
  return {
    next(operation) {
      for (const { operation: affected, fault, rate } of rates) {
        if (affected === operation && random() < rate) return fault;
      }
      return undefined;
    },
  };
}

/** Numbers in [0, 1) that look random and depend on the seed only (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
