import type { Random } from '../random.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSERT_ID = /"insertId":"[^"]*"/;

/**
 * The record with fresh identifiers, so that no two records of a corpus are equal and gzip finds what it finds in
 * reality. In a flood also with a user agent and user names that no other record has.
 */
export function renewRecord(record: string, random: Random, isFlood: boolean): string {
  const renewed = record
    .replace(UUID, () => createUuid(random))
    .replace(INSERT_ID, () => `"insertId":"${random.hex(12)}"`);
  if (!isFlood) return renewed;
  return renewed
    .replace(/"userAgent":"/, () => `"userAgent":"${random.hex(12)} `)
    .replace(/"userName":"/g, () => `"userName":"${random.hex(8)}-`);
}

function createUuid(random: Random): string {
  const digits = random.hex(32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}

const LARGE_BYTES = 100_000;
const STATEMENT_BYTES = 100;

/** The CloudTrail record with 100 kB of request: a policy as text, as text with escapes in it, or as objects. */
export function enlargeRecord(record: string, random: Random): string {
  const policy = Array.from({ length: LARGE_BYTES / STATEMENT_BYTES }, () => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: `arn:aws:s3:::bucket-${random.hex(10)}/*`,
  }));
  const forms = [policy.map(({ Resource }) => Resource.repeat(3)).join(' '), JSON.stringify(policy), policy];
  const parsed = JSON.parse(record) as { requestParameters?: object | null };
  const requestParameters = {
    ...parsed.requestParameters,
    policyDocument: forms[random.below(forms.length)],
  };
  return JSON.stringify({ ...parsed, requestParameters });
}
