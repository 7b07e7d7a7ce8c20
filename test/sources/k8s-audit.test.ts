import { existsSync } from 'node:fs';
import { findEventSource } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { checkFields, cutLine, goldenFolder } from './check-fields.ts';

const source = findEventSource('k8s_audit');
if (!source) throw new Error('k8s_audit is not registered');

describe.each(['k8s_audit', 'k8s_audit-crafted'])('golden fields of %s', (name) => {
  it.skipIf(!existsSync(goldenFolder(name)))('are those of Falco', () => {
    const { passed, mismatches } = checkFields(source, goldenFolder(name), {
      toRecord: (line) => cutLine(source, line),
    });
    expect(mismatches.slice(0, 20)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});
