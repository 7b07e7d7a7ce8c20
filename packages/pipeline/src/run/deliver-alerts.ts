import type { RenderedAlert } from '../contract.ts';
import { DeliveryRefusedError } from '../delivery-errors.ts';
import { reportSuppressed, type Telemetry } from '../telemetry.ts';
import type { SeenAlerts } from './seen-alerts.ts';
import type { SinkLane } from './sink-lane.ts';

/**
 * Give alerts to all sinks and wait for the required ones. Alerts that were delivered lately are left out. Gives the
 * alerts that a required sink refused; rejects when delivery stopped.
 */
export async function deliverAlerts(
  alerts: readonly RenderedAlert[],
  lanes: readonly SinkLane[],
  seen: SeenAlerts,
  telemetry: Telemetry,
): Promise<readonly RenderedAlert[]> {
  const fresh = alerts.filter((alert) => !seen.has(alert));
  if (fresh.length < alerts.length) reportSuppressed(telemetry, alerts.length - fresh.length);
  const refused: RenderedAlert[] = [];
  const deliverOne = async (alert: RenderedAlert): Promise<void> => {
    const results = await Promise.allSettled(lanes.map((lane) => lane.deliver(alert)));
    const failures = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => reason as Error);
    const stopped = failures.find((failure) => !(failure instanceof DeliveryRefusedError));
    if (stopped !== undefined) throw stopped;
    if (failures.length > 0) refused.push(alert);
    seen.add(alert);
  };
  const delivered = await Promise.allSettled(fresh.map(deliverOne));
  for (const result of delivered) if (result.status === 'rejected') throw result.reason;
  return refused;
}
