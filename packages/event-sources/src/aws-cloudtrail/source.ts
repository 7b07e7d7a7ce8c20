import { pathOf } from '../declare-field.ts';
import type { CutterOptions, EventSource, RecordCutter } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';
import { createUnitRecordCutter } from '../record-cutter.ts';
import { createRecordSink, tooLarge } from '../record-sink.ts';
import { createAdmission } from './admission.ts';
import { BraceCutter } from './brace-cutter.ts';
import { createCloudTrailFields } from './fields.ts';
import { createPluginInfo } from './info-field.ts';
import { cloudTrailUnits, recogniseCloudTrail } from './units.ts';

/** AWS CloudTrail: management, data and network activity events. */
export const awsCloudTrail: EventSource = {
  name: 'aws_cloudtrail',
  aliases: ['awscloudtrail'],
  plugin: { name: 'cloudtrail', version: '0.17.1' },
  description: 'AWS CloudTrail events',
  fields: createCloudTrailFields,
  pluginInfo: createPluginInfo,
  units: cloudTrailUnits,
  admission: createAdmission,
  identity: { paths: [pathOf('eventID')], read: ([eventId]) => readStringOnly(eventId) || undefined },
  recognise: recogniseCloudTrail,
  createCutter: (options) =>
    options.compatibility === 'strict'
      ? createStrictCutter(options)
      : createUnitRecordCutter(awsCloudTrail, options),
};

function createStrictCutter(options: CutterOptions): RecordCutter {
  const sink = createRecordSink(awsCloudTrail, options);
  return new BraceCutter({
    maxRecordBytes: options.maxRecordBytes,
    record: (bytes, start, end, offset) => sink.record(bytes, start, end, offset),
    tooLarge: (offset) => options.receiver.skip({ ...tooLarge(options.maxRecordBytes), offset }),
  });
}
