import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createFieldCatalog, findEventSource } from '@windhover/event-sources';
import { printCondition } from '@windhover/condition';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import { describe, expect, it } from 'vitest';
import { formatRulesFile } from './format-rules-file.ts';

const pack = fileURLToPath(new URL('../../../rules/aws/', import.meta.url));
const source = findEventSource('aws_cloudtrail')!;

function load(texts: readonly string[]): unknown {
  const loader = createRulesetLoader({
    catalogFor: () => createFieldCatalog(source, 'fixed'),
    plugins: [],
    appendOutput: [],
  });
  for (const text of texts) loader.load(createByteSource('r.yaml', Buffer.from(text).toString('latin1')));
  return loader.ruleset().rules.map(({ name, tags, priority, conditionAst, format, enabled }) => ({
    name,
    tags,
    priority,
    enabled,
    condition: printCondition(conditionAst),
    output: format.text.replace(/\s+/g, ' '),
  }));
}

function format(text: string): string {
  const formatted = formatRulesFile(text);
  if (!formatted.ok) throw new Error(formatted.message);
  return formatted.text;
}

describe('formatRulesFile', () => {
  it('keeps comments, orders keys, puts an empty line between items', () => {
    const text =
      '# head\n- priority: INFO # why\n  rule: r\n  # before the condition\n  condition: ct.name exists\n- list: l\n  items: [010, "a b"]\n';
    expect(format(text)).toBe(
      '# head\n- rule: r\n  # before the condition\n  condition: ct.name exists\n  priority: INFO # why\n\n- list: l\n  items: [010, "a b"]\n',
    );
  });

  it('does not change what the pack means, and is a fixed point', () => {
    const texts = readdirSync(pack)
      .filter((name) => /(?<!_test)\.yaml$/.test(name))
      .toSorted()
      .map((name) => readFileSync(`${pack}${name}`, 'utf8'));
    const once = texts.map(format);
    expect(load(once)).toEqual(load(texts));
    expect(once.map(format)).toEqual(once);
  });

  it('refuses what is not YAML', () => {
    expect(formatRulesFile('- rule: [').ok).toBe(false);
  });
});
