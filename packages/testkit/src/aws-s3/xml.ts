// As much XML as the S3 API speaks: elements and text.

/** A child of an element: its name and its text or children; undefined is left out. */
export type XmlChild = readonly [
  name: string,
  content: string | number | boolean | readonly XmlChild[] | undefined,
];

/** A document with one root element in the namespace of S3. */
export function renderXml(root: string, children: readonly XmlChild[]): string {
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${children.map(renderChild).join('')}</${root}>`;
}

function renderChild([name, content]: XmlChild): string {
  if (content === undefined) return '';
  const inner = Array.isArray(content) ? content.map(renderChild).join('') : escapeText(String(content));
  return `<${name}>${inner}</${name}>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"\r\n\t\0-\x1f]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The contents of all elements called `name`, at any depth, in document order. */
export function findElements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g');
  return [...xml.matchAll(pattern)].map((match) => match[1]!);
}

/** The text of the first element called `name`. */
export function findText(xml: string, name: string): string | undefined {
  const text = findElements(xml, name)[0];
  return text?.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, entity: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[entity] ?? '';
  });
}
