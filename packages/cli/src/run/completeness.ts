// What a run has seen, and from where: gaps show here before anybody misses an alert.
import type { IngestObject, ObjectReport } from '@windhover/pipeline';

/**
 * The accounts and regions of CloudTrail objects, with the newest object of each and the hours between the first and the
 * last without any, and what could not be read. A quiet region has such hours too.
 */
export interface Completeness {
  note(object: IngestObject, report: ObjectReport, nowMs: number): void;
  /** Plain data for `/completeness`. */
  describe(): object;
}

const OBJECT_NAME = /\/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_/;
const MAX_PLACES = 10_000;
/** Hours that are remembered of a place: a month. */
const MAX_HOURS = 31 * 24;
const MAX_GAPS = 100;
const HOUR_MS = 3_600_000;

interface Place {
  objects: number;
  records: number;
  newest: string;
  lastSeenMs: number;
  /** Hours since the epoch with an object. */
  readonly hours: Set<number>;
}

export function createCompleteness(): Completeness {
  const places = new Map<string, Place>();
  const unread = { records: 0, objects: 0 };
  return {
    note(object, report, nowMs) {
      unread.records += Object.values(report.skips).reduce((sum, { count }) => sum + count, 0);
      if (report.damage !== undefined) unread.objects += 1;
      const name = OBJECT_NAME.exec(object.origin.name);
      if (name === null) return;
      const [, account, region, year, month, day, hour, minute] = name;
      const key = `${account} ${region}`;
      const stamp = `${year}-${month}-${day}T${hour}:${minute}Z`;
      const known = places.get(key);
      if (known === undefined && places.size >= MAX_PLACES) return;
      const place = known ?? {
        objects: 0,
        records: 0,
        newest: stamp,
        lastSeenMs: nowMs,
        hours: new Set<number>(),
      };
      place.objects += 1;
      place.records += report.records;
      place.lastSeenMs = nowMs;
      if (stamp > place.newest) place.newest = stamp;
      noteHour(place.hours, Math.floor(Date.parse(stamp) / HOUR_MS));
      places.set(key, place);
    },
    describe: () => ({
      unread,
      places: [...places].map(([key, { objects, records, newest, lastSeenMs, hours }]) => {
        const [account, region] = key.split(' ');
        return {
          account,
          region,
          objects,
          records,
          newest_object: newest,
          last_seen: new Date(lastSeenMs).toISOString(),
          gaps: listGaps(hours),
        };
      }),
    }),
  };
}

function noteHour(hours: Set<number>, hour: number): void {
  if (!Number.isFinite(hour)) return;
  hours.add(hour);
  if (hours.size > MAX_HOURS) hours.delete(Math.min(...hours));
}

/** Stretches of whole hours without an object between two with one, the latest of them. */
function listGaps(hours: ReadonlySet<number>): { readonly from: string; readonly to: string }[] {
  const sorted = [...hours].toSorted((a, b) => a - b);
  const gaps = sorted.flatMap((hour, index) => {
    const next = sorted[index + 1];
    return next === undefined || next === hour + 1 ? [] : [{ from: toTime(hour + 1), to: toTime(next) }];
  });
  return gaps.slice(-MAX_GAPS);
}

function toTime(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().replace(/:\d\d\.\d{3}/, '');
}
