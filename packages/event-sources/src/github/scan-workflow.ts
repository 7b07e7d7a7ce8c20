// Looks for crypto miners in the file of a workflow, as the contents API shows it.

import type { ByteString } from '@windhover/bytes';
import { decodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { decodeString, findMember } from '@windhover/json';
import type { Compatibility } from '../field.ts';
import { joinMembers, quoteLikeGo } from './encode-like-go.ts';
import { MAX_STRICT_LINE_BYTES, splitLines } from './scan-patch.ts';

/** Words by which the plugin knows miners, pools and their tools; the first that a line has names it. */
const minerWords: readonly ByteString[] = (
  'xmrig ccminer t-rex stratum pool hashrate cryptonight wallet gminer gpuminer cpuminer nanominer nicehash xmr-stak ' +
  'nbminer srbminer hiveos ethermine kryptex 2miners betterhash minerstat raveos f2pool unmineable minergate cryptotab ' +
  'lolminer phoenixminer'
).split(' ');

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** JSON text of `workflow_miner_detections`; without an answer of the API the plugin gives an empty one. */
export function describeWorkflow(
  path: ByteString,
  contents: JsonNode | undefined,
  compatibility: Compatibility,
): string {
  const matches = contents ? listMiners(readContent(contents), compatibility) : [];
  return joinMembers([
    ['name', quoteLikeGo(contents ? decodeByteString(path) : '')],
    ['matches', matches.length === 0 ? 'null' : `[${matches.join(',')}]`],
  ]);
}

function readContent(contents: JsonNode): ByteString {
  const node = findMember(contents, 'content');
  const text = node?.kind === 'string' ? decodeString(node).replaceAll(/[\r\n]/g, '') : '';
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('latin1') : '';
}

function listMiners(content: ByteString, compatibility: Compatibility): readonly string[] {
  const matches: string[] = [];
  for (const [index, line] of splitLines(content).entries()) {
    if (compatibility === 'strict' && line.length >= MAX_STRICT_LINE_BYTES) break;
    const word = minerWords.find((each) => line.includes(each));
    if (word !== undefined) matches.push(`{"line":${index + 1},"type":"${word}"}`);
  }
  return matches;
}
