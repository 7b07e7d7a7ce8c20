import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONFIG_SCHEMA } from './check-config-schema.ts';
import { FALCO_KEYS, listKeyWarnings } from './falco-keys.ts';
import { ownSchema } from './own-schema.ts';
import { readConfigText } from './read-config-file.ts';

const page = fileURLToPath(new URL('../../../docs/reference/configuration-falco-keys.md', import.meta.url));

describe("support of Falco's keys", () => {
  it('says something of every key of the schema', () => {
    const names = CONFIG_SCHEMA.type === 'object' ? Object.keys(CONFIG_SCHEMA.properties ?? {}) : [];
    const own = new Set(Object.keys(ownSchema.shape));
    expect(names.filter((name) => !own.has(name) && !(name in FALCO_KEYS))).toEqual([]);
  });

  it('leaves our own keys to their schema', () => {
    const properties = CONFIG_SCHEMA.type === 'object' ? (CONFIG_SCHEMA.properties ?? {}) : {};
    expect(Object.keys(ownSchema.shape).filter((name) => !(name in properties))).toEqual([]);
  });

  it.skipIf(!existsSync(page))('says the same as the documentation', () => {
    const rows = [
      ...readFileSync(page, 'utf8').matchAll(/^\| (`.*?`) +\| (supported|warned|meaningless) /gm),
    ];
    const documented = rows.flatMap(([, keys, support]) =>
      [...keys!.matchAll(/`([^`]+)`/g)].map(([, key]) => [key, support]),
    );
    expect(Object.fromEntries(documented)).toEqual(FALCO_KEYS);
  });

  it.each([
    ['metrics: {enabled: true}', []],
    ['metrics: {enabled: true, output_file: a}', ['metrics.output_file has no effect here']],
    ['metrics: {enabled: false, output_file: a}', []],
    ['log_syslog: true', ['log_syslog has no effect here']],
    ['log_syslog: false', []],
    ['webserver: {enabled: true, threadiness: 4}', ['webserver.threadiness has no meaning here']],
    ['webserver: {enabled: false, threadiness: 4}', []],
    ['webserver: 5', []],
    ['engine: {kind: ebpf}', ['engine has no meaning here']],
    ['outputs_queue:', []],
  ])('%s warns of %j', (text, expected) => {
    expect(listKeyWarnings(readConfigText('falco.yaml', text, (value) => value)!)).toEqual(expected);
  });
});
