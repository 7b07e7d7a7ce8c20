import { parseRecord, type SourceRecord } from '@windhover/event-sources';
import { findPath, type JsonKind, type JsonNode, type JsonPath } from '@windhover/json';

/** Numbers for what stands at a path; 0 = nothing. */
export const KINDS: readonly (JsonKind | undefined)[] = [undefined, 'object', 'array', 'string', 'number', 'true', 'false', 'null'];

/** Finds the values of a fixed set of paths in one pass over a record. */
export interface Projector {
  /** False: the pass could not tell for sure; the record has to be read in full. */
  project(record: SourceRecord): boolean;
  /** By path, of the last record: an index into `KINDS`, and `bytes[start, end)` of the value. */
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A projector that looks its paths up one by one: what every faster one must agree with. */
export function createLookupProjector(paths: readonly JsonPath[]): Projector {
  const kinds = new Uint8Array(paths.length);
  const starts = new Int32Array(paths.length);
  const ends = new Int32Array(paths.length);
  return {
    kinds,
    starts,
    ends,
    project(record) {
      const root = parseRecord(record);
      if (!root) return false;
      paths.forEach((path, index) => {
        const node = findPath(root, path);
        kinds[index] = node ? KINDS.indexOf(node.kind) : 0;
        starts[index] = node?.start ?? 0;
        ends[index] = node?.end ?? 0;
      });
      return true;
    },
  };
}

/** The node that a projector found at a path. */
export function projectedNode(projector: Projector, path: number, bytes: Uint8Array): JsonNode | undefined {
  const kind = KINDS[projector.kinds[path] ?? 0];
  return kind && { kind, bytes, start: projector.starts[path] ?? 0, end: projector.ends[path] ?? 0 };
}
