// Our own configuration keys: they sit beside Falco's in the same file and never change the meaning of one of these.
import { z } from 'zod';
import { ingest } from './ingest-schema.ts';
import { aws, duration, nonEmpty, positive, text } from './schema-parts.ts';
import { sink } from './sink-schema.ts';

const PRIORITY_NAMES = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
] as const;

const route = z.strictObject({
  sinks: z.array(z.string()).min(1).describe('names of sinks that take the alerts'),
  priority: z.enum(PRIORITY_NAMES).optional().describe('this priority or a more severe one'),
  sources: z.array(z.string()).optional().describe('event sources'),
  rules: z.array(z.string()).optional().describe('rule names; * stands for any text'),
  tags: z.array(z.string()).optional().describe('at least one of these tags'),
  fields: z.record(z.string(), z.array(text)).optional().describe('output field and its values'),
  suppress: z
    .strictObject({
      key: z
        .array(z.string())
        .min(1)
        .describe('rule, priority, source or output fields that make alerts the same'),
      window: duration('10m'),
      max_keys: positive.default(10_000).describe('keys remembered'),
    })
    .optional()
    .describe('hold back repeats and count them'),
});

const deadLetter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('directory'), path: z.string().describe('folder for dead letters') }),
  z.strictObject({ type: z.literal('aws_sqs'), queue_url: nonEmpty.describe('URL of the queue'), ...aws }),
  z.strictObject({
    type: z.literal('aws_s3'),
    bucket: z.string().describe('bucket'),
    prefix: z.string().default('dead-letter/').describe('prefix of the keys'),
    force_path_style: z.boolean().default(false),
    ...aws,
  }),
]);

/** The keys beside Falco's. Every key has a default: an empty file runs what Falco's keys ask for. */
export const ownSchema = z.object({
  ingest: z.array(ingest).default([]).describe('where events come from'),
  sinks: z.array(sink).default([]).describe("where alerts go, beside Falco's outputs"),
  routes: z
    .array(route)
    .default([])
    .describe('which alerts go to which sinks; a sink without a route takes all'),
  dead_letter: deadLetter
    .optional()
    .describe('where poison goes: what cannot be read, and alerts that are refused'),
  state: z
    .strictObject({ directory: z.string().describe('folder for checkpoints and spools') })
    .optional()
    .describe('state that outlives the process'),
  event_sources: z
    .strictObject({
      okta: z
        .strictObject({
          organization: z.string().optional().describe('what `okta.org` says'),
          max_events_per_user: positive.optional().describe('events that the MFA counters keep of a user'),
          max_users: positive.optional().describe('users that they keep'),
        })
        .default({})
        .describe('Okta; init_config of the plugin okta says the same'),
    })
    .default({ okta: {} })
    .describe('how event sources are set up'),
  workers: z.number().int().min(0).default(0).describe('threads that evaluate; 0 takes one per core'),
  compatibility: z
    .enum(['fixed', 'strict'])
    .default('fixed')
    .describe('strict reproduces defects of Falco and its plugins'),
  drain_timeout: duration('25s'),
});

/** Our keys, checked, with defaults filled in. */
export type OwnSettings = z.output<typeof ownSchema>;
export type IngestSettings = OwnSettings['ingest'][number];
export type SinkSettings = OwnSettings['sinks'][number];
export type RouteSettings = OwnSettings['routes'][number];
export type DeadLetterSettings = NonNullable<OwnSettings['dead_letter']>;
