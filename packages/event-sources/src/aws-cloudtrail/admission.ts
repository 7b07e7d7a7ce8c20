import { pathOf } from '../declare-field.ts';
import type { Admission } from '../event-source.ts';
import { parseRfc3339 } from '../event-time.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';

/**
 * Which records are events, spec sources-aws.md §5: those with a readable `eventTime` and a text `eventType` other
 * than that of an Insight. `fixed` also takes records without `eventType`, which exporters like to leave out.
 */
export function createAdmission(compatibility: Compatibility): Admission {
  return {
    paths: [pathOf('eventTime'), pathOf('eventType')],
    admit([eventTime, eventType]) {
      const time = readStringOnly(eventTime);
      if (time === undefined)
        return { reason: 'no-event-time', detail: 'eventTime is missing or not a string' };
      const timestampNs = parseRfc3339(time);
      if (timestampNs === undefined)
        return { reason: 'bad-event-time', detail: 'eventTime is not an RFC 3339 time' };
      const type = readStringOnly(eventType);
      if (type === 'AwsCloudTrailInsight')
        return { reason: 'insight', detail: 'Insights are not API events' };
      const lacksType = type === undefined && !(compatibility === 'fixed' && eventType === undefined);
      return lacksType
        ? { reason: 'no-event-type', detail: 'eventType is missing or not a string' }
        : { timestampNs };
    },
  };
}
