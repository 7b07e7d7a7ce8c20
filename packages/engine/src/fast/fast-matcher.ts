// The fast form for one event source: project, classify, decide; only what is left open is run.

import type { Compatibility, SourceRecord } from '@windhover/event-sources';
import type { JsonPath, PassedRecords, PassLimits, Projection, ProjectionOptions } from '@windhover/json';
import type { Alert } from '../alert.ts';
import { TRUE } from '../compile/compile-condition.ts';
import type { CompiledRuleset, CompiledSource } from '../compile/compile-ruleset.ts';
import { createAlert } from '../create-alert.ts';
import type { RecordReader, RecordSurroundings } from '../record-reader.ts';
import type { RuleProfile } from '../rule-profile.ts';
import { planMatching } from './match-plan.ts';
import { ProjectedReader } from './projected-reader.ts';
import { listValueGroups, RecordDecider } from './record-decider.ts';
import { RememberedAdmission, type Admitted } from './remembered-admission.ts';
import { runResidual, type ResidualRule } from './residual-rule.ts';
import { numberPaths } from './slot-paths.ts';

/** Finds the alerts of the records of one source. Holds tables that grow, within bounds, with what it sees. */
export interface FastMatcher {
  /** Take a chunk of an object that holds records of the source, for `measure`. It must not change meanwhile. */
  load(chunk: Uint8Array): void;
  /** Where the JSON value that starts at `start` in the chunk ends; negative where that cannot be told. */
  measure(start: number): number;
  /**
   * Pass records of the chunk that are events without alerts, as `RecordFilter.pass` does; undefined: it cannot. The
   * result is overwritten by the next call.
   */
  pass(start: number, limit: number, limits: PassLimits, receivedNs: bigint): PassedRecords | undefined;
  /** One pass over a record, spared if it was just measured; `admit` and `match` then speak of it. False: it has to be read in full. */
  project(record: SourceRecord): boolean;
  /** Whether the projected record is an event. */
  admit(receivedNs: bigint): Admitted;
  /** The alerts of the projected record, given as admitted; `surroundings` is asked for if some rule may match. */
  match(record: SourceRecord, surroundings: () => RecordSurroundings): readonly Alert[];
}

const NO_ALERTS: readonly Alert[] = [];
const NOT_MEASURED = -1;

export function createFastMatcher(
  compiled: CompiledSource,
  ruleMatching: CompiledRuleset['ruleMatching'],
  compatibility: Compatibility,
  createProjection: (paths: readonly JsonPath[], options?: ProjectionOptions) => Projection,
  profile?: RuleProfile,
): FastMatcher {
  const { source, rules, slots } = compiled;
  const plan = planMatching(compiled);
  const admission = source.admission(compatibility);
  const paths = numberPaths(slots.slice(0, compiled.conditionSlotCount), admission.paths);
  const { recordStart } = source.units;
  const groups = listValueGroups(paths.ofSlot);
  const projection = createProjection(paths.paths, {
    groups: [...groups, paths.others],
    filter: recordStart && { prefix: recordStart, admission: groups.length },
  });
  const admissionTable = projection.tables[groups.length];
  if (!admissionTable) throw new Error('no table for the admission');
  const remembered = new RememberedAdmission(admission, projection, paths.others, admissionTable);
  const decider = new RecordDecider({ plan, slots, pathsOfSlot: paths.ofSlot, projection, ruleMatching });
  const outputPaths = numberPaths(slots.slice(compiled.conditionSlotCount));
  const outputs = { paths: outputPaths, projection: createProjection(outputPaths.paths) };
  let loaded: Uint8Array | undefined;
  let measuredStart = NOT_MEASURED;
  let measuredEnd = NOT_MEASURED;
  let passReceivedNs = 0n;
  /** Find out what the filter did not know of the record that was scanned last. */
  const learn = (group: number): boolean => {
    if (group < groups.length) return decider.learn(group);
    remembered.admit(passReceivedNs);
    return true;
  };

  const decideResidual = (residual: ResidualRule, reader: RecordReader): Alert | undefined => {
    if (residual.entry !== TRUE && !runResidual(residual, reader)) return undefined;
    const rule = rules[residual.rule];
    if (!rule) throw new Error(`no rule ${residual.rule}`);
    return createAlert(source, rule, reader, reader.context);
  };
  const profileResidual = (
    residual: ResidualRule,
    reader: RecordReader,
    costs: RuleProfile,
  ): Alert | undefined => {
    const startNs = costs.nowNs();
    const alert = decideResidual(residual, reader);
    const timeNs = costs.nowNs() - startNs;
    const leftOpen = residual.entry === TRUE ? 0 : 1;
    costs.add(rules[residual.rule]?.rule.name ?? '', { leftOpen, matched: alert ? 1 : 0, timeNs });
    return alert;
  };

  return {
    load(chunk) {
      projection.load(chunk);
      loaded = chunk;
      measuredStart = measuredEnd = NOT_MEASURED;
    },
    measure(start) {
      if (!loaded) return NOT_MEASURED;
      if (start === measuredStart) return measuredEnd;
      const end = projection.scanValue(start, loaded.length);
      measuredStart = end < 0 ? NOT_MEASURED : start;
      measuredEnd = end;
      return end;
    },
    pass(start, limit, limits, receivedNs) {
      if (!loaded || !projection.filter) return undefined;
      passReceivedNs = receivedNs;
      const passed = projection.filter.pass(start, limit, limits, learn);
      measuredStart = passed.stoppedAt < 0 ? NOT_MEASURED : passed.stoppedAt;
      measuredEnd = passed.stoppedTo;
      decider.count(passed.count);
      return passed;
    },
    project(record) {
      decider.count(1);
      if (record.bytes === loaded && record.start === measuredStart && record.end === measuredEnd) {
        return true;
      }
      const bytes = payloadOf(record);
      projection.load(bytes);
      loaded = undefined;
      return projection.scan(0, bytes.length);
    },
    admit: (receivedNs) => remembered.admit(receivedNs),
    match(record, surroundings) {
      const { rules: open } = decider.decide();
      if (open.length === 0) return NO_ALERTS;
      const reader = new ProjectedReader(slots, { paths, projection }, outputs, record, surroundings());
      const alerts: Alert[] = [];
      for (const residual of open) {
        const alert = profile ? profileResidual(residual, reader, profile) : decideResidual(residual, reader);
        if (!alert) continue;
        alerts.push(alert);
        if (ruleMatching === 'first') break;
      }
      return alerts;
    },
  };
}

/** The bytes that are parsed: without U+0000 at the end, see `parseRecord`. */
function payloadOf({ bytes, start, end }: SourceRecord): Uint8Array {
  let trimmed = end;
  while (trimmed > start && bytes[trimmed - 1] === 0) trimmed--;
  return bytes.subarray(start, trimmed);
}
