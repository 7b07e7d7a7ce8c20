/** The zone of local times: `TZ` as the C library reads it, where an unknown name means UTC; the system's when unset. */
export function resolveTimeZone(tz: string | undefined): string {
  if (tz === undefined) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = tz.replace(/^:/, '');
  if (isKnownZone(name)) return name;
  const offset = POSIX_ZONE.exec(name)?.[1];
  return offset === undefined ? 'UTC' : formatFixedZone(Number(offset));
}

/** `CET-1` or `CET-1CEST,…`: a name and hours; daylight saving of such texts is left out. */
const POSIX_ZONE = /^(?:[A-Za-z]{3,}|<[^>]+>)([+-]?\d{1,2})(?:[A-Za-z]{3,}|<[^>]+>|$)/;

/** A zone with the offset that `timeZone` has at one time, for all times: Falco's local times know no daylight saving. */
export function fixOffset(timeZone: string, timeMs: number): string {
  const parts = Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(timeMs);
  const offset = /[+-]\d\d:\d\d/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '')?.[0];
  return offset === undefined || offset.endsWith('00:00') ? 'UTC' : offset;
}

/** POSIX counts hours west of Greenwich, and so do the `Etc` zones. */
function formatFixedZone(hoursWest: number): string {
  const name = `Etc/GMT${hoursWest < 0 ? hoursWest : `+${hoursWest}`}`;
  return hoursWest === 0 || !isKnownZone(name) ? 'UTC' : name;
}

function isKnownZone(name: string): boolean {
  try {
    return name !== '' && Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
