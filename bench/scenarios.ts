// The scenarios by name. What a kind of scenario does with its corpus and rules is told where it runs.
import type { CorpusSpec } from './corpus/corpus.ts';
import type { RulesetName } from './rules/rulesets.ts';

export interface Scenario {
  readonly name: string;
  /**
   * `warm`, `workers`: variants interleaved in one process (`run-child.ts`). The others look at whole processes:
   * `cold` at one pass each, `start-up` at the command line on a small file, `growth` at the memory of replays of more
   * and more records, `one-object` at that of a replay of a single huge object.
   */
  readonly kind: 'warm' | 'workers' | 'cold' | 'start-up' | 'growth' | 'one-object';
  readonly rules: RulesetName;
  readonly events: CorpusSpec['events'];
  readonly shape: CorpusSpec['shape'];
  readonly isCompressed: boolean;
  /** Leave it to the replay to recognise the event source, as when `--source` is not given. */
  readonly isRecognised: boolean;
}

const USUAL = {
  kind: 'warm',
  rules: 100,
  events: 'aws_cloudtrail',
  shape: 'usual',
  isCompressed: true,
  isRecognised: false,
} as const;

export const SCENARIOS: readonly Scenario[] = [
  { ...USUAL, name: 'rules-default', rules: 'default' },
  { ...USUAL, name: 'rules-30', rules: 30 },
  { ...USUAL, name: 'rules-100', rules: 100 },
  { ...USUAL, name: 'rules-300', rules: 300 },
  { ...USUAL, name: 'rules-1000', rules: 1000 },
  { ...USUAL, name: 'aws-pack', rules: 'aws-pack' },
  { ...USUAL, name: 'gcp-pack', rules: 'gcp-pack', events: 'gcp_auditlog' },
  { ...USUAL, name: 'k8s-pack', rules: 'k8s-pack', events: 'k8s_audit' },
  { ...USUAL, name: 'json', isCompressed: false },
  { ...USUAL, name: 'recognised', isRecognised: true },
  { ...USUAL, name: 'large-records', shape: 'large' },
  { ...USUAL, name: 'every-record', rules: 'every-record' },
  { ...USUAL, name: 'flood-100', shape: 'flood' },
  { ...USUAL, name: 'flood-1000', shape: 'flood', rules: 1000 },
  { ...USUAL, name: 'flood-aws-pack', shape: 'flood', rules: 'aws-pack' },
  { ...USUAL, name: 'workers', kind: 'workers' },
  { ...USUAL, name: 'cold', kind: 'cold' },
  { ...USUAL, name: 'start-up', kind: 'start-up', rules: 'every-record' },
  { ...USUAL, name: 'memory-growth', kind: 'growth' },
  { ...USUAL, name: 'memory-one-object', kind: 'one-object' },
];

/** Short ones that between them pass through every kind of corpus and form of rules. */
export const SMOKE: readonly string[] = [
  'rules-default',
  'rules-100',
  'gcp-pack',
  'k8s-pack',
  'json',
  'large-records',
  'flood-100',
  'workers',
];

/** The scenarios that words stand for: a whole name for itself, another word for every name it is part of. */
export function chooseScenarios(words: readonly string[]): Scenario[] {
  const isExact = (word: string): boolean => SCENARIOS.some(({ name }) => name === word);
  return SCENARIOS.filter(({ name }) =>
    words.some((word) => (isExact(word) ? name === word : name.includes(word))),
  );
}

/** How long a run is to be. */
export interface RunOptions {
  readonly records: number;
  readonly repetitions: number;
  /** Take a CPU profile of the Windhover variant as well. */
  readonly hasProfile: boolean;
}

const RECORDS_PER_OBJECT = 1500;
/** So much larger is a large record than a usual one. */
const LARGE_FACTOR = 75;

/** The corpus of a scenario with so many records; of large ones so many fewer. */
export function describeCorpus(scenario: Scenario, records: number): CorpusSpec {
  const { events, shape, isCompressed } = scenario;
  const factor = shape === 'large' ? LARGE_FACTOR : 1;
  return {
    events,
    shape,
    isCompressed,
    records: Math.ceil(records / factor),
    recordsPerObject: RECORDS_PER_OBJECT / factor,
  };
}
