// `node … run-baseline.ts inflate|parse SPEC`: one pass of a baseline in a fresh process; what it took, as JSON.
import { inflateObjects, parseObjects } from '../baselines.ts';
import { openCorpus, type CorpusSpec } from '../corpus/corpus.ts';
import { timeRun } from '../measure.ts';

const [kind, specText] = process.argv.slice(2);
const spec = JSON.parse(specText!) as CorpusSpec;
const corpus = openCorpus(spec);
const variant = kind === 'inflate' ? inflateObjects(corpus) : parseObjects(corpus, spec);
process.stdout.write(JSON.stringify({ ...(await timeRun(variant)), variant: variant.name }));
