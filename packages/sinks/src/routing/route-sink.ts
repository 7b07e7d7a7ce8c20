import type { RenderedAlert, Sink } from '@windhover/pipeline';
import { compileRouteMatch, type RouteMatch } from './match-alert.ts';

/** One way to a sink: what it takes, and the sink behind it (with or without a wrapper). */
export interface RouteBranch {
  readonly match: RouteMatch;
  readonly sink: Sink;
}

/**
 * A sink that gets only the alerts of its routes; each alert goes the first way that takes it, and those that no way
 * takes count as delivered at once.
 */
export function createRoutedSink(name: string, branches: readonly RouteBranch[]): Sink {
  const ways = branches.map(({ match, sink }) => ({ takes: compileRouteMatch(match), sink }));
  return {
    name,
    async deliver(alerts, signal) {
      const groups = ways.map(() => [] as RenderedAlert[]);
      for (const rendered of alerts) {
        const way = ways.findIndex(({ takes }) => takes(rendered.alert));
        if (way >= 0) groups[way]!.push(rendered);
      }
      for (const [index, { sink }] of ways.entries()) {
        if (groups[index]!.length > 0) await sink.deliver(groups[index]!, signal);
      }
    },
    async close() {
      await Promise.all([...new Set(ways.map(({ sink }) => sink))].map((sink) => sink.close()));
    },
  };
}
