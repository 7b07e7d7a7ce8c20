import { describe, expect, it } from 'vitest';
import { createDetector, RulesError } from './detector.ts';

const RULES = `
- rule: Console login without MFA
  desc: Somebody logged in to the console without a second factor.
  source: aws_cloudtrail
  condition: ct.name = ConsoleLogin and json.value[/additionalEventData/MFAUsed] = No
  output: "console login without MFA (user=%ct.user ip=%ct.srcip)"
  priority: WARNING
  tags: [aws]
`;
const LOGIN = {
  eventTime: '2024-01-15T10:20:30Z',
  eventType: 'AwsConsoleSignIn',
  eventVersion: '1.08',
  eventSource: 'signin.amazonaws.com',
  eventID: '11111111-2222-3333-4444-555555555555',
  awsRegion: 'us-east-1',
  eventName: 'ConsoleLogin',
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'IAMUser', userName: 'bob' },
  additionalEventData: { MFAUsed: 'No' },
};

describe('createDetector', () => {
  it('finds alerts in events, in their text, and in documents that hold several', () => {
    const detector = createDetector({ rules: [RULES] });
    const [alert] = detector.detect(LOGIN);
    expect(alert && detector.format(alert)).toBe(
      '2024-01-15T10:20:30.000000000+0000: Warning console login without MFA (user=bob ip=198.51.100.7)',
    );
    expect(alert && detector.format(alert, 'json')).toContain('"ct.user":"bob"');
    expect(detector.detect(JSON.stringify(LOGIN))).toHaveLength(1);
    expect(detector.detect({ Records: [LOGIN, { ...LOGIN, eventName: 'Other' }, LOGIN] })).toHaveLength(2);
  });

  it('gives the same id to the alerts of one event', () => {
    const detector = createDetector({ rules: [RULES], source: 'aws_cloudtrail' });
    const ids = [LOGIN, { ...LOGIN }, { ...LOGIN, eventID: 'other' }]
      .flatMap((event) => detector.detect(event))
      .map(({ id }) => id);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('tells what it passed over', () => {
    const detector = createDetector({ rules: [RULES], source: 'aws_cloudtrail' });
    expect(detector.detect('{"eventName":"ConsoleLogin"}')).toEqual([]);
    expect(detector.skipped).toMatchObject([{ reason: 'no-event-time' }]);
  });

  it('throws rules that do not load, with the place', () => {
    const broken = RULES.replace('ct.name =', 'ct.nope =');
    expect(() => createDetector({ rules: [broken] })).toThrow(RulesError);
    expect(() => createDetector({ rules: [broken] })).toThrow(/ct\.nope/);
  });

  it('counts the MFA failures of Okta whichever rule an event ends at', () => {
    const rule = (name: string, condition: string): string =>
      `- {rule: ${name}, desc: d, source: okta, condition: '${condition}', output: ${name}, priority: INFO}\n`;
    const detector = createDetector({
      rules: [
        rule('odd', 'json.value[/displayMessage] = odd') +
          rule('many', 'okta.mfa.failure.countlast[600] >= 3'),
      ],
    });
    const failure = (second: number, displayMessage: string) => ({
      eventType: 'user.authentication.auth_via_mfa',
      published: `2024-01-15T10:20:0${second}.000Z`,
      uuid: `u${second}`,
      actor: { id: 'bob' },
      outcome: { result: 'FAILURE' },
      displayMessage,
    });
    const found = [failure(1, 'odd'), failure(2, 'odd'), failure(3, 'even')].flatMap((event) =>
      detector.detect(event).map(({ rule }) => rule),
    );
    expect(found).toEqual(['odd', 'odd', 'many']);
  });
});
