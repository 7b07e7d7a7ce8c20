import type { ByteString } from '@windhover/bytes';
import type { SourceText } from '@windhover/diagnostics';
import type { TracedPiece, TracedText } from '../traced-text.ts';

/** Collects the text of one scalar from its source, part by part. */
export interface TracedTextBuilder {
  /** Add `source.text[start, end)` as it stands. */
  addVerbatim(start: number, end: number): void;
  /** Add `text`, which stands in the source as `[start, end)`. */
  addReplaced(text: ByteString, start: number, end: number): void;
  /** Drop blanks (and a CR) at the end of what was added verbatim since the last `protect` or replacement. */
  trimBlanks(): void;
  /** Keep what is there from being trimmed. */
  protect(): void;
  finish(): TracedText;
}

export function createTracedTextBuilder(source: SourceText): TracedTextBuilder {
  const pieces: TracedPiece[] = [];
  const texts: ByteString[] = [];
  let length = 0;
  let trimmable = false;

  function add(text: ByteString, sourceStart: number, sourceEnd: number, verbatim: boolean): void {
    if (text === '') return;
    pieces.push({ start: length, end: length + text.length, source, sourceStart, sourceEnd, verbatim });
    texts.push(text);
    length += text.length;
  }

  return {
    addVerbatim(start, end) {
      if (start === end) return;
      add(source.text.slice(start, end), start, end, true);
      trimmable = true;
    },
    addReplaced(text, start, end) {
      add(text, start, end, false);
      trimmable = false;
    },
    trimBlanks() {
      const last = texts.at(-1);
      const piece = pieces.at(-1);
      if (!trimmable || last === undefined || piece === undefined) return;
      let keep = last.length;
      while (keep > 0 && (last[keep - 1] === ' ' || last[keep - 1] === '\t' || last[keep - 1] === '\r'))
        keep--;
      length -= last.length - keep;
      texts.pop();
      pieces.pop();
      trimmable = false;
      if (keep === 0) return;
      texts.push(last.slice(0, keep));
      pieces.push({ ...piece, end: piece.start + keep, sourceEnd: piece.sourceStart + keep });
    },
    protect() {
      trimmable = false;
    },
    finish: () => ({ text: texts.join(''), pieces }),
  };
}
