// Secrets that a push brings in, from the `files` member of the payload.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readText } from '../read-value.ts';
import { joinGroups } from './join-groups.ts';
import { readWholeNumber } from './read-whole-number.ts';

interface SecretMatch {
  readonly file: ByteString;
  readonly line: ByteString;
  readonly desc: ByteString;
}

/** Secrets by file; undefined where the push was not compared. For `strict` an empty list is none, as in a fresh process. */
function readMatches(
  files: JsonNode | undefined,
  compatibility: Compatibility,
): readonly (readonly SecretMatch[])[] | undefined {
  if (files?.kind !== 'array') return undefined;
  const elements = arrayElements(files);
  if (elements.length === 0 && compatibility === 'strict') return undefined;
  return elements.map((file) => matchesIn(file));
}

function matchesIn(file: JsonNode): readonly SecretMatch[] {
  const matches = findMember(file, 'matches');
  if (matches?.kind !== 'array') return [];
  const name = readText(findMember(file, 'name')) ?? '';
  return arrayElements(matches).map((match) => ({
    file: name,
    line: readWholeNumber(findMember(match, 'line')),
    desc: readText(findMember(match, 'desc')) ?? '',
  }));
}

function declareMatchText(
  name: string,
  description: string,
  compatibility: Compatibility,
  textOf: (match: SecretMatch) => ByteString,
): FieldDeclaration {
  return declareField({
    name,
    description,
    paths: ['files'],
    read([files]) {
      const matches = readMatches(files, compatibility);
      return (
        matches &&
        joinGroups(
          matches.map((group) => group.map(textOf)),
          compatibility,
        )
      );
    },
  });
}

export function createDiffFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  return [
    declareField({
      name: 'github.diff.has_secrets',
      description: '`true` if a push adds a secret, `false` if not; empty where the push was not compared.',
      paths: ['files'],
      read([files]) {
        const matches = readMatches(files, compatibility);
        return matches === undefined ? '' : String(matches.some((group) => group.length > 0));
      },
    }),
    declareMatchText(
      'github.diff.committed_secrets.desc',
      'Kinds of the secrets, separated by commas.',
      compatibility,
      ({ desc }) => desc,
    ),
    declareMatchText(
      'github.diff.committed_secrets.files',
      'Files that the secrets are in, separated by commas.',
      compatibility,
      ({ file }) => file,
    ),
    declareMatchText(
      'github.diff.committed_secrets.lines',
      'Lines that the secrets are on, separated by commas.',
      compatibility,
      ({ line }) => line,
    ),
    declareField({
      name: 'github.diff.committed_secrets.links',
      description: 'Links to those lines, separated by commas.',
      paths: ['files', 'repository.html_url', 'head_commit.id'],
      read([files, url, commit]) {
        const base = `${readText(url) ?? ''}/blob/${readText(commit) ?? ''}`;
        const groups = readMatches(files, compatibility) ?? [];
        return joinGroups(
          groups.map((group) => group.map(({ file, line }) => `${base}/${file}/#L${line}`)),
          compatibility,
        );
      },
    }),
  ];
}
