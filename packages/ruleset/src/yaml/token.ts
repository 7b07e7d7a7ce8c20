import type { TracedText } from '../traced-text.ts';

export type Token = StructureToken | NamedToken | ScalarToken;

interface TokenBase {
  readonly start: number;
  readonly end: number;
  /**
   * Keys are seen only at their colon: what might be one is announced by tokens that later become valid or invalid.
   */
  status: 'valid' | 'invalid' | 'unverified';
}
export interface StructureToken extends TokenBase {
  readonly type:
    | 'directive'
    | 'document-start'
    | 'document-end'
    | 'block-sequence-start'
    | 'block-sequence-end'
    | 'block-map-start'
    | 'block-map-end'
    | 'block-entry'
    | 'flow-sequence-start'
    | 'flow-sequence-end'
    | 'flow-map-start'
    | 'flow-map-end'
    | 'flow-entry'
    | 'key'
    | 'value'
    | 'tag';
}
export interface NamedToken extends TokenBase {
  readonly type: 'anchor' | 'alias';
  readonly name: string;
}
export interface ScalarToken extends TokenBase {
  readonly type: 'scalar';
  readonly traced: TracedText;
  readonly plain: boolean;
}
