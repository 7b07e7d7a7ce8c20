// A named source that does not fit its object must be told, not show up as a run without events.

import type { CutterOptions, EventSource, RecordCutter } from './event-source.ts';
import { recogniseSource } from './recognise-source.ts';

const SAMPLE_BYTES = 65_536;

/**
 * The source's own cutter. For an object without a single record of the source whose beginning belongs to another one,
 * it reports one more skip, `wrong-source`, that names it.
 */
export function createSourceCutter(source: EventSource, options: CutterOptions): RecordCutter {
  let hasRecord = false;
  let sample: Uint8Array = new Uint8Array(0);
  const cutter = source.createCutter({
    ...options,
    receiver: {
      skip: (skip) => options.receiver.skip(skip),
      record(record) {
        hasRecord = true;
        options.receiver.record(record);
      },
    },
  });

  return {
    write(chunk) {
      cutter.write(chunk);
      if (hasRecord || sample.length >= SAMPLE_BYTES) return;
      sample = Buffer.concat([sample, chunk.subarray(0, SAMPLE_BYTES - sample.length)]);
    },
    end() {
      cutter.end();
      const other = hasRecord ? undefined : recogniseSource(sample)?.source;
      if (!other || other === source) return;
      options.receiver.skip({
        reason: 'wrong-source',
        detail: `looks like ${other.name}, not ${source.name}`,
        offset: 0,
      });
    },
  };
}
