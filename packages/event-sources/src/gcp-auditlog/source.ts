import type { ByteString } from '@windhover/bytes';
import { sliceToByteString } from '@windhover/bytes';
import { cutAtNul } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { CutterOptions, EventSource, RecordCutter, RecordReader } from '../event-source.ts';
import { LineCutter } from '../line-cutter.ts';
import { readStringOnly } from '../read-value.ts';
import { createUnitRecordCutter } from '../record-cutter.ts';
import { createRecordSink, tooLarge } from '../record-sink.ts';
import { createAdmission } from './admission.ts';
import { createGcpFields } from './fields.ts';
import { gcpUnits, recogniseGcp } from './units.ts';

/** `evt.plugininfo` is the whole payload, whatever it is. */
const pluginInfo: RecordReader<ByteString> = {
  paths: [],
  read: (_nodes, { record: { bytes, start, end } }) => cutAtNul(sliceToByteString(bytes, start, end)),
};

/** Audit logs of Google Cloud, as log sinks deliver them. */
export const gcpAuditLog: EventSource = {
  name: 'gcp_auditlog',
  aliases: [],
  plugin: { name: 'gcpaudit', version: '0.8.1' },
  description: 'Google Cloud audit logs',
  fields: createGcpFields,
  pluginInfo: () => pluginInfo,
  units: gcpUnits,
  admission: createAdmission,
  identity: {
    paths: ['logName', 'timestamp', 'insertId'].map(pathOf),
    read([logName, timestamp, insertId]) {
      const id = readStringOnly(insertId);
      if (!id) return undefined;
      return [readStringOnly(logName) ?? '', readStringOnly(timestamp) ?? '', id].join(' ');
    },
  },
  recognise: recogniseGcp,
  createCutter: (options) =>
    options.compatibility === 'strict'
      ? createStrictCutter(options)
      : createUnitRecordCutter(gcpAuditLog, options),
};

/** The plugin takes the data of every message as it is; a file stands for messages, one a line. */
function createStrictCutter(options: CutterOptions): RecordCutter {
  const sink = createRecordSink(gcpAuditLog, options);
  return new LineCutter({
    maxLineBytes: options.maxRecordBytes,
    line: (bytes, start, end, offset) => sink.record(bytes, start, end, offset),
    tooLarge: (offset) => options.receiver.skip({ ...tooLarge(options.maxRecordBytes), offset }),
  });
}
