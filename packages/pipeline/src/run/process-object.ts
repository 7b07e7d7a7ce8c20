import type { Skip } from '@windhover/event-sources';
import type { IngestObject, RenderedAlert, UnavailablePolicy } from '../contract.ts';
import { ObjectUnavailableError } from '../delivery-errors.ts';
import type { ObjectEvaluations } from '../evaluation/object-evaluations.ts';
import type { ObjectReport } from '../evaluation/object-report.ts';
import { reportEvaluated, reportUnavailable } from '../telemetry.ts';
import { deliverAlerts } from './deliver-alerts.ts';
import type { SeenAlerts } from './seen-alerts.ts';
import { acknowledge, putAside, release, type SettlementSurroundings } from './settle-object.ts';
import type { SinkLane } from './sink-lane.ts';

/** What processing needs beside the object. */
export interface ProcessingSurroundings extends SettlementSurroundings {
  readonly evaluations: ObjectEvaluations;
  readonly lanes: readonly SinkLane[];
  readonly seen: SeenAlerts;
  onReport(object: IngestObject, report: ObjectReport): void;
}

/** Skips that are no damage: other kinds of records that belong where they are. */
const expectedSkips = new Set(['insight', 'control-message']);

/** Somebody may set the permission right. */
const defaultPolicies: Readonly<Record<string, UnavailablePolicy>> = {
  'object-forbidden': 'release',
  'bucket-gone': 'release',
};

/** Evaluate an object, deliver its alerts and settle it, exactly once, whatever happens. Never rejects. */
export async function processObject(
  object: IngestObject,
  surroundings: ProcessingSurroundings,
): Promise<void> {
  const { evaluations, lanes, seen, telemetry, nowMs } = surroundings;
  const refused: RenderedAlert[] = [];
  try {
    const report = await evaluations.evaluate(object, async (alerts) => {
      refused.push(...(await deliverAlerts(alerts, lanes, seen, telemetry)));
    });
    reportEvaluated(telemetry, object.origin, report, nowMs());
    surroundings.onReport(object, report);
    if (await putPoisonAside(object, report, refused, surroundings)) await acknowledge(object, surroundings);
    else await release(object, new Error('the dead letter did not take it'), surroundings);
  } catch (error) {
    await settleFailure(object, error as Error, surroundings);
  }
}

async function putPoisonAside(
  object: IngestObject,
  report: ObjectReport,
  refused: readonly RenderedAlert[],
  surroundings: SettlementSurroundings,
): Promise<boolean> {
  const poison = Object.entries(report.skips).filter(([reason]) => !expectedSkips.has(reason));
  const first: Skip | undefined = report.damage ?? poison[0]?.[1].first;
  if (refused.length > 0) {
    const entry = { reason: 'refused-by-sink', detail: `${refused.length} alerts`, alerts: refused };
    if (!(await putAside(object, entry, surroundings))) return false;
  }
  if (first === undefined) return true;
  const skips = Object.fromEntries(poison.map(([reason, { count }]) => [reason, count]));
  return putAside(object, { reason: first.reason, detail: describe(first), skips }, surroundings);
}

async function settleFailure(
  object: IngestObject,
  error: Error,
  surroundings: ProcessingSurroundings,
): Promise<void> {
  const policy = choosePolicy(object, error);
  const reason = error instanceof ObjectUnavailableError ? error.reason : 'evaluation-failed';
  if (policy === 'skip') {
    reportUnavailable(surroundings.telemetry, object.origin, reason);
    return acknowledge(object, surroundings);
  }
  if (policy === 'dead-letter' && (await putAside(object, { reason, detail: error.message }, surroundings))) {
    return acknowledge(object, surroundings);
  }
  await release(object, error, surroundings);
}

/** What was done in vain so far may work later, unless this was the last time or it cannot get better. */
function choosePolicy(object: IngestObject, error: Error): UnavailablePolicy {
  if (!(error instanceof ObjectUnavailableError) || error.isTemporary) {
    return object.delivery?.isLast === true ? 'dead-letter' : 'release';
  }
  const policy = object.whenUnavailable?.[error.reason] ?? defaultPolicies[error.reason] ?? 'dead-letter';
  return policy === 'release' && object.delivery?.isLast === true ? 'dead-letter' : policy;
}

function describe({ reason, detail, offset }: Skip): string {
  return `${detail ?? reason}${offset === undefined ? '' : ` at byte ${offset}`}`;
}
