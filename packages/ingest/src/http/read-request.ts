// What the push services of the clouds wrap around events, and what they want to hear before they send any.

/** What a request's body asks for: an object to evaluate, a handshake to answer, or a refusal. */
export type RequestReading =
  | {
      readonly kind: 'object';
      readonly bytes: Uint8Array;
      readonly sourceName?: string;
      readonly id?: string;
    }
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refuse'; readonly message: string; readonly status?: 400 | 401 };

/** A Pub/Sub push: the event is the base64 of `message.data`. */
export function readPubSubPush(body: Uint8Array): RequestReading {
  const push = parseObject(body);
  const message = memberObject(push, 'message');
  const data = message?.['data'];
  if (typeof data !== 'string')
    return { kind: 'refuse', message: 'not a Pub/Sub push: message.data is missing' };
  const id = message?.['messageId'];
  return {
    kind: 'object',
    bytes: Buffer.from(data, 'base64'),
    sourceName: 'gcp_auditlog',
    ...(typeof id === 'string' ? { id } : {}),
  };
}

/** An Event Grid delivery: answers the subscription's validation event, otherwise the whole body is the object. */
export function readEventGrid(body: Uint8Array): RequestReading {
  const parsed = parseJson(body);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (typeof first === 'object' && first !== null) {
    const event = first as Record<string, unknown>;
    const code = memberObject(event, 'data')?.['validationCode'];
    if (
      event['eventType'] === 'Microsoft.EventGrid.SubscriptionValidationEvent' &&
      typeof code === 'string'
    ) {
      return { kind: 'answer', body: { validationResponse: code } };
    }
  }
  return { kind: 'object', bytes: body, sourceName: 'azure_platformlogs' };
}

/**
 * A webhook of GitHub: the kind of event and the id of the delivery are in headers, and go to the event source with the
 * body as it came.
 */
export function readGithubWebhook(
  body: Uint8Array,
  headers: Readonly<Record<string, unknown>>,
): RequestReading {
  const event = headers['x-github-event'];
  const delivery = headers['x-github-delivery'];
  const common = { kind: 'object', sourceName: 'github' } as const;
  // What was recorded elsewhere says itself what it is.
  if (typeof event !== 'string') return { ...common, bytes: body };
  const request = {
    headers: {
      'X-GitHub-Event': event,
      ...(typeof delivery === 'string' && { 'X-GitHub-Delivery': delivery }),
    },
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
  };
  return {
    ...common,
    bytes: Buffer.from(JSON.stringify(request)),
    ...(typeof delivery === 'string' && { id: delivery }),
  };
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function memberObject(
  value: Record<string, unknown> | undefined,
  name: string,
): Record<string, unknown> | undefined {
  const member = value?.[name];
  return typeof member === 'object' && member !== null ? (member as Record<string, unknown>) : undefined;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
