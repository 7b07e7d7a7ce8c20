// The fields of Falco's github plugin, spec sources-k8s-okta-github.md C. Text fields are empty rather than without value.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readText } from '../read-value.ts';
import { createDiffFields } from './diff-fields.ts';
import { joinGroups } from './join-groups.ts';
import { readWholeNumber } from './read-whole-number.ts';

/** All fields in listing order. */
export function createGithubFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  return [
    ...eventFields,
    declarePublic(compatibility),
    ...peopleAndHookFields,
    declareCommitFiles('added', compatibility),
    declareCommitFiles('modified', compatibility),
    declareCommitFiles('removed', compatibility),
    ...createDiffFields(compatibility),
    ...createWorkflowFields(compatibility),
  ];
}

function declareText(name: string, path: ByteString, description: string): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readText(node) ?? '' });
}

const GITHUB = 'https://github.com/';

function readRepositoryName(url: JsonNode | undefined): ByteString {
  const text = readText(url) ?? '';
  return text.startsWith(GITHUB) ? text.slice(GITHUB.length) : text;
}

const eventFields: readonly FieldDeclaration[] = [
  declareText('github.type', 'webhook_type', 'Kind of event: `push`, `repository`, `workflow_run` …'),
  declareText('github.action', 'action', 'What happened: `created`, `deleted`, `publicized` …'),
  declareText('github.user', 'sender.login', 'User who did it.'),
  declareText('github.repo', 'repository.html_url', 'Older name of `github.repo.url`.'),
  declareText('github.repo.url', 'repository.html_url', 'URL of the repository.'),
  declareField({
    name: 'github.repo.name',
    description: 'Owner and name of the repository, `owner/name`; the URL where it is not on github.com.',
    paths: ['repository.html_url'],
    read: ([url]) => readRepositoryName(url),
  }),
  declareText('github.repo.description', 'repository.description', 'Description of the repository.'),
  declareText('github.org', 'organization.login', 'Organization that the repository belongs to.'),
  declareText('github.owner', 'repository.owner.login', 'Owner of the repository.'),
];

/** For events without repository `strict` says public, `fixed` nothing. */
function declarePublic(compatibility: Compatibility): FieldDeclaration {
  return declareField({
    name: 'github.repo.public',
    description: '`true` if the repository is public, `false` if it is private.',
    paths: ['repository', 'repository.private'],
    read([repository, isPrivate]) {
      if (compatibility === 'fixed' && repository?.kind !== 'object') return undefined;
      return isPrivate?.kind === 'true' ? 'false' : 'true';
    },
  });
}

const peopleAndHookFields: readonly FieldDeclaration[] = [
  declareText('github.collaborator.name', 'member.login', 'Collaborator who was added, removed or changed.'),
  declareText('github.collaborator.role', 'changes.permission.to', 'Role that the collaborator now has.'),
  declareField({
    name: 'github.webhook.id',
    description: 'Id of the webhook that was connected or removed; `0` for other events.',
    paths: ['hook.id'],
    read: ([id]) => readWholeNumber(id),
  }),
  declareText('github.webhook.type', 'hook.type', 'Kind of that webhook: `Repository`, `Organization` …'),
];

function declareCommitFiles(
  change: 'added' | 'modified' | 'removed',
  compatibility: Compatibility,
): FieldDeclaration {
  return declareField({
    name: `github.commit.${change}`,
    description: `Files that the commits of a push have ${change}, separated by commas.`,
    paths: ['commits'],
    read([commits]) {
      const lists = elementsOf(commits).map((commit) => elementsOf(findMember(commit, change)));
      return joinGroups(
        lists.map((files) => files.map((file) => readText(file) ?? '')),
        compatibility,
      );
    },
  });
}

function elementsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node ? arrayElements(node) : [];
}

function createWorkflowFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  const paths = ['workflow_miner_detections.matches'];
  /** Undefined where no workflow was looked at or it is clean; for `strict` an empty list is the same. */
  const readMiners = (matches: JsonNode | undefined): readonly JsonNode[] | undefined => {
    const miners = elementsOf(matches);
    return matches?.kind === 'array' && (miners.length > 0 || compatibility === 'fixed') ? miners : undefined;
  };
  return [
    declareField({
      name: 'github.workflow.has_miners',
      description: '`true` if the file of the workflow names crypto miners.',
      paths,
      read: ([matches]) => stringOf(readMiners(matches)),
    }),
    declareField({
      name: 'github.workflow.miners.type',
      description: 'Miners, pools and tools that it names, separated by commas.',
      paths,
      read([matches]) {
        const types = readMiners(matches)?.map((match) => readText(findMember(match, 'type')) ?? '');
        return types && [...new Set(types)].sort().join(',');
      },
    }),
    declareText('github.workflow.filename', 'workflow.path', 'File of the workflow.'),
  ];
}

function stringOf(miners: readonly JsonNode[] | undefined): ByteString | undefined {
  return miners && String(miners.length > 0);
}
