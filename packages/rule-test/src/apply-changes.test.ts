import { describe, expect, it } from 'vitest';
import { applyChanges, valueAt } from './apply-changes.ts';

const event = { a: 'b', c: { d: 'e', f: 'g' }, list: [1, 2, 3], '/': 'slash' };

describe('changes to an event', () => {
  it.each([
    ['nothing', {}, event],
    ['a merge replaces and adds', { merge: { a: 'z', n: 1 } }, { ...event, a: 'z', n: 1 }],
    ['a merge with null removes', { merge: { c: { f: null } } }, { ...event, c: { d: 'e' } }],
    ['a merge replaces arrays', { merge: { list: [9] } }, { ...event, list: [9] }],
    ['a set goes deep', { set: { '/c/d': 'x' } }, { ...event, c: { d: 'x', f: 'g' } }],
    ['a set makes what is missing', { set: { '/n/m': 1 } }, { ...event, n: { m: 1 } }],
    ['a set into an array', { set: { '/list/1': 'x' } }, { ...event, list: [1, 'x', 3] }],
    ['a set at the end of an array', { set: { '/list/-': 4 } }, { ...event, list: [1, 2, 3, 4] }],
    ['an escaped pointer', { set: { '/~1': 'x' } }, { ...event, '/': 'x' }],
    ['a removal', { remove: ['/c'] }, { a: 'b', list: [1, 2, 3], '/': 'slash' }],
    ['a removal from an array', { remove: ['/list/0'] }, { ...event, list: [2, 3] }],
    ['a removal of nothing', { remove: ['/x/y'] }, event],
    [
      'all three, in order',
      { merge: { a: 'm' }, set: { '/a': 's' }, remove: ['/c'] },
      { a: 's', list: [1, 2, 3], '/': 'slash' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(applyChanges(event, changes)).toEqual(expected);
  });

  it('leave the given event as it is', () => {
    const before = structuredClone(event);
    applyChanges(event, { merge: { a: 1 }, set: { '/c/d': 2 }, remove: ['/list'] });
    expect(event).toEqual(before);
  });

  it('take __proto__ for a name like any other', () => {
    const changed = applyChanges({}, { set: { '/__proto__/polluted': true } });
    expect(JSON.stringify(changed)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('valueAt', () => {
  it.each([
    ['', event],
    ['/c/d', 'e'],
    ['/list/2', 3],
    ['/~1', 'slash'],
    ['/nope', undefined],
    ['/a/b', undefined],
  ])('%s', (pointer, expected) => {
    expect(valueAt(event, pointer)).toEqual(expected);
  });
});
