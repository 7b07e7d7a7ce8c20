import { describe, expect, it } from 'vitest';
import { parseVersion, satisfiesVersion } from './version.ts';

describe('satisfiesVersion', () => {
  it.each([
    ['0.63.0', '0.1.0', true],
    ['0.63.0', '0.63.0', true],
    ['0.63.0', '0.63.0-rc1', true],
    ['0.63.0', '0.64.0', false],
    ['0.63.0', '1.0.0', false],
    ['1.2.3', '0.2.0', false],
    ['1.0.0-alpha.2', '1.0.0-alpha.10', false],
  ])('%s satisfies %s: %s', (version, required, expected) => {
    expect(satisfiesVersion(version, required)).toBe(expected);
  });

  it.each(['0.10', '2.5', '1e1', 'v0.1.0', '-1', 'seven', ''])('%j is no version', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
