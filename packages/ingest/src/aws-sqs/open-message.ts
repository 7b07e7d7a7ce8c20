// What a message is about: spec/sources-aws.md §6.5, §6.6, §9.

/** An object in S3 that a message names. */
export interface NamedObject {
  readonly bucket: string;
  readonly key: string;
  readonly region?: string;
  readonly size?: number;
  readonly versionId?: string;
}

/** The content of a message. */
export type MessageContent =
  | { readonly kind: 'objects'; readonly objects: readonly NamedObject[] }
  /** The text holds records itself, bare or in an envelope that event sources know. */
  | { readonly kind: 'records'; readonly text: string }
  /** Nothing to do: a test message, a confirmation, the removal of an object. */
  | { readonly kind: 'nothing'; readonly reason: string };

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An SNS message in an SNS message is the deepest anybody sends. */
const maxEnvelopes = 4;
/** CloudTrail tells of digests on the same topic. */
const noLogFile = /\/CloudTrail-(?:Digest|Aggregated)\//;

/**
 * Read a message: S3's notification, raw, through SNS or through EventBridge; CloudTrail's own notification; anything else
 * is left to event sources, which put aside what they do not know. Never throws.
 */
export function openMessage(body: string): MessageContent {
  let text = body;
  for (let depth = 0; depth < maxEnvelopes; depth++) {
    const message = parse(text);
    const type = get(message, 'Type');
    if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') {
      return { kind: 'nothing', reason: 'sns-confirmation' };
    }
    const inner = get(message, 'Message');
    if (type !== 'Notification' || typeof inner !== 'string') return openContent(message, text);
    text = inner;
  }
  return { kind: 'records', text };
}

function openContent(message: Json | undefined, text: string): MessageContent {
  if (get(message, 'Event') === 's3:TestEvent') return { kind: 'nothing', reason: 's3-test-event' };
  const objects = readTrailNotification(message) ?? readS3Notification(message) ?? readEventBridge(message);
  if (objects === undefined) return { kind: 'records', text };
  const wanted = objects.filter(({ key }) => !noLogFile.test(key));
  return wanted.length > 0
    ? { kind: 'objects', objects: wanted }
    : { kind: 'nothing', reason: 'no-log-file' };
}

/** `{"s3Bucket": …, "s3ObjectKey": […]}`, keys as they are. */
function readTrailNotification(message: Json | undefined): NamedObject[] | undefined {
  const bucket = get(message, 's3Bucket');
  const keys = get(message, 's3ObjectKey');
  if (typeof bucket !== 'string' || !Array.isArray(keys)) return undefined;
  return keys.filter((key) => typeof key === 'string').map((key) => ({ bucket, key }));
}

/** `{"Records": [{"s3": …}]}`, keys encoded as in a form; each record has its own bucket. */
function readS3Notification(message: Json | undefined): NamedObject[] | undefined {
  const records = get(message, 'Records');
  if (!Array.isArray(records) || records.length === 0) return undefined;
  if (!records.every((record: Json) => get(record, 's3') !== undefined)) return undefined;
  const objects: NamedObject[] = [];
  for (const record of records as readonly Json[]) {
    if (String(get(record, 'eventName') ?? '').startsWith('ObjectRemoved')) continue;
    const object = get(get(record, 's3'), 'object');
    const key = get(object, 'key');
    const found = readObject(
      get(get(get(record, 's3'), 'bucket'), 'name'),
      key,
      object,
      get(record, 'awsRegion'),
    );
    if (found !== undefined) objects.push({ ...found, key: decodeFormKey(found.key) });
  }
  return objects;
}

/** `{"source": "aws.s3", "detail-type": "Object Created", "detail": …}`, keys as they are. */
function readEventBridge(message: Json | undefined): NamedObject[] | undefined {
  if (get(message, 'source') !== 'aws.s3') return undefined;
  if (get(message, 'detail-type') !== 'Object Created') return [];
  const detail = get(message, 'detail');
  const object = get(detail, 'object');
  const found = readObject(
    get(get(detail, 'bucket'), 'name'),
    get(object, 'key'),
    object,
    get(message, 'region'),
  );
  return found === undefined ? undefined : [found];
}

function readObject(
  bucket: Json | undefined,
  key: Json | undefined,
  object: Json | undefined,
  region: Json | undefined,
): NamedObject | undefined {
  if (typeof bucket !== 'string' || typeof key !== 'string') return undefined;
  const size = get(object, 'size');
  const versionId = get(object, 'versionId') ?? get(object, 'version-id');
  return {
    bucket,
    key,
    ...(typeof region === 'string' && { region }),
    ...(typeof size === 'number' && { size }),
    ...(typeof versionId === 'string' && { versionId }),
  };
}

/** A key that is not encoded properly is taken as it is. */
function decodeFormKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function get(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: Json })[name] : undefined;
}
