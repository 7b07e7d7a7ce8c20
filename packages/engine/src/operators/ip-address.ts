import type { ByteString } from '@windhover/bytes';
import type { IpNetwork } from '@windhover/condition';

/** Whether an address is inside a network; one of another family is not. Host bits of the network are ignored. */
export function isInNetwork(address: Uint8Array, network: IpNetwork): boolean {
  if (address.length !== network.address.length) return false;
  const wholeBytes = network.prefix >> 3;
  for (let index = 0; index < wholeBytes; index++) {
    if (address[index] !== network.address[index]) return false;
  }
  const mask = (0xff00 >> (network.prefix & 7)) & 0xff;
  return (((address[wholeBytes] ?? 0) ^ (network.address[wholeBytes] ?? 0)) & mask) === 0;
}

/** Dotted quad, or the compressed lower-case form of IPv6 that `inet_ntop` gives. */
export function formatAddress(address: Uint8Array): ByteString {
  if (address.length === 4) return address.join('.');
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((address[2 * index] ?? 0) << 8) | (address[2 * index + 1] ?? 0),
  );
  const gap = findLongestGap(groups);
  const lastQuad = `${address.subarray(12).join('.')}`;
  if (gap.start === 0 && (gap.length === 6 || (gap.length === 5 && groups[5] === 0xffff))) {
    return `::${gap.length === 5 ? 'ffff:' : ''}${lastQuad}`;
  }
  const texts = groups.map((group) => group.toString(16));
  if (gap.length < 2) return texts.join(':');
  return `${texts.slice(0, gap.start).join(':')}::${texts.slice(gap.start + gap.length).join(':')}`;
}

/** The first of the longest runs of zero groups. */
function findLongestGap(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > longest.length) longest = { start, length };
  }
  return longest;
}
