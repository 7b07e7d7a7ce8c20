import { createFieldCatalog, findEventSource } from '@windhover/event-sources';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import { describe, expect, it } from 'vitest';
import { createInterpreter } from '../interpreter.ts';
import { compileRuleset } from './compile-ruleset.ts';

const azure = findEventSource('azure_platformlogs')!;

function matchesWith(sourceName: string, record: object): boolean {
  const loader = createRulesetLoader({
    catalogFor: () => createFieldCatalog(azure, 'fixed'),
    plugins: [],
    appendOutput: [],
  });
  loader.load(
    createByteSource(
      'r.yaml',
      `- {rule: r, desc: d, source: ${sourceName}, priority: INFO, condition: 'json.value[/category] exists', output: o}`,
    ),
  );
  const bytes = Buffer.from(JSON.stringify(record));
  const engine = createInterpreter(compileRuleset(loader.ruleset()));
  return (
    engine.evaluate({ bytes, start: 0, end: bytes.length, timestampNs: 0n, sourceName: azure.name }).length >
    0
  );
}

const signIn = {
  category: 'SignInLogs',
  time: '2024-01-01T00:00:00Z',
  properties: { userPrincipalName: 'a@b' },
};
const keyVault = { category: 'AuditEvent', time: '2024-01-01T00:00:00Z', operationName: 'VaultGet' };

describe('a rule whose source is an alias', () => {
  it.each([
    ['azure_platformlogs', signIn, true],
    ['azure_platformlogs', keyVault, true],
    ['azureaudit', keyVault, true],
    ['entra', signIn, true],
    ['entra', keyVault, false],
  ])('%s looks at its part of the source only', (source, record, expected) => {
    expect(matchesWith(source, record)).toBe(expected);
  });
});
