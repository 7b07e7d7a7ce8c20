// Characters that mean something to YAML. The end of the text counts as NaN.

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
export const HASH = 0x23;
export const COLON = 0x3a;

export function isBlankAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === SPACE || code === TAB;
}

/** A line ends here, with LF or CR LF. */
export function isBreakAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LINE_FEED || (code === RETURN && text.charCodeAt(at + 1) === LINE_FEED);
}

export function isBlankOrBreakAt(text: string, at: number): boolean {
  return isBlankAt(text, at) || isBreakAt(text, at);
}

/** Nothing of a word follows: a blank, a line break, the end. */
export function isGapAt(text: string, at: number): boolean {
  return at >= text.length || isBlankOrBreakAt(text, at);
}

/** Offset after the line break at `at`. */
export function skipBreak(text: string, at: number): number {
  return text.charCodeAt(at) === RETURN ? at + 2 : at + 1;
}

/** `---` or `...` on its own at the start of a line. */
export function isDocumentMarkAt(text: string, at: number): boolean {
  return (text.startsWith('---', at) || text.startsWith('...', at)) && isGapAt(text, at + 3);
}
