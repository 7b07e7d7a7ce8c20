import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { encodeByteString } from '@windhover/bytes';
import { describe, expect, it } from 'vitest';
import { createByteSource, createRulesetLoader, describeRuleset, formatResultJson } from './index.ts';
import { createTestEnvironment, testPluginsOf } from './testing/test-environment.ts';

interface Case {
  readonly id: string;
  readonly group: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly validate?: readonly Result[];
  readonly fatal?: string;
  readonly describe?: unknown;
}
interface Result {
  readonly errors: readonly { readonly code: string }[];
}

const path = fileURLToPath(
  new URL('../../../../shared/conformance/language/rules-files/cases.jsonl.gz', import.meta.url),
);

describe.skipIf(!existsSync(path))('rules files that Falco has loaded', () => {
  const cases = existsSync(path) ? readCases(path) : [];
  const groups = Map.groupBy(cases, ({ group }) => group);

  it.each([...groups])('gives the results of group %s', (_group, members) => {
    for (const { id, files, validate, fatal, describe: description } of members) {
      const environment = createTestEnvironment();
      const loader = createRulesetLoader(environment);
      const results = files.map(({ name, text }) =>
        loader.load(createByteSource(name, encodeByteString(text))),
      );
      if (fatal !== undefined) expect(fatal, id).toContain(loader.fatalError());
      else
        expect(
          results.map((result) => comparable(JSON.parse(formatResultJson(result)) as Result)),
          id,
        ).toEqual(validate?.map(comparable));
      if (description !== undefined) {
        const described = describeRuleset(loader.state(), { environment, pluginsOf: testPluginsOf });
        expect(described.ok && withoutMacroEvents(described.json), id).toEqual(description);
      }
    }
  });
});

function readCases(file: string): readonly Case[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}

/** Words and place of a YAML error are the YAML library's own. */
function comparable(result: Result): Result {
  return {
    ...result,
    errors: result.errors.map((error) =>
      error.code === 'LOAD_ERR_YAML_PARSE' ? { code: error.code } : error,
    ),
  };
}

function withoutMacroEvents(json: string): unknown {
  const described = JSON.parse(json) as { macros: { details: { events?: unknown } }[] };
  for (const macro of described.macros) delete macro.details.events;
  return described;
}
