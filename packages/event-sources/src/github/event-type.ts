// A body alone does not say what kind of event it is: the header does. Where that was lost, the members tell.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { decodeString, findMember, findPath, objectMembers } from '@windhover/json';

type Signs = readonly [event: ByteString, ...members: ByteString[]];

/** Kinds of events by the members that only they have together; the first row that fits decides. */
const signs: readonly Signs[] = [
  ['ping', 'zen', 'hook'],
  ['meta', 'hook', 'hook_id'],
  ['push', 'ref', 'commits', 'pusher'],
  ['create', 'ref', 'ref_type', 'master_branch'],
  ['delete', 'ref', 'ref_type'],
  ['workflow_run', 'workflow_run'],
  ['workflow_job', 'workflow_job'],
  ['workflow_dispatch', 'inputs', 'workflow'],
  ['repository_dispatch', 'client_payload'],
  ['pull_request_review_comment', 'pull_request', 'comment'],
  ['pull_request_review_thread', 'pull_request', 'thread'],
  ['pull_request_review', 'pull_request', 'review'],
  ['pull_request', 'pull_request', 'number'],
  ['issue_comment', 'issue', 'comment'],
  ['issues', 'issue'],
  ['discussion_comment', 'discussion', 'comment'],
  ['discussion', 'discussion'],
  ['commit_comment', 'comment'],
  ['deployment_status', 'deployment', 'deployment_status'],
  ['deployment', 'deployment'],
  ['check_run', 'check_run'],
  ['check_suite', 'check_suite'],
  ['status', 'sha', 'state', 'context'],
  ['merge_group', 'merge_group'],
  ['branch_protection_rule', 'rule'],
  ['repository_ruleset', 'repository_ruleset'],
  ['secret_scanning_alert_location', 'alert', 'location'],
  ['code_scanning_alert', 'alert', 'commit_oid'],
  ['security_advisory', 'security_advisory'],
  ['repository_advisory', 'repository_advisory'],
  ['deploy_key', 'key'],
  ['release', 'release'],
  ['package', 'package'],
  ['registry_package', 'registry_package'],
  ['page_build', 'build'],
  ['gollum', 'pages'],
  ['fork', 'forkee'],
  ['star', 'starred_at'],
  ['label', 'label'],
  ['milestone', 'milestone'],
  ['membership', 'team', 'member', 'scope'],
  ['team', 'team', 'action'],
  ['team_add', 'team'],
  ['member', 'member'],
  ['org_block', 'blocked_user'],
  ['organization', 'membership'],
  ['organization', 'invitation'],
  ['installation_repositories', 'installation', 'repository_selection', 'repositories_added'],
  ['personal_access_token_request', 'personal_access_token_request'],
  ['sponsorship', 'sponsorship'],
];

/** What can happen to a repository itself. */
const repositoryActions = new Set<ByteString>([
  'archived',
  'created',
  'deleted',
  'edited',
  'privatized',
  'publicized',
  'renamed',
  'transferred',
  'unarchived',
]);

/** The kind of event that a body is of; empty if it cannot be told, like the header of a request that has none. */
export function guessEventType(body: JsonNode): ByteString {
  const names = new Set(objectMembers(body).map(({ name }) => name));
  const row = signs.find(([, ...members]) => members.every((member) => names.has(member)));
  if (row) return row[0];
  if (names.has('alert')) return guessAlertType(body);
  if (!names.has('repository'))
    return names.has('installation') && !names.has('organization') ? 'installation' : '';
  if (!names.has('action')) return 'public';
  const action = findMember(body, 'action');
  const word = action?.kind === 'string' ? decodeString(action) : '';
  if (word === 'started') return 'watch';
  return repositoryActions.has(word) ? 'repository' : '';
}

function guessAlertType(body: JsonNode): ByteString {
  if (findPath(body, ['alert', 'secret_type'])) return 'secret_scanning_alert';
  return findPath(body, ['alert', 'dependency']) ? 'dependabot_alert' : 'repository_vulnerability_alert';
}
