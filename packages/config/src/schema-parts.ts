// Shapes that keys of several components share.
import { z } from 'zod';
import { parseDurationMs } from './duration.ts';

/** A duration such as `30s`; milliseconds in the result. */
export const duration = (fallback: string) =>
  z
    .string()
    .regex(/^(\d{1,9}(ms|[smhdw]))+$/, 'expected a duration such as 500ms, 30s, 10m or 1h30m')
    .default(fallback)
    .transform((text) => parseDurationMs(text) ?? 0)
    .describe('a duration: 500ms, 30s, 10m, 1h30m');

/** Text that may look like a number. */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Text that must say something. */
export const nonEmpty = z.string().min(1, 'expected a value');
/** A TCP or UDP port; 0 takes any that is free. */
export const port = z.number().int().min(0).max(65535);
/** A whole number from 1. */
export const positive = z.number().int().min(1);
/** The form of an alert. */
export const format = z.enum(['json', 'text']).default('json').describe("Falco's JSON line or text line");

/** How a service of AWS is reached. */
export const aws = {
  region: z.string().optional().describe('AWS region; from the environment when absent'),
  endpoint: z.string().optional().describe('other end point, for stand-ins and VPC end points'),
  assume_role_arn: z.string().optional().describe('role to assume for the service'),
  profile: z.string().optional().describe('profile of the shared AWS files'),
  config_file: z.string().optional().describe('instead of ~/.aws/config'),
  credentials_file: z.string().optional().describe('instead of ~/.aws/credentials'),
};

/** Which event source all records are of. */
export const source = z.string().optional().describe('event source; recognised from the content when absent');
