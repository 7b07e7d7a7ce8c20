import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

const RULES = `
- rule: Push denied
  desc: Somebody denies pushes
  condition: okta.evt.type = user.mfa.okta_verify.deny_push
  output: "%okta.org %okta.mfa.deny.countlast[60]"
  priority: WARNING
  source: okta
`;

/** Three denials of a user, a second apart. */
const EVENTS = [0, 1, 2]
  .map((second) =>
    JSON.stringify({
      uuid: `id-${second}`,
      published: `2026-11-24T00:00:0${second}.000Z`,
      eventType: 'user.mfa.okta_verify.deny_push',
      version: '0',
      severity: 'INFO',
      displayMessage: 'denied',
      actor: { id: 'user', type: 'User' },
      outcome: { result: 'DENY' },
      target: [],
    }),
  )
  .join('\n');

describe('settings of the source okta', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'okta-'));
    writeFileSync(join(folder, 'rules.yaml'), RULES);
    writeFileSync(join(folder, 'events.json'), EVENTS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const plugin = (keys: string): string =>
    `plugins: [{name: okta, library_path: libokta.so, init_config: {${keys}}}]\n`;

  it.each([
    ['nothing', '', [' 1', ' 2', ' 3']],
    ['the plugin', plugin('organization: acme, cache_usermaxsize: 2'), ['acme 1', 'acme 2', 'acme 2']],
    [
      'our own keys',
      'event_sources: {okta: {organization: acme, max_events_per_user: 1}}',
      ['acme 1', 'acme 1', 'acme 1'],
    ],
    [
      'both, our own first',
      `${plugin('organization: acme, cache_usermaxsize: 2')}event_sources: {okta: {organization: other}}\n`,
      ['other 1', 'other 2', 'other 2'],
    ],
  ])('come from %s', async (_what, config, messages) => {
    writeFileSync(join(folder, 'falco.yaml'), `rules_files: [rules.yaml]\n${config}`);
    const { stdout } = await runForTest(['replay', '-q', '-c', 'falco.yaml', 'events.json'], folder);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/^\S+ Warning /, '')),
    ).toEqual(messages);
  });

  it('count on the command line of Falco too', async () => {
    const source = plugin('organization: acme').replace('}}]', '}, open_params: events.json}]');
    writeFileSync(
      join(folder, 'falco.yaml'),
      `rules_files: [rules.yaml]\nstdout_output: {enabled: true}\n${source}`,
    );
    const { stdout } = await runForTest(['-c', 'falco.yaml'], folder);
    expect(stdout).toContain('Warning acme ');
  });
});
