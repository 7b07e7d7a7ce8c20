import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPositionStore } from './position-store.ts';
import { createSettlementOrder } from './settlement-order.ts';

describe('createSettlementOrder', () => {
  it('advances only over what is settled without a gap', () => {
    const advanced: string[] = [];
    const order = createSettlementOrder((position) => void advanced.push(position));
    for (const position of ['1', '2', '3']) order.begin(position);
    order.settle('2');
    expect([advanced, order.unsettled]).toEqual([[], 3]);
    order.settle('1');
    order.begin('4');
    order.settle('4');
    order.settle('3');
    expect([advanced, order.unsettled]).toEqual([['2', '4'], 0]);
  });

  it('never passes an open position, in whatever order they are settled', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), (sequence) => {
        let advanced = -1;
        const settled = new Set<number>();
        const order = createSettlementOrder((position) => (advanced = Number(position)));
        for (let position = 0; position < 12; position++) order.begin(`${position}`);
        for (const position of sequence) {
          settled.add(position);
          order.settle(`${position}`);
          let expected = -1;
          while (settled.has(expected + 1)) expected++;
          expect(advanced).toBe(expected);
        }
      }),
    );
  });
});

describe('openPositionStore', () => {
  it('remembers across openings, by scope and part', () => {
    const directory = mkdtempSync(join(tmpdir(), 'windhover-positions-'));
    const path = join(directory, 'positions.db');
    const first = openPositionStore(path);
    first.set('a', 'x', '1');
    first.set('a', 'x', '2');
    first.set('b', 'x', '');
    first.close();
    const second = openPositionStore(path);
    expect([second.get('a', 'x'), second.get('b', 'x'), second.get('a', 'y')]).toEqual(['2', '', undefined]);
    second.clear('a');
    expect([second.get('a', 'x'), second.get('b', 'x')]).toEqual([undefined, '']);
    second.close();
    rmSync(directory, { recursive: true });
  });
});
