import type { ByteString } from '@windhover/bytes';
import { compactText, cutAtNul, parseJson } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { CutterOptions, EventSource, RecordCutter, RecordReader, UnitSink } from '../event-source.ts';
import { LineCutter } from '../line-cutter.ts';
import { readStringOnly } from '../read-value.ts';
import { createUnitRecordCutter, defaultUnitBytes } from '../record-cutter.ts';
import { createRecordSink, notJson, tooLarge } from '../record-sink.ts';
import { createAdmission } from './admission.ts';
import { createKubernetesFields } from './fields.ts';
import { kubernetesUnits, openStrictly, recogniseKubernetes } from './units.ts';

/** `evt.plugininfo` is the whole event. */
const pluginInfo: RecordReader<ByteString> = {
  paths: [[]],
  read: ([root]) => root && cutAtNul(compactText(root)),
};

/** Audit logs of Kubernetes, of any cluster or of EKS, GKE and AKS. */
export const kubernetesAudit: EventSource = {
  name: 'k8s_audit',
  aliases: [],
  plugin: { name: 'k8saudit', version: '0.18.0' },
  satisfies: [
    { name: 'k8saudit-eks', version: '0.12.0' },
    { name: 'k8saudit-gke', version: '0.9.0' },
    { name: 'k8saudit-aks', version: '0.6.0' },
    { name: 'k8saudit-ovh', version: '0.6.0' },
  ],
  description: 'Kubernetes audit events',
  fields: createKubernetesFields,
  pluginInfo: () => pluginInfo,
  units: kubernetesUnits,
  admission: createAdmission,
  identity: {
    paths: [pathOf('auditID'), pathOf('stage')],
    read([auditId, stage]) {
      const id = readStringOnly(auditId);
      return id ? `${id} ${readStringOnly(stage) ?? ''}` : undefined;
    },
  },
  recognise: recogniseKubernetes,
  createCutter: (options) =>
    options.compatibility === 'strict'
      ? createStrictCutter(options)
      : createUnitRecordCutter(kubernetesAudit, options),
};

/** The plugin reads a file line by line, each a unit of its own. */
function createStrictCutter(options: CutterOptions): RecordCutter {
  const { receiver } = options;
  const records = createRecordSink(kubernetesAudit, options);
  const maxLineBytes = defaultUnitBytes(options);

  function openLine(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const root = parseJson(bytes, start, end);
    if (!root) return receiver.skip({ ...notJson, offset });
    const sink: UnitSink = {
      record: (recordBytes, recordStart, recordEnd) =>
        records.record(recordBytes, recordStart, recordEnd, offset),
      object: (inner) => openLine(inner, 0, inner.length, offset),
      skip: (skip) => receiver.skip({ offset, ...skip }),
    };
    openStrictly(root, sink);
  }

  return new LineCutter({
    maxLineBytes,
    line: openLine,
    tooLarge: (offset) => receiver.skip({ ...tooLarge(maxLineBytes), offset }),
  });
}
