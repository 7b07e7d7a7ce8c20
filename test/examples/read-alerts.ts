import { createDetector, type Alert } from '@windhover/engine';
import { decodeByteString } from '@windhover/bytes';

export interface Finding {
  readonly rule: string;
  readonly isUrgent: boolean;
  readonly user: string | undefined;
}

/** What a program does with alerts: every rule that matches, its priority, and fields of its output. */
export function readAlerts(rules: readonly string[], events: Uint8Array): Finding[] {
  const detector = createDetector({ rules, ruleMatching: 'all', minimumPriority: 'Notice' });
  return detector.detect(events).map(toFinding);
}

function toFinding({ rule, priority, outputFields }: Alert): Finding {
  const user = outputFields.get('ct.user');
  return {
    rule,
    isUrgent: ['Emergency', 'Alert', 'Critical'].includes(priority),
    user: typeof user === 'string' ? decodeByteString(user) : undefined,
  };
}
