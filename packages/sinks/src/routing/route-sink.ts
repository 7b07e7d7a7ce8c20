import type { Sink } from '@windhover/pipeline';
import { compileRouteMatch, type RouteMatch } from './match-alert.ts';

/** A sink that gets only the alerts of a route; the others count as delivered at once. */
export function createRoutedSink(sink: Sink, match: RouteMatch): Sink {
  const takes = compileRouteMatch(match);
  return {
    name: sink.name,
    async deliver(alerts, signal) {
      const taken = alerts.filter(({ alert }) => takes(alert));
      if (taken.length > 0) await sink.deliver(taken, signal);
    },
    close: () => sink.close(),
  };
}
