import type { RenderedAlert } from '@windhover/pipeline';
import { decodeByteString } from '@windhover/bytes';
import { selectLine, type LineFormat } from '../alert-line.ts';

/** What the body of a request is made of: the Falco line, or a template for webhooks such as Slack's. */
export type BodyTemplate =
  | { readonly kind: 'line'; readonly format: LineFormat }
  | { readonly kind: 'template'; readonly text: string };

/**
 * The body for one alert. In a template `{{name}}` stands for `rule`, `priority`, `source`, `time`, `message`,
 * `output` (the text line), `tags`, `id`, `json` (the whole alert as JSON), or `field:NAME`; all but `json` are
 * escaped as the inside of a JSON string, so that the template may be JSON. An unknown name stays empty.
 */
export function renderBody(rendered: RenderedAlert, template: BodyTemplate): string {
  if (template.kind === 'line') return selectLine(rendered, template.format);
  return template.text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_match, name: string) =>
    name === 'json' ? rendered.json : escapeForJson(lookUp(rendered, name)),
  );
}

function lookUp(rendered: RenderedAlert, name: string): string {
  const { alert } = rendered;
  switch (name) {
    case 'rule':
      return alert.rule;
    case 'priority':
      return alert.priority;
    case 'source':
      return alert.source;
    case 'id':
      return alert.id;
    case 'message':
      return decodeByteString(alert.message);
    case 'output':
      return rendered.text;
    case 'tags':
      return alert.tags.join(', ');
    case 'time':
      return new Date(Number(alert.timeNs / 1_000_000n)).toISOString();
    default:
      return name.startsWith('field:') ? fieldText(alert.outputFields.get(name.slice('field:'.length))) : '';
  }
}

function fieldText(value: unknown): string {
  if (value === undefined) return '<NA>';
  if (Array.isArray(value)) return value.map(fieldText).join(',');
  return typeof value === 'string' ? decodeByteString(value) : String(value);
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
