// The last step of every cutter: a record is measured, admitted and handed to the receiver, or its skip is counted.

import type { JsonNode } from '@windhover/json';
import { findPath, parseJson } from '@windhover/json';
import type { Admission, CutterOptions, EventSource, Skip } from './event-source.ts';

/** What cutters need of a source. */
export type CuttableSource = Pick<EventSource, 'name' | 'units' | 'admission'>;

export interface RecordSink {
  /** `root` is the parsed record, where the caller has it already. */
  record(bytes: Uint8Array, start: number, end: number, offset: number, root?: JsonNode): void;
}

export function createRecordSink(
  source: Pick<CuttableSource, 'name' | 'admission'>,
  options: CutterOptions,
): RecordSink {
  const { receiver, receivedNs, maxRecordBytes } = options;
  const admission = source.admission(options.compatibility);
  return {
    record(bytes, start, end, offset, root) {
      if (end - start > maxRecordBytes) return receiver.skip({ ...tooLarge(maxRecordBytes), offset });
      const admitted = options.deferAdmission
        ? { timestampNs: receivedNs }
        : admitRecord(admission, root ?? parseJson(bytes, start, end), receivedNs);
      if ('reason' in admitted) return receiver.skip({ offset, ...admitted });
      receiver.record({ bytes, start, end, timestampNs: admitted.timestampNs, sourceName: source.name });
    },
  };
}

/** Whether a parsed record is an event, and when it happened; `not-json` for one that does not parse. */
export function admitRecord(
  admission: Admission,
  root: JsonNode | undefined,
  receivedNs: bigint,
): ReturnType<Admission['admit']> {
  if (!root && !admission.takesText) return notJson;
  return admission.admit(
    admission.paths.map((path) => root && findPath(root, path)),
    receivedNs,
  );
}

export const notJson: Skip = { reason: 'not-json', detail: 'not JSON, or nested deeper than 300' };

/** The skip of something longer than the limit. */
export function tooLarge(maxBytes: number): Skip {
  return { reason: 'too-large', detail: `longer than ${maxBytes} bytes` };
}
