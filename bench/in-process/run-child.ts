// `node … run-child.ts SCENARIO OPTIONS`: one scenario with its baselines, and nothing else alive in the process.
import { openCorpus } from '../corpus/corpus.ts';
import { createLineReport } from '../result.ts';
import { describeCorpus, SCENARIOS, type RunOptions } from '../scenarios.ts';
import { compareBaselines } from './compare-baselines.ts';
import { compareWorkers } from './compare-workers.ts';

const [name, optionsText] = process.argv.slice(2);
const scenario = SCENARIOS.find((one) => one.name === name)!;
const options = JSON.parse(optionsText!) as RunOptions;
const spec = describeCorpus(scenario, options.records);
const compare = scenario.kind === 'workers' ? compareWorkers : compareBaselines;
await compare(
  { scenario, spec, corpus: openCorpus(spec), options },
  createLineReport((line) => void process.stdout.write(line)),
);
