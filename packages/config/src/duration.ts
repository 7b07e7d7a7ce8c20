const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `500ms`, `30s`, `10m`, `1h30m`, `2d` → milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d{1,9})(ms|[smhdw])/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS_MS[unit!]!, 0);
}

const METRICS_UNIT_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1];

/** `metrics.interval` as Prometheus writes durations, units descending; undefined when it is not, or below 100 ms. */
export function parseMetricsInterval(text: string): number | undefined {
  const parts = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
    .exec(text)
    ?.slice(1);
  const ms = parts?.reduce((sum, part, index) => sum + Number(part ?? 0) * METRICS_UNIT_MS[index]!, 0) ?? 0;
  return ms >= 100 ? ms : undefined;
}
