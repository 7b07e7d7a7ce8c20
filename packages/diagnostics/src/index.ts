// Source spans, diagnostic codes, code frames, "did you mean".

export type { Diagnostic, DiagnosticNote, Severity } from './diagnostic.ts';
export type { SourcePosition, SourceText, Span } from './source-text.ts';
export { locateOffset } from './source-text.ts';

// Codes
export type { DiagnosticCode, FalcoCode, FalcoErrorCode, FalcoWarningCode } from './codes.ts';
export { CODES, isErrorCode } from './codes.ts';

// What people read
export type { RenderOptions } from './render-diagnostic.ts';
export { renderDiagnostic } from './render-diagnostic.ts';
export { hintDidYouMean, suggest } from './suggest.ts';
