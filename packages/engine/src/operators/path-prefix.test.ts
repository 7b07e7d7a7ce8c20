import { describe, expect, it } from 'vitest';
import { compilePathPrefix } from './path-prefix.ts';

const VALUE = '/opt/dir/subdir/file.txt';

describe('pmatch', () => {
  it.each([
    ['/opt'],
    ['opt'],
    ['/opt/'],
    ['//opt//dir'],
    ['/'],
    [''],
    ['/opt/*'],
    ['/opt/*/subdir'],
    ['/o*'],
    ['*'],
    ['/opt/di[r]/subdir'],
    ['/opt/dir/subdir/file.txt'],
  ])(`${VALUE} starts with %j`, (pattern) => {
    expect(compilePathPrefix([pattern])(VALUE)).toBe(true);
  });

  it.each([['/opt/d'], ['/opt/di[!r]/subdir'], ['/opt/*/subdir2'], ['/opt/dir/subdir/file.txt/x']])(
    `${VALUE} does not start with %j`,
    (pattern) => {
      expect(compilePathPrefix([pattern])(VALUE)).toBe(false);
    },
  );

  it('matches nothing without patterns', () => {
    expect(compilePathPrefix([])(VALUE)).toBe(false);
  });

  it('takes any of several patterns, whichever of them fails deeper down', () => {
    const matches = compilePathPrefix(['/usr/lib', '/o*/x', '/*t/dir', '/usr']);
    expect(['/opt/dir', '/usr', '/usr/lib/y', '/opt/y', '/var'].map(matches)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('looks at every pattern component once', () => {
    const patterns = Array.from({ length: 60 }, (_, depth) => `${'/*'.repeat(depth)}/[a]b`);
    expect(compilePathPrefix(patterns)('/a'.repeat(5000))).toBe(false);
  });
});
