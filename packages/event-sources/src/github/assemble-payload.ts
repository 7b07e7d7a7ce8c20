// Makes of a webhook the payload that rules see: its body, the kind of event, and what the API answered about it.

import type { ByteString } from '@windhover/bytes';
import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { compactText, decodeString, isStrictJson, objectMembers, rawText } from '@windhover/json';
import type { Skip } from '../event-source.ts';
import type { Compatibility } from '../field.ts';
import {
  encodeLikeGo,
  joinMembers,
  joinSorted,
  quoteLikeGo,
  type Member,
  type PlainJson,
} from './encode-like-go.ts';
import { describeFiles } from './scan-patch.ts';
import { describeWorkflow } from './scan-workflow.ts';

/** A webhook as it was received, and the answers that were recorded with it. */
export interface Webhook {
  /** Header `X-GitHub-Event`. */
  readonly event: ByteString;
  readonly body: JsonNode;
  /** Header `X-GitHub-Delivery`, where it is known. */
  readonly delivery?: ByteString | undefined;
  /** Answers of the API; undefined if nobody asked it. */
  readonly answers?: {
    /** Undefined: not found. */
    readonly compare: JsonNode | undefined;
    readonly contents: JsonNode | undefined;
  };
}

/** More than this ends the plugin. */
const MAX_STRICT_BYTES = 262_144;

/**
 * The payload of a webhook, or why it is none. `strict` encodes it anew as the plugin does, and skips what ends or
 * silences the plugin; `fixed` keeps the text of the values and delivers every object.
 */
export function assemblePayload(webhook: Webhook, compatibility: Compatibility): ByteString | Skip {
  if (webhook.body.kind !== 'object')
    return { reason: 'not-a-record', detail: `a body that is a JSON ${webhook.body.kind}` };
  const found = findExtraMember(webhook, compatibility);
  if (compatibility === 'strict') return 'reason' in found ? found : assembleStrictly(webhook, found);
  return encodeByteString(assembleVerbatim(webhook, 'reason' in found ? [] : found));
}

function assembleStrictly({ event, body }: Webhook, extra: readonly Member[]): ByteString | Skip {
  const encoded = isStrictJson(body) ? encodeMembers(body) : undefined;
  if (encoded === undefined) return { reason: 'not-json', detail: 'a body that is not JSON by the letter' };
  const members = new Map([...encoded, ...extra, ['webhook_type', quoteLikeGo(decodeByteString(event))]]);
  const payload = encodeByteString(joinSorted([...members]));
  return payload.length > MAX_STRICT_BYTES
    ? { reason: 'too-large', detail: `longer than ${MAX_STRICT_BYTES} bytes` }
    : payload;
}

/** Undefined if a number is out of range. Of equal names the last wins. */
function encodeMembers(body: JsonNode): readonly Member[] | undefined {
  const value = JSON.parse(decodeByteString(rawText(body))) as Record<string, PlainJson>;
  const members = Object.entries(value).map(([name, member]) => [name, encodeLikeGo(member)] as const);
  return members.every((member): member is Member => member[1] !== undefined) ? members : undefined;
}

function assembleVerbatim({ event, body, delivery }: Webhook, extra: readonly Member[]): string {
  const added: Member[] = [...extra, ['webhook_type', quoteLikeGo(decodeByteString(event))]];
  if (delivery !== undefined) added.push(['webhook_delivery', quoteLikeGo(decodeByteString(delivery))]);
  const replaced = new Set(added.map(([name]) => name));
  const kept = objectMembers(body).map(({ name, value }): Member => [
    decodeByteString(name),
    decodeByteString(compactText(value)),
  ]);
  return joinMembers([...kept.filter(([name]) => !replaced.has(name)), ...added]);
}

/** What the plugin adds after asking the API, or why it ends or drops the webhook there. */
function findExtraMember(webhook: Webhook, compatibility: Compatibility): readonly Member[] | Skip {
  if (webhook.event === 'push') return compare(webhook, compatibility);
  return webhook.event === 'workflow_run' ? inspectWorkflow(webhook, compatibility) : [];
}

const NULL_COMMIT = '0'.repeat(40);

function lost(detail: string): Skip {
  return { reason: 'lost-webhook', detail };
}

/** Of equal names the last wins, as in the plugin's parser. */
function lastMember(object: JsonNode, name: ByteString): JsonNode | undefined {
  return objectMembers(object).findLast((member) => member.name === name)?.value;
}

function isPresent(node: JsonNode | undefined): node is JsonNode {
  return node !== undefined && node.kind !== 'null';
}

/** Pushes that create or delete a branch are not compared. */
function compare({ body, answers }: Webhook, compatibility: Compatibility): readonly Member[] | Skip {
  const ends = ['before', 'after'].map((name) => lastMember(body, name));
  if (ends.some((node) => node?.kind === 'string' && decodeString(node) === NULL_COMMIT)) return [];
  const link = lastMember(body, 'compare');
  if (!isPresent(link)) return [];
  if (link.kind !== 'string') return lost('compare is not a string');
  const text = decodeString(link);
  const slash = text.lastIndexOf('/');
  if (slash < 5 || text.length - slash < 5) return { reason: 'bad-comparison', detail: 'malformed compare' };
  const repository = lastMember(body, 'repository');
  if (repository?.kind !== 'object') return lost('repository is not an object');
  const name = lastMember(repository, 'full_name');
  if (!isPresent(name)) return [];
  if (name.kind !== 'string') return lost('repository.full_name is not a string');
  if (!answers) return [];
  if (!answers.compare) return { reason: 'bad-comparison', detail: 'no answer to the comparison' };
  const files = describeFiles(answers.compare, compatibility);
  return files === undefined
    ? { reason: 'bad-comparison', detail: 'a patch without hunk header' }
    : [['files', files]];
}

function inspectWorkflow({ body, answers }: Webhook, compatibility: Compatibility): readonly Member[] | Skip {
  const repository = lastMember(body, 'repository');
  if (!isPresent(repository)) return [];
  if (repository.kind !== 'object') return lost('repository is not an object');
  const name = lastMember(repository, 'full_name');
  if (!isPresent(name)) return [];
  if (name.kind !== 'string') return lost('repository.full_name is not a string');
  const workflow = lastMember(body, 'workflow');
  if (!isPresent(workflow)) return [];
  if (workflow.kind !== 'object') return lost('workflow is not an object');
  const path = lastMember(workflow, 'path');
  if (!isPresent(path)) return [];
  if (path.kind !== 'string') return lost('workflow.path is not a string');
  if (!answers || (compatibility === 'fixed' && !answers.contents)) return [];
  return [
    ['workflow_miner_detections', describeWorkflow(decodeString(path), answers.contents, compatibility)],
  ];
}
