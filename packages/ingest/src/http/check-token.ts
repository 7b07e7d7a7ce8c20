import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an `Authorization` header carries the token. Takes the same time whatever is wrong. */
export function hasBearerToken(header: string | undefined, token: string): boolean {
  const expected = digest(`Bearer ${token}`);
  return timingSafeEqual(digest(header ?? ''), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
