import { parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { encodePayload } from './encode-payload.ts';

const empty =
  '{"uuid":"","published":"","eventType":"","version":"","severity":"","displayMessage":"","actor":{"id":"","type":""},"client":{"userAgent":{},"geographicalContext":{"geolocation":{}}},"outcome":{"result":""},"transaction":{},"debugContext":{"debugData":{"requestUri":"","originalPrincipal":{}}},"authenticationContext":{},"securityContext":{}}';

function encode(text: string | Uint8Array): string | undefined {
  const root = parseJson(typeof text === 'string' ? Buffer.from(text) : text);
  const payload = root && encodePayload(root);
  return payload === undefined ? undefined : Buffer.from(payload, 'latin1').toString();
}

describe('the payload of an event', () => {
  it.each(['{}', 'null', '{"other":1}', '{"uuid":null,"actor":null,"target":null,"target":[]}'])(
    'of %s is that of an empty event',
    (text) => expect(encode(text)).toBe(empty),
  );

  it.each<[what: string, text: string, part: string]>([
    ['names in any case', '{"UUID":"x"}', '"uuid":"x"'],
    ['names with letters that fold to ASCII', '{"\u017fecurityContext":{"i\u017fp":"x"}}', '"isp":"x"'],
    ['the last of equal names', '{"uuid":"x","uuid":"y"}', '"uuid":"y"'],
    ['the last of names in any case', '{"uuid":"x","Uuid":"y"}', '"uuid":"y"'],
    ['null as nothing', '{"uuid":"x","uuid":null}', '"uuid":"x"'],
    ['equal objects merged', '{"actor":{"id":"x"},"actor":{"type":"y"}}', '"actor":{"id":"x","type":"y"}'],
    [
      'equal lists merged element by element',
      '{"target":[{"id":"a","type":"b"},{"id":"c"}],"target":[{"id":"d"}]}',
      '"target":[{"id":"d","type":"b"}]',
    ],
    [
      'a cleared list',
      '{"target":[{"id":"a","type":"b"}],"target":null,"target":[{"id":"c"}]}',
      '"target":[{"id":"c","type":""}]',
    ],
    ['null in a list', '{"target":[null]}', '"target":[{"id":"","type":""}]'],
    ['HTML characters escaped', '{"uuid":"<&>\\u2028"}', '"uuid":"\\u003c\\u0026\\u003e\\u2028"'],
    ['other escapes as the characters themselves', '{"uuid":"\\u00e9\\/\\u0041"}', '"uuid":"é/A"'],
    ['halves of surrogate pairs replaced', '{"uuid":"\\ud83d x"}', '"uuid":"\ufffd x"'],
    [
      'numbers in their shortest form',
      '{"client":{"geographicalContext":{"geolocation":{"lat":1.50e1}}}}',
      '"lat":15',
    ],
    [
      'whole numbers',
      '{"securityContext":{"asNumber":9223372036854775807}}',
      '"asNumber":9223372036854775807',
    ],
    ['booleans of isProxy as text', '{"securityContext":{"isProxy":true}}', '"isProxy":"true"'],
  ])('has %s', (_what, text, part) => expect(encode(text)).toContain(part));

  it('has every byte that is not UTF-8 replaced', () => {
    const text = Buffer.concat([
      Buffer.from('{"uuid":"'),
      Buffer.from([0xe2, 0x82, 0x41, 0xff]),
      Buffer.from('"}'),
    ]);
    expect(encode(text)).toContain('"uuid":"\ufffd\ufffdA\ufffd"');
  });

  it.each([
    '[]',
    '"x"',
    '7',
    '{"uuid":1}',
    '{"uuid":true}',
    '{"uuid":{}}',
    '{"actor":"x"}',
    '{"actor":[]}',
    '{"target":{}}',
    '{"target":[1]}',
    '{"securityContext":{"asNumber":1.0}}',
    '{"securityContext":{"asNumber":1e2}}',
    '{"securityContext":{"asNumber":9223372036854775808}}',
    '{"client":{"geographicalContext":{"geolocation":{"lat":1e400}}}}',
    '{"uuid":"\\x"}',
    '{"uuid":"\t"}',
    '{"x":01}',
    '{"x":NaN}',
  ])('does not exist for %s', (text) => expect(encode(text)).toBeUndefined());
});
