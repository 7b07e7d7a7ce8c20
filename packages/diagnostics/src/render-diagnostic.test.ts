import { describe, expect, it } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { renderDiagnostic } from './render-diagnostic.ts';
import type { SourceText } from './source-text.ts';

function diagnose(
  source: SourceText,
  start: number,
  end: number,
  more: Partial<Diagnostic> = {},
): Diagnostic {
  return {
    severity: 'error',
    code: 'unknown-field',
    message: 'unknown field',
    span: { source, start, end },
    hints: [],
    notes: [],
    ...more,
  };
}

describe('renderDiagnostic', () => {
  const text = `${'\n'.repeat(13)}  condition: ct.usr = root and ct.name = ConsoleLogin\n`;
  const source = { name: 'rules/aws/console.yaml', text };
  const start = text.indexOf('ct.usr');

  it('draws the line, the place and the hint', () => {
    const diagnostic = diagnose(source, start, start + 6, {
      message: 'unknown field "ct.usr"',
      hints: ['did you mean "ct.user"?'],
    });
    expect(renderDiagnostic(diagnostic)).toBe(
      [
        'error[unknown-field]: unknown field "ct.usr"',
        '  ┌─ rules/aws/console.yaml:14:14',
        '14│   condition: ct.usr = root and ct.name = ConsoleLogin',
        '  │              ^^^^^^',
        '  = did you mean "ct.user"?',
      ].join('\n'),
    );
  });

  it('draws notes with frames of their own', () => {
    const note = { message: 'the first one', span: { source, start: start - 13, end: start - 2 } };
    expect(renderDiagnostic(diagnose(source, start, start + 6, { notes: [note] }))).toContain(
      '  = note: the first one\n  ┌─ rules/aws/console.yaml:14:1',
    );
  });

  it('needs no place', () => {
    const diagnostic: Diagnostic = {
      severity: 'warning',
      code: 'LOAD_UNUSED_LIST',
      message: 'm',
      hints: ['h'],
      notes: [],
    };
    expect(renderDiagnostic(diagnostic)).toBe('warning[LOAD_UNUSED_LIST]: m\n  = h');
  });

  it.each([
    ['counts characters, not bytes', { text: 'é x', name: 'f', decode: undefined }, 2, '1│ é x\n │   ^'],
    [
      'decodes bytes',
      {
        text: Buffer.from('日本 x').toString('latin1'),
        name: 'f',
        decode: (slice: string) => Buffer.from(slice, 'latin1').toString(),
      },
      7,
      '1│ 日本 x\n │    ^',
    ],
    ['shows a tab as one blank', { text: '\tx', name: 'f', decode: undefined }, 1, '1│  x\n │  ^'],
    [
      'shows control characters as pictures',
      { text: '\x1b[2Jx', name: 'f', decode: undefined },
      4,
      '1│ ␛[2Jx\n │     ^',
    ],
    ['shows an empty place', { text: 'ab', name: 'f', decode: undefined }, 2, '1│ ab\n │   ^'],
  ])('%s', (_what, { decode, ...plain }, at, expected) => {
    const place = decode ? { ...plain, decode } : plain;
    expect(renderDiagnostic(diagnose(place, at, at + 1))).toContain(expected);
  });

  it('shows a window of a long line', () => {
    const long = { name: 'f', text: `${'a'.repeat(5000)}X${'b'.repeat(5000)}` };
    const lines = renderDiagnostic(diagnose(long, 5000, 5001)).split('\n');
    expect(lines[2]?.length).toBeLessThan(160);
    expect(lines[2]?.[lines[3]?.indexOf('^') ?? 0]).toBe('X');
  });

  it('paints when asked to', () => {
    expect(renderDiagnostic(diagnose(source, start, start + 6), { color: true })).toContain(
      '\x1b[1;31merror[unknown-field]\x1b[0m',
    );
  });
});
