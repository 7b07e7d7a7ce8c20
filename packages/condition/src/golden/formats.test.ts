// What the real Falco said of 486 output formats: errors, and what `describe` lists for those that load.

import { encodeByteString } from '@windhover/bytes';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeFormat, parseFormat } from '../parse-format.ts';
import { createTestCatalog } from './catalog-for-test.ts';

const file = fileURLToPath(
  new URL('../../../../../shared/conformance/language/outputs/formats.jsonl.gz', import.meta.url),
);
const catalog = createTestCatalog();

interface Row {
  readonly id: string;
  readonly output: string;
  readonly compiled?: string;
  readonly described_fields?: readonly string[];
  readonly error?: { readonly message: string };
}

describe.skipIf(!existsSync(file))('the goldens of output formats', () => {
  it('load, describe and fail as in Falco', () => {
    const wrong = readRows()
      .map((row) => ({
        id: row.id,
        output: row.output,
        expected: expectedOutcome(row),
        actual: load(row.output),
      }))
      .filter(({ expected, actual }) => JSON.stringify(expected) !== JSON.stringify(actual));
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});

type Outcome = { readonly error: string } | { readonly compiled: string; readonly fields: readonly string[] };

function expectedOutcome({ compiled = '', described_fields = [], error }: Row): Outcome {
  return error
    ? { error: error.message }
    : { compiled: encodeByteString(compiled), fields: described_fields.map(encodeByteString).sort() };
}

/** Rules files trim outputs and drop `%container.info` before they are compiled. */
function load(output: string): Outcome {
  const text = encodeByteString(output.replace(/^[\s]+|[\s]+$/g, '').replaceAll('%container.info', ''));
  const parsed = parseFormat(text, catalog);
  return parsed.ok
    ? { compiled: parsed.format.text, fields: describeFormat(parsed.format).sort() }
    : { error: parsed.error.message };
}

function readRows(): Row[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}
