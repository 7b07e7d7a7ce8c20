// Fields of real events by value; fixtures/README.md says where they come from.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import { fieldReader } from '../read-for-test.ts';
import { okta } from './source.ts';

/** The record that the source makes of a line. */
function readRecord(file: string, index: number): string {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${file}.ndjson`), 'utf8');
  return cutText(okta.createCutter, text).records[index] as string;
}

describe('fields of real events', () => {
  it.each<[file: string, index: number, fields: Readonly<Record<string, unknown>>]>([
    [
      'cribl-okta-rest',
      0,
      {
        'okta.evt.type': 'system.brand.create',
        'okta.published': '2025-07-21T14:48:24.597Z',
        'okta.severity': 'INFO',
        'okta.message': 'Brand was created',
        'okta.actor.alternateid': 'freetrialorgcreator@okta.com',
        'okta.actor.Type': 'User',
        'okta.result': 'SUCCESS',
        'okta.client.ip': '52.207.21.207',
        'okta.client.geo.city': 'Ashburn',
        'okta.client.geo.lat': '39.0469',
        'okta.client.geo.lon': '-77.4903',
        'okta.useragent.os': 'Unknown',
        'okta.requesturi': '/api/internal/orgs',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.targets.displayName': '(bndtfrct1tsQhULFV697)',
      },
    ],
    [
      'cribl-okta-rest',
      1,
      {
        'okta.evt.type': 'application.lifecycle.update',
        'okta.published': '2025-07-21T14:48:24.723Z',
        'okta.severity': 'INFO',
        'okta.message': 'Update application',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.target.app.alternateid': 'Okta Admin Console',
        'okta.targets.displayName': '(Okta Admin Console)',
      },
    ],
    [
      'cribl-okta-rest',
      2,
      {
        'okta.evt.type': 'application.policy.sign_on.update',
        'okta.published': '2025-07-21T14:48:25.827Z',
        'okta.severity': 'INFO',
        'okta.message': 'Update app sign on policy',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.reason': 'Admin console MFA enforcement',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.target.app.alternateid': 'Okta Admin Console',
        'okta.targets.displayName': '(Okta Admin Console)',
      },
    ],
    [
      'cribl-okta-rest',
      3,
      {
        'okta.evt.type': 'app.oauth2.key.rollover',
        'okta.published': '2025-07-21T14:48:27.753Z',
        'okta.severity': 'INFO',
        'okta.message': 'Org Authorization Server token signing key rolled over',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.targets.displayName': '()',
      },
    ],
    [
      'cribl-okta-rest',
      4,
      {
        'okta.evt.type': 'policy.lifecycle.update',
        'okta.published': '2025-07-21T14:48:28.503Z',
        'okta.severity': 'INFO',
        'okta.message': 'Update policy',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.targets.displayName': '(Default Policy)',
      },
    ],
    [
      'cribl-okta-rest',
      5,
      {
        'okta.evt.type': 'app.oauth2.as.key.rollover',
        'okta.published': '2025-07-21T14:48:30.222Z',
        'okta.severity': 'INFO',
        'okta.message': 'Custom Authorization Server token signing key rolled over',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 14618n,
        'okta.targets.displayName': '(default)',
      },
    ],
    [
      'cribl-okta-rest',
      6,
      {
        'okta.evt.type': 'application.user_membership.add',
        'okta.published': '2025-07-21T14:48:32.393Z',
        'okta.severity': 'INFO',
        'okta.message': 'Add user to application membership',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.target.user.alternateid': 'jdoe@acme.com',
        'okta.target.app.alternateid': 'Okta OIN Submission Tester',
        'okta.targets.displayName': '(John Doe,Okta OIN Submission Tester,John Doe)',
        'okta.targets.displayName[1]': 'Okta OIN Submission Tester',
      },
    ],
    [
      'cribl-okta-rest',
      7,
      {
        'okta.evt.type': 'policy.evaluate_sign_on',
        'okta.published': '2025-07-21T14:48:52.292Z',
        'okta.severity': 'INFO',
        'okta.message': 'Evaluation of sign-on policy',
        'okta.actor.alternateid': 'jdoe@acme.com',
        'okta.actor.Type': 'User',
        'okta.result': 'CHALLENGE',
        'okta.reason': 'Sign-on policy evaluation resulted in ENROLL',
        'okta.client.ip': '97.178.252.31',
        'okta.client.geo.city': 'Riverton',
        'okta.client.geo.lat': '40.5219',
        'okta.client.geo.lon': '-111.9391',
        'okta.useragent.os': 'Mac OS 15.5.0 (Sequoia)',
        'okta.requesturi': '/oauth2/v1/authorize',
        'okta.security.isproxy': 'false',
        'okta.security.asnumber': 6167n,
        'okta.target.app.alternateid': 'Okta Admin Console',
        'okta.targets.displayName': '(Okta Admin Console,Default Rule,Catch-all Rule)',
        'okta.targets.displayName[1]': 'Default Rule',
      },
    ],
    [
      'cribl-okta-rest',
      8,
      {
        'okta.evt.type': 'directory.app_user_profile.bootstrap',
        'okta.published': '2025-07-21T14:49:00.444Z',
        'okta.severity': 'INFO',
        'okta.message': 'Bootstrap application user profile',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.target.app.alternateid': 'Okta Workflows',
        'okta.targets.displayName': '(Okta Workflows User,Okta Workflows)',
        'okta.targets.displayName[1]': 'Okta Workflows',
      },
    ],
    [
      'cribl-okta-rest',
      9,
      {
        'okta.evt.type': 'policy.mapping.create',
        'okta.published': '2025-07-21T14:49:03.572Z',
        'okta.severity': 'INFO',
        'okta.message': 'Create policy mapping',
        'okta.actor.alternateid': 'system@okta.com',
        'okta.actor.Type': 'SystemPrincipal',
        'okta.result': 'SUCCESS',
        'okta.target.app.alternateid': 'Okta Workflows OAuth',
        'okta.targets.displayName': '(Default Policy,Okta Workflows OAuth)',
        'okta.targets.displayName[1]': 'Okta Workflows OAuth',
      },
    ],
  ])('%s %i', (file, index, fields) => {
    const read = fieldReader(okta, readRecord(file, index));
    const got = Object.fromEntries(Object.keys(fields).map((name) => [name, read(name)]));
    expect(got).toEqual(fields);
  });
});
