import type { ByteString } from '@windhover/bytes';

/** An address without its port and the brackets around it; other text as it is. */
export function stripPort(address: ByteString): ByteString {
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}|\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?)$/.exec(address);
  return match ? (match[1] ?? match[2] ?? address) : address;
}
