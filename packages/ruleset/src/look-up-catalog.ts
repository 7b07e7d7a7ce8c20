import type { FieldCatalog } from '@windhover/condition';
import type { ByteString } from '@windhover/bytes';

/** The fields of an event source; undefined if no loaded plugin provides it. */
export type LookUpCatalog = (source: ByteString) => FieldCatalog | undefined;
