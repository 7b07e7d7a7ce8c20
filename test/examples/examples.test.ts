import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countSkipped } from './count-skipped.ts';
import { detectEvents } from './detect-events.ts';
import { explainVerdict } from './explain-verdict.ts';
import { readAlerts } from './read-alerts.ts';
import { reportMistakes } from './report-mistakes.ts';

const RULES = `
- rule: Trail stopped
  desc: somebody stopped a trail
  source: aws_cloudtrail
  condition: ct.name = StopLogging and not ct.user = maintenance
  output: trail stopped (user=%ct.user ip=%ct.srcip)
  priority: CRITICAL
- rule: Call to CloudTrail
  desc: any call
  source: aws_cloudtrail
  condition: ct.src = cloudtrail.amazonaws.com
  output: call to CloudTrail (user=%ct.user)
  priority: NOTICE
`;
const EVENT = {
  eventTime: '2024-01-15T10:20:30Z',
  eventType: 'AwsApiCall',
  eventVersion: '1.08',
  eventSource: 'cloudtrail.amazonaws.com',
  awsRegion: 'us-east-1',
  eventName: 'StopLogging',
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'IAMUser', userName: 'mallory' },
};

describe('examples of the library', () => {
  it('detects', () => {
    expect(detectEvents(RULES, EVENT)).toEqual([
      '2024-01-15T10:20:30.000000000+0000: Critical trail stopped (user=mallory ip=198.51.100.7)',
    ]);
  });

  it('reads alerts', () => {
    const bytes = Buffer.from(JSON.stringify({ Records: [EVENT] }));
    expect(readAlerts([RULES], bytes)).toEqual([
      { rule: 'Trail stopped', isUrgent: true, user: 'mallory' },
      { rule: 'Call to CloudTrail', isUrgent: false, user: 'mallory' },
    ]);
  });

  it('reports mistakes', () => {
    expect(reportMistakes(RULES)).toBe('rules load');
    expect(reportMistakes(RULES.replace('ct.name', 'ct.nme'))).toContain('ct.nme');
  });

  it('counts what it passes over', () => {
    const lines = [JSON.stringify(EVENT), '{"eventName":"StopLogging"}', '{"eventName":"StopLogging"}'];
    expect([...countSkipped(RULES, lines)]).toEqual([['no-event-time', 2]]);
  });

  it('explains', () => {
    const event = { ...EVENT, userIdentity: { type: 'IAMUser', userName: 'maintenance' } };
    expect(explainVerdict(RULES, event, 'Trail stopped')).toEqual([
      'ct.name = StopLogging: true',
      'ct.user = maintenance: true',
    ]);
  });
});

describe('docs/reference/library-api.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/reference/library-api.md'), 'utf8');
  const files = readdirSync(import.meta.dirname).filter((name) => !name.includes('.test.'));

  it.each(files)('shows %s as it is', (name) => {
    expect(page).toContain(`\`\`\`ts\n${readFileSync(join(import.meta.dirname, name), 'utf8')}\`\`\``);
  });
});
