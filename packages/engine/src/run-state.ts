import {
  findEventSource,
  type Compatibility,
  type EventSource,
  type SourceRecord,
} from '@windhover/event-sources';
import type { RecordSurroundings } from './record-reader.ts';
import type { RuleProfile } from './rule-profile.ts';

/** What of a record's surroundings is the same for all of an engine. */
export interface EngineOptions {
  /** `evt.hostname`. */
  readonly hostname: string;
  /** IANA name of the time zone of `evt.time` and `evt.datetime`. */
  readonly timeZone: string;
  /** What `admit` takes for an event. */
  readonly compatibility: Compatibility;
  /** Event sources by name, where some are set up otherwise than those that are built in. */
  readonly findSource: (name: string) => EventSource | undefined;
  /** Takes what each rule costs; evaluation is slower then. */
  readonly profile?: RuleProfile;
}

export const DEFAULT_ENGINE_OPTIONS: EngineOptions = {
  hostname: '',
  timeZone: 'UTC',
  compatibility: 'fixed',
  findSource: findEventSource,
};

/** What a run knows of one event source. */
export interface SourceRun {
  /** Records of the source so far: the number of the last one. */
  count: number;
  readonly firstTimestampNs: bigint;
  readonly state: unknown;
}

/** The state of a run: numbering, first times and what sources remember. */
export class RunState {
  readonly options: EngineOptions;
  readonly #bySource = new Map<string, SourceRun>();

  constructor(options: Partial<EngineOptions>) {
    this.options = { ...DEFAULT_ENGINE_OPTIONS, ...options };
  }

  /** What is known of the record's source, which begins with the first record asked for. */
  of({ sourceName, timestampNs }: SourceRecord): SourceRun {
    const known = this.#bySource.get(sourceName);
    if (known) return known;
    const run = {
      count: 0,
      firstTimestampNs: timestampNs,
      state: this.options.findSource(sourceName)?.createState?.(),
    };
    this.#bySource.set(sourceName, run);
    return run;
  }

  /** What is known of a source that has had records in this run. */
  find(sourceName: string): SourceRun | undefined {
    return this.#bySource.get(sourceName);
  }

  /** The surroundings of the record with this number. */
  surroundings(source: EventSource, run: SourceRun, number: number): RecordSurroundings {
    return {
      sourceName: source.name,
      pluginName: source.plugin.name,
      number: BigInt(number),
      firstTimestampNs: run.firstTimestampNs,
      hostname: this.options.hostname,
      timeZone: this.options.timeZone,
      state: run.state,
    };
  }

  /** Begin a new run. */
  reset(): void {
    this.#bySource.clear();
  }
}
