// `npm run -s bench -- [--smoke] [--records N] [--repetitions N] [--flood] [SCENARIO…]`
import { parseArgs } from 'node:util';
import { createCloudTrailCorpus } from './corpus.ts';
import { measure } from './measure.ts';
import { inflateAndParse, inflateOnly, replayCorpus, SCENARIOS } from './scenarios.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: 'boolean', default: false },
    flood: { type: 'boolean', default: false },
    records: { type: 'string' },
    repetitions: { type: 'string' },
  },
});

const records = Number(values.records ?? (values.smoke ? 4000 : 100_000));
const repetitions = Number(values.repetitions ?? (values.smoke ? 1 : 5));
const chosen = SCENARIOS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
const corpus = createCloudTrailCorpus({ records, recordsPerObject: 1500, seed: 7, flood: values.flood });
const megabytes = (corpus.bytes / 1e6).toFixed(0);
process.stdout.write(
  `${records} records, ${megabytes} MB as JSON, ${(corpus.compressedBytes / 1e6).toFixed(1)} MB as gzip, ${corpus.objects.length} objects${values.flood ? ', every user and user agent new' : ''}\n`,
);

const alertCounts = new Map<string, Set<number>>();
const measured = await measure(
  [
    inflateOnly(corpus),
    inflateAndParse(corpus),
    ...chosen.map(({ name, ruleset }) => {
      const counts = new Set<number>();
      alertCounts.set(name, counts);
      return replayCorpus(name, corpus, ruleset(), (count) => counts.add(count));
    }),
  ],
  repetitions,
);

const [inflate, parse] = measured;
process.stdout.write(
  'variant                  µs/record  records/CPU s  × inflate  × inflate+parse  alerts\n',
);
for (const { name, medianUs } of measured) {
  const perRecord = medianUs / records;
  const counts = [...(alertCounts.get(name) ?? [])];
  const columns = [
    name.padEnd(24),
    perRecord.toFixed(2).padStart(9),
    Math.round(1e6 / perRecord)
      .toLocaleString('en-US')
      .padStart(14),
    (medianUs / inflate!.medianUs).toFixed(2).padStart(10),
    (medianUs / parse!.medianUs).toFixed(2).padStart(16),
    (counts.join('/') || '').padStart(7),
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}
process.stdout.write(`max RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);

// A figure never fails a run; a wrong result does.
for (const [name, counts] of alertCounts) {
  if (counts.size === 1) continue;
  process.stdout.write(`${name}: the number of alerts differs between rounds\n`);
  process.exitCode = 1;
}
