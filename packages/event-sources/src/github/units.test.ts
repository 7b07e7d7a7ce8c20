import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import type { Compatibility } from '../field.ts';
import { createRecognisingCutter } from '../recognise-source.ts';
import { github } from './source.ts';

const { createCutter } = github;

const body = {
  sender: { login: 'bob' },
  repository: { full_name: 'o/n', id: 9007199254740993n },
  action: 'created',
};
const quoted = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? `#${member}#` : member,
  ).replaceAll(/"#(\d+)#"/g, '$1');
const text = quoted(body);
const inside = text.slice(1, -1);
const starred = `{${inside},"webhook_type":"star"}`;
const withId = `{${inside},"webhook_type":"star","webhook_delivery":"d-1"}`;

describe('objects with webhooks', () => {
  it.each<[what: string, text: string, records: string[]]>([
    ['recorded webhook', `{"event":"star","payload":${text}}`, [starred]],
    ['recorded webhook with its body as text', quoted({ event: 'star', payloadText: text }), [starred]],
    ['recorded webhook with delivery', `{"event":"star","delivery":"d-1","payload":${text}}`, [withId]],
    [
      'delivery of the API',
      `{"id":1,"guid":"d-1","event":"star","request":{"headers":{},"payload":${text}}}`,
      [withId],
    ],
    [
      'HTTP request',
      quoted({ headers: { 'X-GitHub-Event': 'star', 'x-github-delivery': 'd-1' }, body: text }),
      [withId],
    ],
    [
      'HTTP request of a form hook',
      quoted({ headers: { 'x-github-event': 'star' }, body: `payload=${encodeURIComponent(text)}` }),
      [starred],
    ],
    [
      'HTTP request in base64',
      quoted({
        headers: { 'x-github-event': 'star' },
        isBase64Encoded: true,
        body: Buffer.from(text).toString('base64'),
      }),
      [starred],
    ],
    ['payload of Falco', starred, [starred]],
    ['array', `[{"event":"star","payload":${text}},${starred}]`, [starred, starred]],
    ['JSON Lines', `{"event":"star","payload":${text}}\n${starred}\n`, [starred, starred]],
    [
      'webhook_type of the sender',
      `{"event":"star","payload":{"webhook_type":"own","a":1}}`,
      ['{"a":1,"webhook_type":"star"}'],
    ],
  ])('%s', (_what, object, records) => {
    expect(cutText(createCutter, object)).toMatchObject({ records, skips: [] });
    expect(cutText(createRecognisingCutter, object)).toMatchObject({ sources: records.map(() => 'github') });
  });

  it.each<[what: string, text: string, skips: string[]]>([
    ['no webhook', '{"a":1}', ['not-a-record']],
    ['body that is no object', '{"event":"star","payload":[]}', ['not-a-record']],
    ['body that is no JSON', '{"event":"star","payloadText":"x"}', ['not-json']],
    ['delivery without payload', '{"guid":"d","event":"star"}', ['not-a-record']],
  ])('skips: %s', (_what, object, skips) => {
    expect(cutText(createCutter, object)).toMatchObject({ records: [], skips });
  });
});

describe('bodies without their header', () => {
  it.each<[event: string, members: object]>([
    ['ping', { zen: 'z', hook: {} }],
    ['meta', { hook: {}, hook_id: 1, action: 'deleted' }],
    ['push', { ref: 'r', commits: [], pusher: {} }],
    ['create', { ref: 'r', ref_type: 'branch', master_branch: 'm' }],
    ['delete', { ref: 'r', ref_type: 'branch' }],
    ['workflow_run', { workflow_run: {}, workflow: {} }],
    ['pull_request', { pull_request: {}, number: 1 }],
    ['pull_request_review', { pull_request: {}, review: {} }],
    ['issue_comment', { issue: {}, comment: {} }],
    ['issues', { issue: {} }],
    ['member', { member: {}, action: 'added' }],
    ['deploy_key', { key: {}, action: 'created' }],
    ['star', { starred_at: null, action: 'deleted' }],
    ['fork', { forkee: {} }],
    ['watch', { action: 'started' }],
    ['repository', { action: 'publicized' }],
    ['public', {}],
    ['secret_scanning_alert', { alert: { secret_type: 'x' }, action: 'created' }],
    ['dependabot_alert', { alert: { dependency: {} }, action: 'created' }],
    ['', { action: 'never heard of' }],
  ])('are told apart: %s', (event, members) => {
    const unit = quoted({ sender: { login: 'bob' }, repository: {}, ...members });
    const [record = '{}'] = cutText(createCutter, unit).records;
    expect((JSON.parse(record) as { webhook_type: string }).webhook_type).toBe(event);
  });
});

describe('what ends or silences the plugin', () => {
  const push = { ...body, before: '1', after: '2', compare: 'https://github.com/o/n/compare/aaaa...bbbb' };
  const run = { ...body, workflow: { path: 'ci.yml' } };

  it.each<[what: string, webhook: object, reason: string]>([
    ['no answer to the comparison', { event: 'push', payload: push }, 'bad-comparison'],
    ['malformed comparison', { event: 'push', payload: { ...push, compare: 'x' } }, 'bad-comparison'],
    ['comparison that is no text', { event: 'push', payload: { ...push, compare: 5 } }, 'lost-webhook'],
    ['push without repository', { event: 'push', payload: { ...push, repository: null } }, 'lost-webhook'],
    [
      'workflow of another type',
      { event: 'workflow_run', payload: { ...run, workflow: 'x' } },
      'lost-webhook',
    ],
    [
      'path that is no text',
      { event: 'workflow_run', payload: { ...run, workflow: { path: 1 } } },
      'lost-webhook',
    ],
    [
      'repository that is no object',
      { event: 'workflow_run', payload: { ...run, repository: 'x' } },
      'lost-webhook',
    ],
    ['number out of range', { event: 'star', payload: { n: 1 } }, 'not-json'],
    ['body over 256 KiB', { event: 'star', payload: { a: '<'.repeat(50_000) } }, 'too-large'],
  ])('strict skips, fixed delivers: %s', (_what, webhook, reason) => {
    const unit = quoted(webhook).replace('"n":1', '"n":1e400');
    const cut = (compatibility: Compatibility) =>
      cutText(createCutter, unit, { compatibility, maxRecordBytes: 1 << 20 });
    expect(cut('strict')).toMatchObject({ records: [], skips: [reason] });
    expect(cut('fixed').records).toHaveLength(1);
    expect(cut('fixed').records[0]).not.toContain('"files"');
  });
});
