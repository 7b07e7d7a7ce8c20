import { existsSync } from 'node:fs';
import { findEventSource } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { checkFields, goldenFolder } from './check-fields.ts';

const source = findEventSource('gcp_auditlog');
if (!source) throw new Error('gcp_auditlog is not registered');

/**
 * Event 314 has escapes in strings. The parser of Falco's json plugin rewrites a string once a pointer has read it, so
 * these goldens show the order in which they were read (spec sources-aws.md §1.1: unspecified).
 */
const unspecified = [
  '314 json.value[""]',
  '314 json.value[/resource]',
  '314 json.value[/resource/labels]',
  '314 json.value[/protoPayload]',
];

describe.each(['gcp_auditlog', 'gcp_auditlog-crafted'])('golden fields of %s', (name) => {
  it.skipIf(!existsSync(goldenFolder(name)))('are those of Falco', () => {
    const { passed, mismatches } = checkFields(source, goldenFolder(name));
    const unexpected = mismatches.filter(
      (mismatch) => !unspecified.some((known) => mismatch.startsWith(`${known}:`)),
    );
    expect(unexpected.slice(0, 20)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});
