import { describe, expect, it } from 'vitest';
import { expandEnvironment } from './expand-environment.ts';

const variables: Readonly<Record<string, string>> = {
  TEAM: 'blue',
  OUTER: 'in ${TEAM}',
  LOOP: '${LOOP}',
  DOLLAR: '$x',
};
const expand = (value: string): string => expandEnvironment(value, (name) => variables[name]);

describe('environment variables in values', () => {
  it.each([
    ['${TEAM}', 'blue'],
    ['[${TEAM}|${TEAM}]', '[blue|blue]'],
    ['${UNSET}|', '|'],
    ['${OUTER}', 'in blue'],
    ['$${TEAM}', '${TEAM}'],
    ['$${TEAM} ${TEAM}', '${TEAM} blue'],
    ['$$${TEAM}', '$$${TEAM}'],
    ['a ${TEAM} $B ${TEAM}', 'a blue $B ${TEAM}'],
    ['${DOLLAR} ${TEAM}', '$x ${TEAM}'],
    ['$TEAM', '$TEAM'],
    ['${TEAM', '${TEAM'],
    ['${ TEAM }', ''],
    ['${TEAM:-red}', ''],
    ['${}|', '|'],
    ['${A${B}}', '}'],
    ['no dollar', 'no dollar'],
    ['', ''],
  ])('%s → %s', (value, expected) => {
    expect(expand(value)).toBe(expected);
  });

  it('ends where a variable names itself', () => {
    expect(expand('${LOOP}')).toBe('${LOOP}');
  });
});
