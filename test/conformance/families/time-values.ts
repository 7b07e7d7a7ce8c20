// `time/values.jsonl`: rendered text and JSON values of the time fields.
import { isSameValue } from '../json-exact.ts';
import { messageOf, toPlainAlert } from '../plain-alert.ts';
import { readEventLines, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, type FamilyResult } from '../report.ts';
import { createEnvironment, LANGUAGE_SOURCES, loadFiles, runEvents } from '../subject.ts';

interface Line {
  readonly event: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly output_fields: Readonly<Record<string, unknown>>;
}

export function runTimeValues(folder: string, family: string): FamilyResult | undefined {
  const lines = readGoldenLines<Line>(folder, 'values.jsonl');
  const events = readEventLines(folder, 'events.jsonl');
  if (lines === undefined || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const formats = [...new Set(lines.flatMap((line) => Object.keys(line.outputs)))];
  for (const format of formats) {
    const rule = [
      '- rule: r',
      '  desc: d',
      '  source: aws_cloudtrail',
      '  priority: WARNING',
      '  condition: evt.num > 0',
      `  output: ${JSON.stringify(format)}`,
      '',
    ].join('\n');
    const { ruleset } = loadFiles([{ name: 'rules.yaml', text: rule }], createEnvironment(LANGUAGE_SOURCES));
    const alerts = runEvents(ruleset, 'aws_cloudtrail', events);
    for (const line of lines) {
      const alert = alerts.find(({ index }) => index === line.event)?.alert;
      const text = alert && messageOf(alert);
      recordCase(
        result,
        text === line.outputs[format],
        `event ${line.event} ${format}`,
        line.outputs[format],
        text,
      );
      if (alert === undefined) continue;
      for (const [name, value] of Object.entries(toPlainAlert(alert).output_fields)) {
        if (!(name in line.output_fields)) continue;
        recordCase(
          result,
          isSameValue(value, line.output_fields[name]),
          `event ${line.event} JSON ${name}`,
          line.output_fields[name],
          value,
        );
      }
    }
  }
  return result;
}
