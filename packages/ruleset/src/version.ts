import type { ByteString } from '@windhover/bytes';

/** `x.y.z` and what of a pre-release counts. */
export interface Version {
  readonly parts: readonly [bigint, bigint, bigint];
  readonly prerelease: ByteString;
  readonly text: ByteString;
}

/** Read a version that starts with `x.y.z`; undefined if it does not. Text after a fourth dot does not count. */
export function parseVersion(text: ByteString): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?/.exec(text);
  if (match === null) return undefined;
  const [, major = '', minor = '', patch = '', prerelease = ''] = match;
  const parts = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
  return {
    parts,
    prerelease,
    text: prerelease === '' ? parts.join('.') : `${parts.join('.')}-${prerelease}`,
  };
}

/** Whether `version` has the major of `required` and is not below it. Both are versions. */
export function satisfiesVersion(version: ByteString, required: ByteString): boolean {
  const have = parseVersion(version);
  const want = parseVersion(required);
  if (have === undefined || want === undefined) return false;
  return have.parts[0] === want.parts[0] && compareVersions(have, want) >= 0;
}

function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    if (a.parts[index] !== b.parts[index]) return a.parts[index] < b.parts[index] ? -1 : 1;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

/** A version without pre-release is above those with one; otherwise identifier by identifier, numbers below words. */
function comparePrereleases(a: ByteString, b: ByteString): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareIdentifiers(a: ByteString, b: ByteString): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  if (aIsNumber && a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}
