import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { RecordReader } from '../event-source.ts';
import { readCallerIp, readUser } from './actor-fields.ts';
import { loosen } from './find-loosely.ts';
import { readCategory, readOperation } from './record-form.ts';
import { parseResourceId, readResourceId } from './resource-id.ts';
import { readResult } from './result.ts';

/** `CATEGORY USER via IP OPERATION on RESOURCENAME (RESULT)`, `-` for what is missing, spec sources-azure.md §1. */
export const pluginInfo: RecordReader<ByteString> = {
  paths: [[]],
  read: ([root]) => (root?.kind === 'object' ? summarise(loosen(root)) : undefined),
};

function summarise(root: JsonNode): ByteString {
  const shown = (text: ByteString | undefined): ByteString => text ?? '-';
  const resource = parseResourceId(readResourceId(root) ?? '').name;
  const who = `${shown(readCategory(root))} ${shown(readUser(root))} via ${shown(readCallerIp(root))}`;
  return `${who} ${shown(readOperation(root))} on ${shown(resource)} (${shown(readResult(root))})`;
}
