// Looks for secrets in what a push adds, as the compare API shows it.

import type { ByteString } from '@windhover/bytes';
import { decodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, decodeString, findMember } from '@windhover/json';
import type { Compatibility } from '../field.ts';
import { joinMembers, quoteLikeGo } from './encode-like-go.ts';
import { findSecret } from './secret-patterns.ts';

/** Lines this long end the plugin's reader with an error. */
export const MAX_STRICT_LINE_BYTES = 65_536;

const HUNK = /^(?:@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@|@@@ -\d+(?:,\d+)? -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@@)/;

interface AddedLine {
  readonly number: number;
  readonly text: ByteString;
}

/**
 * The added lines of a patch with their numbers in the new file. Without a hunk header, `strict` cannot tell: undefined;
 * `fixed` counts from 1.
 */
function listAddedLines(patch: ByteString, compatibility: Compatibility): readonly AddedLine[] | undefined {
  const added: AddedLine[] = [];
  let next = compatibility === 'fixed' ? 1 : undefined;
  for (const line of splitLines(patch)) {
    if (compatibility === 'strict' && line.length >= MAX_STRICT_LINE_BYTES) return undefined;
    const hunk = line.startsWith('@@') ? HUNK.exec(line) : null;
    if (hunk) {
      next = Number(hunk[1] ?? hunk[2]);
      if (!Number.isSafeInteger(next)) return undefined;
      continue;
    }
    if (line.startsWith('-')) continue;
    if (next === undefined) return undefined;
    if (line.startsWith('+')) added.push({ number: next, text: line.slice(1) });
    next++;
  }
  return added;
}

/** Lines without their ends; nothing after the last line feed. */
export function splitLines(text: ByteString): readonly ByteString[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function textOf(node: JsonNode | undefined): ByteString {
  return node?.kind === 'string' ? decodeString(node) : '';
}

/**
 * JSON text of the `files` member that the plugin adds: for each changed file the secrets found, `null` for none.
 * Undefined if a patch cannot be read.
 */
export function describeFiles(comparison: JsonNode, compatibility: Compatibility): string | undefined {
  const files = findMember(comparison, 'files');
  const elements = files?.kind === 'array' ? arrayElements(files) : [];
  if (elements.length === 0) return 'null';
  const texts = elements.map((file) => describeFile(file, compatibility));
  return texts.includes(undefined) ? undefined : `[${texts.join(',')}]`;
}

function describeFile(file: JsonNode, compatibility: Compatibility): string | undefined {
  const added = listAddedLines(textOf(findMember(file, 'patch')), compatibility);
  if (added === undefined) return undefined;
  const matches = added.flatMap(({ number, text }) => {
    const kind = findSecret(decodeByteString(text), compatibility);
    return kind
      ? [`{"line":${number},"type":"${kind.type}","desc":"${kind.desc}","platform":"${kind.platform}"}`]
      : [];
  });
  return joinMembers([
    ['name', quoteLikeGo(decodeByteString(textOf(findMember(file, 'filename'))))],
    ['matches', matches.length === 0 ? 'null' : `[${matches.join(',')}]`],
  ]);
}
