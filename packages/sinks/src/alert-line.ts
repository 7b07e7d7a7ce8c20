import type { RenderedAlert } from '@windhover/pipeline';

/** Which of the two Falco lines a sink sends. */
export type LineFormat = 'text' | 'json';

/** The alert's line in the wanted form, without line break. */
export function selectLine(rendered: RenderedAlert, format: LineFormat): string {
  return format === 'json' ? rendered.json : rendered.text;
}
