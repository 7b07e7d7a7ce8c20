import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

const RULES = `- rule: Trail stopped
  desc: somebody stopped a trail
  source: aws_cloudtrail
  condition: ct.name = StopLogging
  output: stopped (user=%ct.user region=%ct.region)
  priority: CRITICAL
  tags: [aws, T1562.008]
`;
const EVENT = {
  eventTime: '2024-01-15T10:20:30Z',
  eventType: 'AwsApiCall',
  eventVersion: '1.08',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
};

describe('mistakes on the way to a rule are told in a line', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
    const files = {
      'rules.yaml': RULES,
      'event.json': JSON.stringify(EVENT),
      'half.json': '{"eventTime":',
      'other.json': '{"hello":"world"}',
      'half.json.gz': '\u001f\u008b',
      'broken_test.yaml': 'tests: [{name: x, evnt: {}}]',
      'unknown_test.yaml': 'tests: [{name: x, rule: No Such Rule, event: {}}]',
      'missing_test.yaml': 'tests: [{name: x, sample: {file: nothere.json}}]',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, 'latin1');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fromEvent = (event: string, file = 'new.yaml'): string[] => [
    'new',
    'rule',
    '--name',
    'Mine',
    '--file',
    file,
    '--from-event',
    event,
  ];
  const explain = (event: string, ...rest: string[]): string[] => [
    'explain',
    '-r',
    'rules.yaml',
    '--event',
    event,
    ...rest,
  ];

  it.each<[string[], number, string]>([
    [fromEvent('nothere.json'), 1, 'could not read the event in nothere.json: there is no such file'],
    [fromEvent('half.json'), 1, 'the event is not accepted: the object ends before its JSON does'],
    [fromEvent('event.json', 'rules.yaml'), 1, 'rules.yaml is there already'],
    [explain('nothere.json'), 1, 'could not read the event in nothere.json: there is no such file'],
    [explain('half.json.gz'), 1, 'could not read the event in half.json.gz: unexpected end of file'],
    [
      explain('event.json', '--rule', 'Trial stopped'),
      2,
      'there is no rule "Trial stopped"; did you mean "Trail stopped"?',
    ],
    [explain('event.json', '--index', '7'), 1, 'no record of event.json is chosen'],
    [explain('event.json', '--source', 'aws'), 2, 'unknown event source aws; known are aws_cloudtrail, '],
    [explain('other.json'), 1, 'the event is not accepted: no event source knows this'],
    [
      ['replay', '-r', 'rules.yaml', '--checkpoint', 'done.db', '--since', '7d', 'event.json'],
      2,
      '--since, --checkpoint: needs an input s3://BUCKET[/PREFIX]',
    ],
    [['test', 'nothere_test.yaml'], 2, 'no *_test.yaml below nothere_test.yaml'],
    [['test', 'broken_test.yaml'], 2, 'broken_test.yaml:1:'],
    [['test', 'missing_test.yaml'], 2, 'missing_test.yaml: '],
    [['lint', 'nothere.yaml'], 2, 'could not open file nothere.yaml for reading: there is no such file'],
    [['validate', 'nothere.yaml'], 1, 'could not open file nothere.yaml for reading: there is no such file'],
    [['fmt', 'nothere.yaml'], 2, 'could not open file nothere.yaml for reading: there is no such file'],
  ])('%j', async (words, exitCode, message) => {
    const finished = await runForTest(words, folder);
    expect(finished.stderr).toContain(message);
    expect(finished.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(finished.exitCode).toBe(exitCode);
  });

  it('fails a test of a rule that is not there', async () => {
    const { stdout, exitCode } = await runForTest(['test', 'unknown_test.yaml'], folder);
    expect(stdout).toContain('there is no rule "No Such Rule"');
    expect(exitCode).toBe(1);
  });
});
