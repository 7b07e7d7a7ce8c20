import type { IngestObject, RenderedAlert } from '../contract.ts';
import { DamagedObjectError } from '../inflate/damaged-object-error.ts';
import type { ObjectEvaluator } from './object-evaluator.ts';
import { createReportBuilder, type ObjectReport } from './object-report.ts';
import { readInflated, type ReadLimits } from './read-inflated.ts';

/** What evaluation needs of an object: all but its settlement. */
export type EvaluatedObject = Pick<IngestObject, 'origin' | 'sourceName' | 'bytes' | 'encoding'>;

/** Takes alerts in order. Evaluation goes on only when it has resolved: that is the back-pressure. */
export type AlertReceiver = (alerts: readonly RenderedAlert[]) => Promise<void>;

/** Limits that suit objects of cloud audit logs: 16 MiB in memory, 16 GiB in all. */
export const defaultReadLimits: ReadLimits = {
  compatibility: 'fixed',
  maxInMemoryBytes: 16 * 1024 ** 2,
  maxInflatedBytes: 16 * 1024 ** 3,
};

/** Bytes given to the evaluator in one call, which bounds the alerts that wait for delivery. */
const maxWriteBytes = 4 * 1024 ** 2;
const maxAlertsPerDelivery = 500;

/**
 * Inflate an object, evaluate its records and hand over their alerts. Damaged bytes end up in the report; only a
 * stream that cannot be read, a failing `deliver` or a broken evaluator throw.
 */
export async function evaluateObject(
  evaluator: ObjectEvaluator,
  object: EvaluatedObject,
  receivedNs: bigint,
  limits: ReadLimits,
  deliver: AlertReceiver,
): Promise<ObjectReport> {
  const report = createReportBuilder();
  const { origin, sourceName } = object;
  let alerts: RenderedAlert[] = [];
  const flush = async (): Promise<void> => {
    const found = alerts;
    alerts = [];
    for (let at = 0; at < found.length; at += maxAlertsPerDelivery) {
      await deliver(found.slice(at, at + maxAlertsPerDelivery));
    }
  };
  const evaluation = evaluator.open(
    { origin, receivedNs, ...(sourceName !== undefined && { sourceName }) },
    {
      records: report.addRecords,
      skip: report.addSkip,
      alert: (alert) => {
        report.addAlert(alert.alert.rule);
        alerts.push(alert);
      },
    },
  );

  let damage: DamagedObjectError | undefined;
  try {
    for await (const chunk of readInflated(object, limits, report.addBytes)) {
      report.addInflatedBytes(chunk.length);
      for (let at = 0; at < chunk.length; at += maxWriteBytes) {
        evaluation.write(chunk.subarray(at, at + maxWriteBytes));
        if (alerts.length > 0) await flush();
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedObjectError)) throw error;
    damage = error;
  }
  evaluation.end();
  await flush();
  return report.build(damage && { reason: damage.reason, detail: damage.message });
}
