import type { ByteString } from '@windhover/bytes';
import { compactText, cutAtNul } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Admission, EventSource, RecordReader } from '../event-source.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { createUnitRecordCutter } from '../record-cutter.ts';
import type { OktaState } from './counter-fields.ts';
import { createOktaFields } from './fields.ts';
import { createMfaCounters } from './mfa-counters.ts';
import { readPublished } from './published.ts';
import { oktaUnits, recogniseOkta } from './units.ts';

export interface OktaOptions {
  /** `okta.org`. */
  readonly organization: string;
  /** Events that the MFA counters keep of each user; `cache_usermaxsize` of Falco's plugin. */
  readonly maxEventsPerUser: number;
  /** Users that they keep. */
  readonly maxUsers: number;
}

const defaults: OktaOptions = { organization: '', maxEventsPerUser: 200, maxUsers: 10_000 };

/** Events without a readable `published` happened when they were received; to Falco at a time long past. */
function createAdmission(compatibility: Compatibility): Admission {
  return {
    paths: [pathOf('published')],
    admit: ([published], receivedNs) => ({
      timestampNs: readPublished(published, compatibility) ?? receivedNs,
    }),
  };
}

/** `evt.plugininfo` is the whole payload. */
const pluginInfo: RecordReader<ByteString> = {
  paths: [[]],
  read: ([root]) => root && cutAtNul(compactText(root)),
};

/** The System Log of one organisation of Okta. */
export function createOktaSource(options: Partial<OktaOptions> = {}): EventSource {
  const { organization, ...limits } = { ...defaults, ...options };
  const source: EventSource = {
    name: 'okta',
    aliases: [],
    plugin: { name: 'okta', version: '0.12.0' },
    description: 'Okta System Log events',
    fields: (compatibility) => createOktaFields(compatibility, organization),
    pluginInfo: () => pluginInfo,
    units: oktaUnits,
    admission: createAdmission,
    identity: { paths: [pathOf('uuid')], read: ([uuid]) => readStringOnly(uuid) || undefined },
    recognise: recogniseOkta,
    createCutter: (cutterOptions) => createUnitRecordCutter(source, cutterOptions),
    createState: (): OktaState => ({
      strict: createMfaCounters({ compatibility: 'strict', ...limits }),
      fixed: createMfaCounters({ compatibility: 'fixed', ...limits }),
    }),
  };
  return source;
}

/** The System Log of Okta. */
export const okta: EventSource = createOktaSource();
