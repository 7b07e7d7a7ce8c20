// `rules-files/`: whole rules files: load results, descriptions, alerts.
import { pluginsOf } from '@windhover/event-sources';
import { describeRuleset, formatResultJson } from '@windhover/ruleset';
import { messageOf } from '../plain-alert.ts';
import { isSameValue } from '../json-exact.ts';
import { readEventLines, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, type FamilyResult } from '../report.ts';
import { createEnvironment, LANGUAGE_SOURCES, loadFiles, runEvents, type NamedText } from '../subject.ts';
import { sortDescription } from '../sort-description.ts';

interface Case {
  readonly id: string;
  readonly group: string;
  readonly files: readonly NamedText[];
  readonly exit: number;
  readonly validate?: readonly unknown[];
  readonly fatal?: string;
  readonly describe?: unknown;
  readonly alerts_all?: readonly unknown[];
  readonly alerts_first?: readonly unknown[];
}

export function runRulesFiles(folder: string, family: string): FamilyResult | undefined {
  const cases = readGoldenLines<Case>(folder, 'cases.jsonl');
  const events = readEventLines(folder, 'events.jsonl');
  if (events === undefined || cases?.[0]?.group === undefined || !('exit' in cases[0])) return undefined;
  const result = createFamilyResult(family);
  const environment = createEnvironment(LANGUAGE_SOURCES);
  for (const item of cases) {
    const name = (part: string): string => `${item.id} ${item.group} ${part}`;
    const { loader, results } = loadFiles(item.files, environment);
    const fatal = loader.fatalError();
    if (item.fatal !== undefined || fatal !== undefined) {
      recordCase(
        result,
        fatal !== undefined && item.fatal?.includes(fatal) === true,
        name('fatal'),
        item.fatal,
        fatal,
      );
      continue;
    }
    const validate = results.map((loaded) => withoutLibraryText(JSON.parse(formatResultJson(loaded))));
    const expected = item.validate?.map(withoutLibraryText);
    recordCase(result, isSameValue(validate, expected), name('validate'), expected, validate);
    const exit = results.every(({ successful }) => successful) ? 0 : 1;
    recordCase(result, exit === item.exit, name('exit'), item.exit, exit);
    if (item.describe !== undefined) {
      const description = describeRuleset(loader.state(), { environment, pluginsOf });
      const described = description.ok ? sortDescription(JSON.parse(description.json)) : description.reason;
      const wanted = sortDescription(item.describe);
      recordCase(result, isSameValue(described, wanted), name('describe'), wanted, described);
    }
    if (item.alerts_all !== undefined) {
      const alerts = runEvents(loader.ruleset(), 'aws_cloudtrail', events, { ruleMatching: 'all' }).map(
        ({ index, alert }) => ({
          event: index,
          rule: alert.rule,
          priority: alert.priority,
          source: alert.source,
          tags: alert.tags,
          message: messageOf(alert),
        }),
      );
      recordCase(result, isSameValue(alerts, item.alerts_all), name('alerts all'), item.alerts_all, alerts);
    }
    if (item.alerts_first !== undefined) {
      const alerts = runEvents(loader.ruleset(), 'aws_cloudtrail', events, { ruleMatching: 'first' }).map(
        ({ index, alert }) => [index, alert.rule],
      );
      recordCase(
        result,
        isSameValue(alerts, item.alerts_first),
        name('alerts first'),
        item.alerts_first,
        alerts,
      );
    }
  }
  return result;
}

/** The text of the YAML library, and where exactly it gave up, is not compared. */
function withoutLibraryText(loaded: unknown): unknown {
  const result = loaded as { errors: { code: string }[] };
  if (result.errors[0]?.code !== 'LOAD_ERR_YAML_PARSE') return loaded;
  return { ...result, errors: result.errors.map(({ code }) => ({ code })) };
}
