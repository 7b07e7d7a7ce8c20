import { findPath } from '../members.ts';
import { createNode, type JsonNode, type JsonPath } from '../node.ts';
import { SlotKind, type Slots } from './slots.ts';

/**
 * Fill the slots of an accepted record by looking up every path, for records whose watched levels need more than
 * a comparison of names as written: names with escapes, two indexes of one element.
 */
export function settleSlots(
  projection: Slots,
  paths: readonly JsonPath[],
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const { slotOfPath, starts, ends, kinds } = projection;
  const root = createNode(bytes[start] === 0x7b ? 'object' : 'array', bytes, start, end);
  for (const [index, path] of paths.entries()) {
    const slot = slotOfPath[index]!;
    const node = findPath(root, path);
    kinds[slot] = node ? slotKindOf(node) : SlotKind.absent;
    if (!node) continue;
    starts[slot] = node.start;
    ends[slot] = node.end;
  }
}

function slotKindOf({ kind, bytes, start, end }: JsonNode): number {
  if (kind === 'string' && bytes.subarray(start, end).includes(0x5c)) return SlotKind.escapedString;
  return SlotKind[kind];
}
