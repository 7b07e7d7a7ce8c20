// Counts failed and denied second factors of each user in a window of event time, spec §B.2 "MFA counters".

import type { ByteString } from '@windhover/bytes';
import type { Compatibility } from '../field.ts';

/** A failed or denied second factor. */
export interface MfaEvent {
  readonly kind: 'failure' | 'deny';
  readonly user: ByteString;
  /** What tells the event from others, so that a redelivered one counts once. */
  readonly id: ByteString;
  /** Event time, ns since the epoch. */
  readonly timeNs: bigint;
}

/** What remembers events between records. Bounded in users and in events of each. */
export interface MfaCounters {
  /** Remember an event, once however often it is given. */
  add(event: MfaEvent): void;
  /** How many remembered events of the same user and kind lie in the seconds before this one. */
  countLast(event: MfaEvent, seconds: bigint): bigint;
}

export interface MfaCountersOptions {
  readonly compatibility: Compatibility;
  readonly maxUsers: number;
  readonly maxEventsPerUser: number;
}

const NS_PER_SECOND = 1_000_000_000n;

/** Counters in memory. The user heard of least recently is forgotten first. */
export function createMfaCounters(options: MfaCountersOptions): MfaCounters {
  const users = new Map<string, MfaEvent[]>();
  const isStrict = options.compatibility === 'strict';

  /** Falco's plugin takes events of one time for the same. */
  const isSame = (left: MfaEvent, right: MfaEvent): boolean =>
    isStrict ? left.timeNs === right.timeNs : left.id === right.id;

  return {
    add(event) {
      const key = keyOf(event);
      const events = users.get(key) ?? [];
      users.delete(key);
      users.set(key, events);
      if (users.size > options.maxUsers) users.delete(users.keys().next().value as string);
      if (events.some((known) => isSame(known, event))) return;
      events.push(event);
      if (events.length > options.maxEventsPerUser) events.splice(isStrict ? 0 : findEarliest(events), 1);
    },
    countLast(event, seconds) {
      const events = users.get(keyOf(event)) ?? [];
      const isCounted = isStrict ? windowOfFalco(event, seconds) : windowBefore(event, seconds);
      return BigInt(events.filter(({ timeNs }) => isCounted(timeNs)).length);
    },
  };
}

function keyOf({ kind, user }: MfaEvent): string {
  return `${kind}:${user}`;
}

function findEarliest(events: readonly MfaEvent[]): number {
  let earliest = 0;
  events.forEach(({ timeNs }, index) => {
    if (timeNs < (events[earliest] as MfaEvent).timeNs) earliest = index;
  });
  return earliest;
}

type Window = (timeNs: bigint) => boolean;

function windowBefore(event: MfaEvent, seconds: bigint): Window {
  const start = event.timeNs - seconds * NS_PER_SECOND;
  return (timeNs) => timeNs > start && timeNs <= event.timeNs;
}

/** Falco's plugin computes unsigned and has no upper bound: what came earlier and is later in time counts. */
function windowOfFalco(event: MfaEvent, seconds: bigint): Window {
  const start = BigInt.asUintN(64, event.timeNs - seconds * NS_PER_SECOND);
  return (timeNs) => BigInt.asUintN(64, timeNs) > start;
}
