// Parameters of a request URI, read as Go does, spec sources-k8s-okta-github.md §A.4.

import type { ByteString } from '@windhover/bytes';

/**
 * The first value of a parameter. None has a value where any escape is malformed, a `;` stands in the query, or a
 * control character anywhere.
 */
export function readUriParameter(uri: ByteString, key: ByteString): ByteString | undefined {
  const [target = ''] = uri.split('#', 1);
  const mark = target.indexOf('?');
  if (/[\x00-\x1f\x7f]/.test(uri) || mark < 0) return undefined;
  const query = target.slice(mark + 1);
  if (hasMalformedEscape(target) || query.includes(';')) return undefined;
  for (const parameter of query.split('&')) {
    if (parameter === '') continue;
    const equals = parameter.indexOf('=');
    const name = equals < 0 ? parameter : parameter.slice(0, equals);
    if (unescapeParameter(name) === key)
      return equals < 0 ? '' : unescapeParameter(parameter.slice(equals + 1));
  }
  return undefined;
}

function hasMalformedEscape(text: ByteString): boolean {
  return /%(?![0-9a-fA-F]{2})/.test(text);
}

function unescapeParameter(text: ByteString): ByteString {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-fA-F]{2})/g, (_escape, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
