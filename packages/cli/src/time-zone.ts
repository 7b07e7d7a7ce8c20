/** The zone of local times: `TZ` as the C library reads it, where an unknown name means UTC; the system's when unset. */
export function resolveTimeZone(tz: string | undefined): string {
  if (tz === undefined) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = tz.replace(/^:/, '');
  const offset = /^(?:[A-Za-z]{3,}|<[^>]+>)([+-]?\d{1,2})$/.exec(name)?.[1];
  if (offset !== undefined) return formatFixedZone(Number(offset));
  return isKnownZone(name) ? name : 'UTC';
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
