// JSON text as Go's encoding/json writes it, in which Falco's plugin passes webhooks on, spec sources-k8s-okta-github.md C.

import { encodeByteString } from '@windhover/bytes';

/** A value as `JSON.parse` makes it. */
export type PlainJson =
  null | boolean | number | string | readonly PlainJson[] | { readonly [name: string]: PlainJson };

/** Member names sorted by their bytes, HTML characters escaped. Undefined if a number is beyond the range of a float. */
export function encodeLikeGo(value: PlainJson): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'string') return quoteLikeGo(value);
  if (Array.isArray(value)) return encodeAll(value as readonly PlainJson[]);
  const members = Object.entries(value).map(([name, member]) => [name, encodeLikeGo(member)] as const);
  return members.some(([, text]) => text === undefined)
    ? undefined
    : joinSorted(members as readonly Member[]);
}

/** A name and the JSON text of its value. */
export type Member = readonly [name: string, text: string];

/** An object of these members, sorted. */
export function joinSorted(members: readonly Member[]): string {
  const sorted = members.map((member) => ({ member, key: encodeByteString(member[0]) }));
  sorted.sort((left, right) => (left.key < right.key ? -1 : 1));
  return joinMembers(sorted.map(({ member }) => member));
}

/** An object of these members, in this order. */
export function joinMembers(members: readonly Member[]): string {
  return `{${members.map(([name, text]) => `${quoteLikeGo(name)}:${text}`).join(',')}}`;
}

/** A string, with halves of surrogate pairs replaced. */
export function quoteLikeGo(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(/[<>&\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function encodeNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  return Object.is(value, -0) ? '-0' : String(value);
}

function encodeAll(values: readonly PlainJson[]): string | undefined {
  const texts = values.map(encodeLikeGo);
  return texts.includes(undefined) ? undefined : `[${texts.join(',')}]`;
}
