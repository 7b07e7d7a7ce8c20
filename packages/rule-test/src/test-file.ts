// What a `*_test.yaml` file says (docs/guides/testing-rules.md).
import { z } from 'zod';

const pointer = z.string().regex(/^$|^\//, 'expected a JSON pointer such as /userIdentity/type');
const json: z.ZodType<unknown> = z.unknown();

/** Changes to an event, applied in this order: merge patch, sets, removals. */
const changes = {
  merge: z.record(z.string(), json).optional().describe('JSON merge patch (RFC 7396)'),
  set: z.record(pointer, json).optional().describe('JSON pointer → new value'),
  remove: z.array(pointer).optional().describe('JSON pointers of members to remove'),
};

const expectation = {
  expect: z.enum(['match', 'no match']).optional().describe('what the rule does; match when absent'),
  output: z.string().optional().describe('the rendered output, exactly'),
  output_contains: z.array(z.string()).optional().describe('texts that the rendered output contains'),
  fields: z.record(z.string(), json).optional().describe('output fields and their values'),
  priority: z.string().optional().describe('priority of the alert'),
};

const sample = z.strictObject({
  file: z.string().describe('file with real events, beside the test file or relative to it; .gz or not'),
  where: z
    .record(pointer, json)
    .optional()
    .describe('JSON pointer → value: the first record in which all hold'),
  index: z.number().int().min(0).optional().describe('which of these records, from 0'),
});

const caseSchema = z.strictObject({
  name: z.string(),
  ...changes,
  ...expectation,
});

const testSchema = z.strictObject({
  name: z.string(),
  rule: z.string().optional().describe('rule under test; all rules when absent'),
  tags: z.array(z.string()).optional().describe('to select tests by'),
  source: z.string().optional().describe('event source; the one of the rule, or recognised, when absent'),
  event: z
    .union([z.record(z.string(), json), z.string()])
    .optional()
    .describe('the event as YAML, or as JSON text'),
  events: z
    .array(z.union([z.record(z.string(), json), z.string()]))
    .optional()
    .describe('several events, in order'),
  sample: sample.optional().describe('a real event instead'),
  ...changes,
  ...expectation,
  cases: z.array(caseSchema).optional().describe('variations: each is a test of its own, on top of this one'),
  derive: z
    .strictObject({
      drop: z.array(pointer).optional().describe('without this member the rule does not match'),
      change: z
        .record(pointer, z.array(json))
        .optional()
        .describe('with any of these values the rule does not match'),
    })
    .optional()
    .describe('negative cases made from the event'),
});

/** The whole file. */
export const testFileSchema = z.strictObject({
  rules: z
    .array(z.string())
    .optional()
    .describe('rules files, relative to this one; its neighbours when absent'),
  tests: z.array(testSchema),
});

export type TestFile = z.output<typeof testFileSchema>;
export type TestEntry = TestFile['tests'][number];
export type EventChanges = Pick<TestEntry, 'merge' | 'set' | 'remove'>;
export type Expectation = Pick<TestEntry, 'expect' | 'output' | 'output_contains' | 'fields' | 'priority'>;
