import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import type { Compatibility } from '../field.ts';
import { fieldReader } from '../read-for-test.ts';
import { github } from './source.ts';

const sender = { login: 'octocat', id: 583231 };
const owner = { login: 'octo-org', type: 'Organization' };
const repository = {
  id: 1296269,
  name: 'hello-world',
  full_name: 'octo-org/hello-world',
  private: true,
  owner,
  html_url: 'https://github.com/octo-org/hello-world',
  description: 'First',
};
const common = { sender, repository, organization: { login: 'octo-org' } };
const commits = [
  { added: ['a', 'b'], modified: [], removed: [] },
  { added: ['c'], modified: ['d'], removed: [] },
];
const push = {
  ...common,
  ref: 'refs/heads/main',
  before: '1',
  after: '2',
  compare: 'https://github.com/octo-org/hello-world/compare/aaaa...bbbb',
  head_commit: { id: 'bbbb' },
  commits,
};
const secret = (line: string): string => `@@ -1,2 +10,3 @@\n keep\n-gone\n+${line}\n+${line}`;
const key = `AKIA${'ABCD'.repeat(4)}`;
const leaking = {
  event: 'push',
  payload: push,
  compare: {
    files: [
      { filename: 'x.py', patch: secret(key) },
      { filename: 'y.py', patch: secret(key) },
      { filename: 'z' },
    ],
  },
};
const workflow = (content: string): object => ({
  event: 'workflow_run',
  payload: { ...common, action: 'requested', workflow: { path: '.github/workflows/ci.yml' } },
  contents: { content: Buffer.from(content).toString('base64') },
});

function readerOf(webhook: object, compatibility: Compatibility): (field: string) => unknown {
  const { records } = cutText(github.createCutter, JSON.stringify(webhook), { compatibility });
  return fieldReader(github, records[0] ?? '', compatibility);
}

describe('fields of webhooks', () => {
  it.each<[event: string, webhook: object, fields: Readonly<Record<string, unknown>>]>([
    [
      'repository',
      { event: 'repository', payload: { ...common, action: 'publicized' } },
      {
        'github.type': 'repository',
        'github.action': 'publicized',
        'github.user': 'octocat',
        'github.repo': 'https://github.com/octo-org/hello-world',
        'github.repo.name': 'octo-org/hello-world',
        'github.repo.description': 'First',
        'github.repo.public': 'false',
        'github.org': 'octo-org',
        'github.owner': 'octo-org',
        'github.collaborator.name': '',
        'github.webhook.id': '0',
        'github.diff.has_secrets': '',
        'github.diff.committed_secrets.files': undefined,
        'github.workflow.has_miners': undefined,
        'evt.plugininfo':
          'github repository user:octocat repo:https://github.com/octo-org/hello-world action:publicized',
      },
    ],
    [
      'public',
      { event: 'public', payload: { ...common, repository: { ...repository, private: false } } },
      { 'github.type': 'public', 'github.action': '', 'github.repo.public': 'true' },
    ],
    [
      'member',
      {
        event: 'member',
        payload: {
          ...common,
          action: 'edited',
          member: { login: 'hubot' },
          changes: { permission: { to: 'admin' } },
        },
      },
      { 'github.collaborator.name': 'hubot', 'github.collaborator.role': 'admin' },
    ],
    [
      'ping',
      { event: 'ping', payload: { ...common, zen: 'z', hook: { id: 30, type: 'Repository' } } },
      { 'github.webhook.id': '30', 'github.webhook.type': 'Repository' },
    ],
    [
      'meta',
      {
        event: 'meta',
        payload: {
          sender,
          action: 'deleted',
          hook: { id: 30, type: 'Organization' },
          organization: { login: 'o' },
        },
      },
      { 'github.webhook.type': 'Organization', 'github.org': 'o', 'github.repo.name': '' },
    ],
    [
      'push of an unknown host',
      { event: 'push', payload: { ...common, repository: { html_url: 'https://git.example/x/y' } } },
      { 'github.repo.name': 'https://git.example/x/y', 'github.commit.added': '' },
    ],
    [
      'push that was compared',
      { ...leaking, compare: { files: [{ filename: 'x.py', patch: secret('fine') }] } },
      {
        'github.diff.has_secrets': 'false',
        'github.diff.committed_secrets.desc': '',
        'github.diff.committed_secrets.links': '',
        'github.commit.modified': 'd',
        'github.commit.removed': '',
      },
    ],
    [
      'push with secrets in one file',
      { ...leaking, compare: { files: [{ filename: 'x.py', patch: secret(key) }] } },
      {
        'github.diff.has_secrets': 'true',
        'github.diff.committed_secrets.desc': 'aws_access_key,aws_access_key',
        'github.diff.committed_secrets.files': 'x.py,x.py',
        'github.diff.committed_secrets.lines': '11,12',
        'github.diff.committed_secrets.links':
          'https://github.com/octo-org/hello-world/blob/bbbb/x.py/#L11,https://github.com/octo-org/hello-world/blob/bbbb/x.py/#L12',
        'json.value[/files/0/matches/0/platform]': 'AWS',
      },
    ],
    [
      'workflow_run with miners',
      workflow('steps:\n  - run: ./xmrig\n  - run: t-rex\n  - run: xmrig'),
      {
        'github.workflow.filename': '.github/workflows/ci.yml',
        'github.workflow.has_miners': 'true',
        'github.workflow.miners.type': 't-rex,xmrig',
        'json.value[/workflow_miner_detections/matches/0/line]': '2',
      },
    ],
    [
      'workflow_run without',
      workflow('steps: []'),
      { 'github.workflow.has_miners': undefined, 'github.workflow.miners.type': undefined },
    ],
    [
      'star',
      { event: 'star', payload: { ...common, action: 'created', starred_at: 'x' } },
      { 'github.type': 'star', 'github.action': 'created' },
    ],
  ])('%s', (_event, webhook, fields) => {
    for (const compatibility of ['strict', 'fixed'] as const) {
      const read = readerOf(webhook, compatibility);
      const got = Object.fromEntries(Object.keys(fields).map((field) => [field, read(field)]));
      expect(got, compatibility).toStrictEqual(fields);
    }
  });
});

