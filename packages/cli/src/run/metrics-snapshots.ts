// Falco's `metrics:`: a snapshot of counts as an alert, each interval and for each event source (spec outputs.md §7).
import { encodeByteString, type ByteString } from '@windhover/bytes';
import type { MetricsSettings } from '@windhover/config';
import { formatIso8601, formatTimeOfDay } from '@windhover/event-sources';
import type { Clock, Ingest, IngestObject, ObjectEvaluations, RenderedAlert } from '@windhover/pipeline';

/** What snapshots are made of beside the counts. */
export interface SnapshotOptions {
  readonly settings: Pick<MetricsSettings, 'countsRules' | 'includesEmpty'>;
  readonly intervalMs: number;
  /** Names of the rules that run, by event source. */
  readonly rules: () => ReadonlyMap<string, readonly string[]>;
  /** Alerts that were dropped so far. */
  readonly drops: () => number;
  readonly hostname: string;
  readonly timeZone: string;
  readonly version: string;
  readonly cpus: number;
  readonly startedMs: number;
  readonly clock: Clock;
}

/** Snapshots on their way through the pipeline, so that sinks get them like other alerts. */
export interface MetricsSnapshots {
  /** The ingests, and one that brings snapshots until the others have ended. */
  addTo(ingests: readonly Ingest[]): Ingest[];
  /** Evaluations that count what they are given, and take snapshots for what they are. */
  watch(evaluations: ObjectEvaluations): ObjectEvaluations;
}

const RULE = 'Falco internal: metrics snapshot';
const MESSAGE = 'Falco metrics snapshot';
const PRIORITY = 'Informational';
const SOURCE = 'internal';
const COMPONENT = 'falco_metrics';
const EMPTY_REPORT = { bytes: 0, inflatedBytes: 0, records: 0, skips: {}, alerts: {} };

/** Values of a snapshot; times are ns since the epoch. */
type Fields = Readonly<Record<string, string | number | bigint>>;

export function createMetricsSnapshots(options: SnapshotOptions): MetricsSnapshots {
  const { clock, rules } = options;
  const events = new Map<string, number>();
  const eventsBefore = new Map<string, number>();
  const matches = new Map<string, number>();
  const underway = new WeakMap<object, RenderedAlert>();

  const snapshot = (source: string): IngestObject => {
    const fields = describe(source, events.get(source) ?? 0, eventsBefore.get(source) ?? 0, matches, options);
    eventsBefore.set(source, events.get(source) ?? 0);
    const object: IngestObject = {
      origin: { ingest: COMPONENT, name: `${source} ${fields['evt.time']}` },
      bytes: new Uint8Array(0),
      ack: async () => undefined,
      // The next one tells the same, and more.
      nack: async () => undefined,
    };
    underway.set(object, render(source, fields, options));
    return object;
  };
  async function* readSnapshots(signal: AbortSignal): AsyncGenerator<IngestObject> {
    for (;;) {
      await clock.sleep(options.intervalMs, signal);
      if (signal.aborted) return;
      for (const source of rules().keys()) yield snapshot(source);
    }
  }
  return {
    addTo(ingests) {
      const ended = new AbortController();
      let reading = ingests.length;
      const counted = ingests.map((ingest): Ingest => ({
        name: ingest.name,
        close: () => ingest.close(),
        async *read(signal) {
          yield* ingest.read(signal);
          if (--reading === 0) ended.abort();
        },
      }));
      const read = (signal: AbortSignal): AsyncGenerator<IngestObject> =>
        readSnapshots(AbortSignal.any([signal, ended.signal]));
      return [...counted, { name: COMPONENT, read, close: async () => undefined }];
    },
    watch: (evaluations) => ({
      width: evaluations.width,
      close: () => evaluations.close(),
      async evaluate(object, deliver) {
        const alert = underway.get(object);
        if (alert !== undefined) {
          await deliver([alert]);
          return EMPTY_REPORT;
        }
        const report = await evaluations.evaluate(object, deliver);
        const sources = [...rules().keys()];
        // Objects whose source is recognised do not say which it was, but where there is no choice.
        const source = object.sourceName ?? (sources.length === 1 ? sources[0] : undefined);
        if (source !== undefined) events.set(source, (events.get(source) ?? 0) + report.records);
        for (const [rule, count] of Object.entries(report.alerts))
          matches.set(rule, (matches.get(rule) ?? 0) + count);
        return report;
      },
    }),
  };
}

function describe(
  source: string,
  events: number,
  eventsBefore: number,
  matches: ReadonlyMap<string, number>,
  { clock, startedMs, intervalMs, hostname, version, cpus, settings, rules, drops }: SnapshotOptions,
): Fields {
  const nowMs = clock.nowMs();
  const names = rules().get(source) ?? [];
  const counts = names.map((name) => [name, matches.get(name) ?? 0] as const);
  const shown = settings.countsRules ? counts.filter(([, count]) => count > 0 || settings.includesEmpty) : [];
  return {
    'evt.hostname': hostname,
    'evt.source': source,
    'evt.time': toNs(nowMs),
    'falco.duration_sec': Math.floor((nowMs - startedMs) / 1000),
    'falco.evts_rate_sec': Number(((events - eventsBefore) / (intervalMs / 1000)).toFixed(3)),
    'falco.host_num_cpus': cpus,
    'falco.num_evts': events,
    'falco.num_evts_prev': eventsBefore,
    'falco.outputs_queue_num_drops': drops(),
    'falco.rules.matches_total': counts.reduce((sum, [, count]) => sum + count, 0),
    'falco.start_ts': toNs(startedMs),
    'falco.version': version,
    ...Object.fromEntries(shown.map(([name, count]) => [`falco.rules.${sanitiseRuleName(name)}`, count])),
  };
}

/** As Falco writes rule names in counters. */
export function sanitiseRuleName(name: string): string {
  return name
    .replace(/[^a-zA-Z0-9_:]/g, '_')
    .replace(/_+/g, '_')
    .replace(/_$/, '');
}

function render(source: string, fields: Fields, { hostname, timeZone }: SnapshotOptions): RenderedAlert {
  const timeNs = fields['evt.time'] as bigint;
  const members = Object.entries(fields)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => [name, typeof value === 'string' ? JSON.stringify(value) : `${value}`] as const);
  const time = formatIso8601(timeNs).replace('+0000', 'Z');
  const outputFields = members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',');
  return {
    alert: {
      id: `${COMPONENT}-${hostname}-${source}-${timeNs}`,
      rule: RULE,
      priority: PRIORITY,
      source: SOURCE,
      tags: [],
      timeNs,
      message: encodeByteString(MESSAGE),
      outputFields: new Map(Object.entries(fields).map(([name, value]) => [name, toFieldValue(value)])),
    },
    text: `${formatTimeOfDay(timeNs, timeZone, 'nanoseconds')}: ${PRIORITY} ${MESSAGE} (${members.map((member) => member.join('=')).join(' ')})`,
    json: `{"hostname":${JSON.stringify(hostname)},"output":"${MESSAGE}","output_fields":{${outputFields}},"priority":"${PRIORITY}","rule":"${RULE}","source":"${SOURCE}","time":"${time}"}`,
  };
}

/** Values of alerts are whole numbers or text. */
function toFieldValue(value: string | number | bigint): bigint | ByteString {
  return typeof value === 'string' || !Number.isInteger(Number(value))
    ? encodeByteString(`${value}`)
    : BigInt(value);
}

function toNs(ms: number): bigint {
  return BigInt(Math.trunc(ms)) * 1_000_000n;
}
