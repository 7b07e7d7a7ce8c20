import type { ByteString } from '@windhover/bytes';
import { decodeByteString } from '@windhover/bytes';
import type { Diagnostic, SourceText } from '@windhover/diagnostics';
import type { YamlFile } from '../yaml/read-yaml.ts';
import { textOf, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts';

/** Warn of keys that a map has twice: only the first one counts (spec rules-files.md §2). Aliased parts count once. */
export function warnDuplicateKeys(source: SourceText, yaml: YamlFile): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<YamlNode>();
  const waiting = [...yaml.documents];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'map') {
      diagnostics.push(...warnInMap(source, node));
      for (const { value } of node.entries) waiting.push(value);
    } else {
      for (const item of node.items) waiting.push(item);
    }
  }
  return diagnostics;
}

function warnInMap(source: SourceText, map: YamlMap): readonly Diagnostic[] {
  const first = new Map<ByteString, YamlNode>();
  return map.entries.flatMap(({ key }): Diagnostic[] => {
    if (key.kind !== 'scalar') return [];
    const earlier = first.get(textOf(key));
    if (earlier === undefined) {
      first.set(textOf(key), key);
      return [];
    }
    return [
      {
        severity: 'warning',
        code: 'duplicate-key',
        message: `"${decodeByteString(textOf(key))}" is given twice: this value is ignored`,
        span: { source, start: key.start, end: key.end },
        hints: [],
        notes: [
          { message: 'the first one counts', span: { source, start: earlier.start, end: earlier.end } },
        ],
      },
    ];
  });
}
