// JSON read in place: nodes are slices of the record's bytes, nothing is built until it is asked for.

// Documents and nodes
export type { JsonKind, JsonNode, JsonPath } from './node.ts';
export { parseJson } from './parse-json.ts';
export { findJsonError, MAX_DEPTH, type JsonError } from './validate-json.ts';
export { isStrictJson } from './strict-json.ts';

// Looking inside
export {
  arrayElements,
  elementAt,
  findMember,
  findMemberIgnoringCase,
  findPath,
  objectMembers,
  parseArrayIndex,
  type JsonMember,
} from './members.ts';
export { parsePointer } from './pointer.ts';

// Text
export { decodeString } from './decode-string.ts';
export { compactText, rawText } from './compact-text.ts';
export { indentText } from './indent-text.ts';
export { cutAtNul } from './cut-at-nul.ts';

// Reading many records for the same paths
export { UNKNOWN, type ValueTable } from './projection/value-table.ts';
export type { FilterOptions, Projection } from './projection/projection.ts';
export { PASS, type PassedRecords, type PassLimits, type RecordFilter } from './projection/record-filter.ts';
export { INCOMPLETE, INVALID } from './projection/projection.ts';
export { kindOfSlot, SlotKind } from './projection/slots.ts';
export {
  chooseProjectionForm,
  createProjection,
  type ProjectionForm,
  type ProjectionOptions,
} from './projection/create-projection.ts';
