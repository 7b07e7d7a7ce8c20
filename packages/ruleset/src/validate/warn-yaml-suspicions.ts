import type { Diagnostic, SourceText } from '@windhover/diagnostics';
import type { YamlFile } from '../yaml/read-yaml.ts';

/** Warn of YAML that yaml-cpp reads, though hardly as it was meant. */
export function warnYamlSuspicions(source: SourceText, yaml: YamlFile): readonly Diagnostic[] {
  return yaml.suspicions.map(({ message, start, end }) => ({
    severity: 'warning',
    code: 'unterminated-quote',
    message,
    span: { source, start, end },
    hints: ['everything up to the end of the file became part of this text'],
    notes: [],
  }));
}
