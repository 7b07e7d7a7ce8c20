import { recogniseSource, type EventSource, type RecordCutter, type Skip } from '@windhover/event-sources';

const sampleBytes = 64 * 1024;

/**
 * The cutter, which adds a skip `wrong-source` at the end of an object that had no event of the named source and whose
 * beginning belongs to another one: such a mistake must not look like a quiet day.
 */
export function watchForWrongSource(
  cutter: RecordCutter,
  source: EventSource,
  hasEvents: () => boolean,
  report: (skip: Skip) => void,
): RecordCutter {
  let sample: Uint8Array = new Uint8Array(0);
  return {
    write(chunk) {
      cutter.write(chunk);
      if (hasEvents() || sample.length >= sampleBytes) return;
      sample = Buffer.concat([sample, chunk.subarray(0, sampleBytes - sample.length)]);
    },
    end() {
      cutter.end();
      const other = hasEvents() ? undefined : recogniseSource(sample)?.source;
      if (other === undefined || other === source) return;
      report({ reason: 'wrong-source', detail: `looks like ${other.name}, not ${source.name}`, offset: 0 });
    },
  };
}
