import type { ByteString } from '@windhover/bytes';
import { cutAtNul, decodeString } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Admission, EventSource, RecordReader } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';
import { createUnitRecordCutter } from '../record-cutter.ts';
import { createGithubFields } from './fields.ts';
import { githubUnits, recogniseGithub } from './units.ts';

/** Webhooks say when things were made, not when they were sent: their time is that of reception. */
const admission: Admission = {
  paths: [pathOf('webhook_type')],
  admit: ([type], receivedNs) =>
    type?.kind === 'string'
      ? { timestampNs: receivedNs }
      : { reason: 'not-a-record', detail: 'a payload without webhook_type' },
};

const labels = ['github ', ' user:', ' repo:', ' action:'];

/** `github TYPE user:LOGIN repo:URL action:ACTION`, without the parts that are missing. */
const pluginInfo: RecordReader<ByteString> = {
  paths: ['webhook_type', 'sender.login', 'repository.html_url', 'action'].map(pathOf),
  read(nodes) {
    const parts = nodes.map((node, index) =>
      node?.kind === 'string' ? `${labels[index]}${decodeString(node)}` : '',
    );
    return cutAtNul(parts.join(''));
  },
};

/** Webhooks of GitHub. */
export const github: EventSource = {
  name: 'github',
  aliases: [],
  plugin: { name: 'github', version: '0.10.1' },
  description: 'GitHub webhooks',
  fields: createGithubFields,
  pluginInfo: () => pluginInfo,
  units: githubUnits,
  admission: () => admission,
  identity: {
    paths: [pathOf('webhook_delivery')],
    read: ([delivery]) => readStringOnly(delivery) || undefined,
  },
  recognise: recogniseGithub,
  createCutter: (options) => createUnitRecordCutter(github, options),
};
