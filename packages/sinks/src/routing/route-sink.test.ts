import type { Alert } from '@windhover/engine';
import type { RenderedAlert, Sink } from '@windhover/pipeline';
import { createAlert } from '@windhover/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRouteMatch, type RouteMatch } from './match-alert.ts';
import { createRoutedSink } from './route-sink.ts';

const going = new AbortController().signal;

function createDetailed(id: string, details: Partial<Alert> = {}): RenderedAlert {
  const { alert, ...lines } = createAlert(id);
  return { ...lines, alert: { ...alert, ...details } };
}

const login = createDetailed('1', {
  rule: 'Console Login Without MFA',
  priority: 'Critical',
  source: 'aws_cloudtrail',
  tags: ['aws', 'T1078'],
  outputFields: new Map<string, unknown>([
    ['ct.user', 'bob'],
    ['ct.count', 3n],
    ['ct.list', ['a', 'b']],
    ['ct.none', undefined],
  ]) as Alert['outputFields'],
}).alert;

describe('compileRouteMatch', () => {
  it.each<[RouteMatch, boolean]>([
    [{}, true],
    [{ minimumPriority: 'Critical' }, true],
    [{ minimumPriority: 'Debug' }, true],
    [{ minimumPriority: 'Alert' }, false],
    [{ sources: ['okta', 'aws_cloudtrail'] }, true],
    [{ sources: ['okta'] }, false],
    [{ rules: ['Console Login Without MFA'] }, true],
    [{ rules: ['console login without mfa'] }, false],
    [{ rules: ['Console*'] }, true],
    [{ rules: ['*MFA'] }, true],
    [{ rules: ['*Login*With*'] }, true],
    [{ rules: ['Login*'] }, false],
    [{ rules: ['Console Login Without MFA*MFA'] }, false],
    [{ rules: ['*'] }, true],
    [{ tags: ['gcp', 'T1078'] }, true],
    [{ tags: ['gcp'] }, false],
    [{ fields: { 'ct.user': ['alice', 'bob'] } }, true],
    [{ fields: { 'ct.count': ['3'] } }, true],
    [{ fields: { 'ct.list': ['a,b'] } }, true],
    [{ fields: { 'ct.none': ['<NA>'], 'ct.unknown': ['<NA>'] } }, true],
    [{ fields: { 'ct.user': ['alice'] } }, false],
    [{ sources: ['aws_cloudtrail'], tags: ['gcp'] }, false],
  ])('%j → %j', (match, expected) => expect(compileRouteMatch(match)(login)).toBe(expected));

  it('reads * as any text, as a regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, rule) => {
        const reference = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(compileRouteMatch({ rules: [pattern] })({ ...login, rule })).toBe(reference.test(rule));
      }),
    );
  });
});

describe('routed sink', () => {
  const createNoting = (received: string[], failures = 0): Sink => ({
    name: 'noting',
    async deliver(alerts) {
      if (failures-- > 0) throw new Error('away');
      received.push(...alerts.map(({ alert }) => alert.id));
    },
    close: async () => void received.push('closed'),
  });
  const alerts = [
    createDetailed('1', { priority: 'Critical' }),
    createDetailed('2', { priority: 'Debug', tags: ['loud'] }),
    createDetailed('3', { priority: 'Debug' }),
  ];

  it('gives each alert to the first way that takes it, and to no other', async () => {
    const [urgent, loud]: [string[], string[]] = [[], []];
    const routed = createRoutedSink('pager', [
      { match: { minimumPriority: 'Error' }, sink: createNoting(urgent) },
      { match: { tags: ['loud'] }, sink: createNoting(loud) },
    ]);
    await routed.deliver(alerts, going);
    expect([routed.name, urgent, loud]).toEqual(['pager', ['1'], ['2']]);
  });

  it('rejects when one of the ways does', async () => {
    const routed = createRoutedSink('pager', [{ match: {}, sink: createNoting([], 1) }]);
    await expect(routed.deliver(alerts, going)).rejects.toThrow('away');
    await routed.deliver(alerts, going);
  });

  it('closes a sink once that stands behind two ways', async () => {
    const received: string[] = [];
    const sink = createNoting(received);
    await createRoutedSink('x', [
      { match: { tags: ['a'] }, sink },
      { match: { tags: ['b'] }, sink },
    ]).close();
    expect(received).toEqual(['closed']);
  });
});
