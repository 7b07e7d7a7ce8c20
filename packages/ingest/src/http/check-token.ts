import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether an `Authorization` header carries the token. Takes the same time whatever is wrong. */
export function hasBearerToken(header: string | undefined, token: string): boolean {
  return isSame(header ?? '', `Bearer ${token}`);
}

/** Whether a header `X-Hub-Signature-256` of GitHub signs this body with this secret. */
export function isSigned(signature: unknown, body: Uint8Array, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return typeof signature === 'string' && isSame(signature, `sha256=${expected}`);
}

/** Whether two texts are the same, compared in a time that does not depend on where they differ. */
export function isSame(text: string, expected: string): boolean {
  return timingSafeEqual(digest(text), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
