// JSON read in place: nodes are slices of the record's bytes, nothing is built until it is asked for.

export type { JsonKind, JsonNode, JsonPath } from './node.ts';
