// Counters for Prometheus: ours with the prefix `windhover_`, and Falco's names where they exist.
import type { Labels, Metrics } from '@windhover/pipeline';
import type { Ruleset } from '@windhover/ruleset';
import { PRIORITIES } from '@windhover/ruleset';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface ProcessMetrics extends Metrics {
  /** Alerts that were dropped so far, whatever the reason. */
  drops(): number;
  /** The text that `/metrics` answers. */
  render(): Promise<string>;
  readonly contentType: string;
  /** The rules whose matches are counted under Falco's name, with their labels. */
  describeRules(ruleset: Ruleset): void;
}

const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

export function createMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'windhover_' });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  const help = (name: string): string => name.replace(/_total$/, '').replaceAll('_', ' ');
  const remember = <Metric>(made: Map<string, Metric>, name: string, make: () => Metric): Metric => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const metric = make();
    made.set(name, metric);
    return metric;
  };
  const common = (name: string, labels: Labels) => ({
    name: `windhover_${name}`,
    help: help(name),
    labelNames: Object.keys(labels),
    registers: [registry],
  });
  const falcoRules = new Counter({
    name: 'falcosecurity_falco_rules_matches_total',
    help: 'matches of a rule',
    labelNames: ['rule_name', 'priority', 'source', 'tags'],
    registers: [registry],
  });
  // Nothing is dropped unless a sink is configured as not required: the counter is there, at zero, from the start.
  const falcoDrops = new Counter({
    name: 'falcosecurity_falco_outputs_queue_num_drops_total',
    help: 'alerts dropped',
    registers: [registry],
  });
  let drops = 0;
  let rules = new Map<string, Labels>();
  return {
    add(name, labels, amount) {
      remember(counters, name, () => new Counter(common(name, labels))).inc({ ...labels }, amount);
      const rule = name === 'rule_matches_total' ? rules.get(labels['rule'] ?? '') : undefined;
      if (rule !== undefined) falcoRules.inc({ ...rule }, amount);
      // What is refused is in the dead letter, and not lost.
      if (name === 'undelivered_alerts_total' && labels['reason'] !== 'refused') {
        drops += amount;
        falcoDrops.inc(amount);
      }
    },
    set: (name, labels, value) =>
      remember(gauges, name, () => new Gauge(common(name, labels))).set({ ...labels }, value),
    observe: (name, labels, value) =>
      remember(histograms, name, () => new Histogram({ ...common(name, labels), buckets: SECONDS })).observe(
        { ...labels },
        value,
      ),
    drops: () => drops,
    render: () => registry.metrics(),
    contentType: registry.contentType,
    describeRules({ rules: loaded }) {
      rules = new Map(
        loaded.map((rule) => [
          rule.name,
          {
            rule_name: rule.name,
            priority: String(PRIORITIES.indexOf(rule.priority)),
            source: rule.source,
            tags: rule.tags.join(','),
          },
        ]),
      );
    },
  };
}
