import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import { recogniseSource } from '../recognise-source.ts';
import { okta } from './source.ts';

const { createCutter } = okta;

function event(uuid: string): string {
  return JSON.stringify({
    uuid,
    published: '2024-05-01T10:00:00.000Z',
    eventType: 'user.session.start',
    actor: { id: 'a', type: 'User' },
  });
}

const [a, b] = [event('a'), event('b')];

describe('objects with System Log events', () => {
  it.each<[what: string, text: string, records: string[]]>([
    ['answer of the API', `[${a},${b}]`, [a, b]],
    ['JSON Lines', `${a}\n${b}\n`, [a, b]],
    ['single event', a, [a]],
    ['indented event', JSON.stringify(JSON.parse(a), null, 2), [JSON.stringify(JSON.parse(a), null, 2)]],
    [
      'event hook',
      `{"eventType":"com.okta.event_hook","cloudEventsVersion":"0.1","data":{"events":[${a},${b}]}}`,
      [a, b],
    ],
    ['list of events', `{"events":[${a}]}`, [a]],
    ['log stream to EventBridge', `{"version":"0","detail-type":"SystemLog","detail":${a}}`, [a]],
    ['SNS message', JSON.stringify({ Type: 'Notification', Message: a }), [a]],
  ])('%s', (_what, text, records) => {
    expect(cutText(createCutter, text)).toMatchObject({ records, skips: [] });
    expect(recogniseSource(Buffer.from(text))?.source.name).toBe('okta');
  });

  it('put names in other case right and keep what else there is', () => {
    const text =
      '{"UUID":"a","eventtype":"user.x","ACTOR":{"ID":"i","X":1.0},"target":[{"displayname":"t"}],"Y":2}';
    expect(cutText(createCutter, text).records).toEqual([
      '{"uuid":"a","eventType":"user.x","actor":{"id":"i","X":1.0},"target":[{"displayName":"t"}],"Y":2}',
    ]);
  });

  it.each<[what: string, text: string, skips: string[]]>([
    ['other JSON', '{"x":1}', ['not-a-record']],
    ['text', 'hello', ['not-json']],
    ['damage in the middle', `[${a},{"x":tru},${b}]`, ['not-json']],
  ])('counts what it passes over: %s', (_what, text, skips) =>
    expect(cutText(createCutter, text).skips).toEqual(skips),
  );

  it('leaves events with a bad member out in strict only', () => {
    const bad = '{"uuid":"x","eventType":"user.x","actor":{"id":1}}';
    expect(cutText(createCutter, `[${a},${bad}]`).records).toHaveLength(2);
    const strict = cutText(createCutter, `[${a},${bad}]`, { compatibility: 'strict' });
    expect(strict).toMatchObject({ skips: ['not-a-record'] });
    expect(strict.records).toHaveLength(1);
  });
});
