// The law of projections, for tests and for long runs: the same verdict and the same values as `parseJson` and `findPath`.

import { findPath } from '../members.ts';
import type { JsonNode, JsonPath } from '../node.ts';
import { parseJson } from '../parse-json.ts';
import { INCOMPLETE, type Projection } from './projection.ts';
import { SlotKind } from './slots.ts';

/** What a projection of `paths` reads otherwise in `bytes[start, end)` than the reader does; undefined for nothing. */
export function findDifference(
  projection: Projection,
  paths: readonly JsonPath[],
  bytes: Uint8Array,
  start: number,
  end: number,
): string | undefined {
  const root = parseJson(bytes, start, end);
  projection.load(bytes);
  const isAccepted = projection.scan(start, end);
  if (isAccepted !== (root !== undefined)) return `accepted: ${isAccepted}`;
  if (!root) return undefined;
  for (const [index, path] of paths.entries()) {
    const expected = describe(findPath(root, path));
    const actual = describe(projection.nodeOf(index));
    if (actual !== expected) return `path ${JSON.stringify(path)}: ${actual} instead of ${expected}`;
    const kind = projection.kinds[projection.slotOfPath[index]!];
    const hasBackslash = expected.startsWith('string') && expected.includes('\\');
    if ((kind === SlotKind.escapedString) !== hasBackslash)
      return `path ${JSON.stringify(path)}: kind ${kind}`;
  }
  if (root.kind !== 'object' && root.kind !== 'array') return undefined;
  const whole = projection.scanValue(root.start, end);
  if (whole !== root.end) return `ends at ${whole} instead of ${root.end}`;
  const middle = root.start + 1 + Math.floor((root.end - root.start) / 3);
  const cut = projection.scanValue(root.start, Math.min(middle, root.end - 1));
  return cut === INCOMPLETE ? undefined : `cut text gives ${cut}`;
}

function describe(node: JsonNode | undefined): string {
  if (!node) return 'absent';
  const text = Buffer.from(node.bytes.subarray(node.start, node.end)).toString('latin1');
  return `${node.kind} ${node.start}-${node.end} ${text}`;
}