describe('defects', () => {
  const noHeader = { ...leaking, compare: { files: [{ filename: 'x', patch: `+${key}` }] } };
  it.each<[what: string, field: string, webhook: object, strict: unknown, fixed: unknown]>([
    ['G-1 between commits', 'github.commit.added', leaking, 'a,bc', 'a,b,c'],
    [
      'G-1 between files',
      'github.diff.committed_secrets.files',
      leaking,
      'x.py,x.pyy.py,y.py',
      'x.py,x.py,y.py,y.py',
    ],
    ['G-1 between lines', 'github.diff.committed_secrets.lines', leaking, '11,1211,12', '11,12,11,12'],
    [
      'public without repository',
      'github.repo.public',
      { event: 'meta', payload: { sender } },
      'true',
      undefined,
    ],
    [
      'ids over 2^53',
      'github.webhook.id',
      { event: 'meta', payloadText: '{"hook":{"id":9007199254740993}}' },
      '9007199254740992',
      '9007199254740993',
    ],
    [
      'empty list of files',
      'github.diff.has_secrets',
      { event: 'push', payload: { files: [] } },
      '',
      'false',
    ],
    ['patch without header', 'github.diff.committed_secrets.lines', noHeader, undefined, '1'],
  ])('%s: %s', (_what, field, webhook, strict, fixed) => {
    const strictly = cutText(github.createCutter, JSON.stringify(webhook), { compatibility: 'strict' });
    expect(strictly.records.length === 0 ? undefined : readerOf(webhook, 'strict')(field)).toBe(strict);
    expect(readerOf(webhook, 'fixed')(field)).toBe(fixed);
  });
});

describe('identity', () => {
  it('is the delivery, where it is known', () => {
    expect(github.identity.paths).toEqual([['webhook_delivery']]);
    expect(
      readerOf({ event: 'star', delivery: 'd-1', payload: common }, 'fixed')('json.value[/webhook_delivery]'),
    ).toBe('d-1');
    expect(
      readerOf(
        { event: 'star', delivery: 'd-1', payload: common },
        'strict',
      )('json.value[/webhook_delivery]'),
    ).toBe(undefined);
  });
});
