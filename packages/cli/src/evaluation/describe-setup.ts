import type { FalcoSettings } from '@windhover/config';
import type { AlertJsonOptions } from '@windhover/engine';
import type { Compatibility, OktaOptions } from '@windhover/event-sources';
import type { CommandIo } from '../process-io.ts';
import { resolveTimeZone } from '../time-zone.ts';
import type { RulesFileText } from '../rules/read-rules-files.ts';
import type { EvaluatorSetup } from './create-evaluator.ts';

/** The evaluator that a configuration asks for. */
export function describeSetup(
  settings: FalcoSettings,
  files: readonly RulesFileText[],
  compatibility: Compatibility,
  okta: Partial<OktaOptions>,
  io: CommandIo,
): EvaluatorSetup {
  return {
    files,
    compatibility,
    appendOutput: settings.appendOutput,
    staticFields: settings.staticFields,
    okta,
    selection: settings.selection,
    ruleMatching: settings.ruleMatching,
    minimumPriority: settings.priority,
    lines: alertLines(settings, io),
  };
}

/** How alerts become lines, from Falco's keys. */
export function alertLines(settings: FalcoSettings, io: CommandIo): AlertJsonOptions {
  return {
    hostname: io.hostname,
    timeZone: resolveTimeZone(io.env['TZ']),
    timeFormatIso8601: settings.timeFormatIso8601,
    includeOutput: settings.json.includeOutput,
    includeMessage: settings.json.includeMessage,
    includeOutputFields: settings.json.includeFields,
    includeTags: settings.json.includeTags,
  };
}
