// Compare both projections with the reader over many random and damaged documents:
//   node --conditions=@windhover/source packages/json/scripts/fuzz-projection.ts [COUNT] [SEED]

import { findDifference } from '../src/projection/compare-projection.ts';
import { createProjection } from '../src/projection/create-projection.ts';
import { damage, Dice, rollDocument, rollPaths } from '../src/projection/json-for-test.ts';

const PATHS_EVERY = 100;

const count = Number(process.argv[2] ?? 100_000);
const dice = new Dice(Number(process.argv[3] ?? 1));
let paths = rollPaths(dice);
let projections = [createProjection(paths, { form: 'bytes' }), createProjection(paths, { form: 'wasm' })];
let accepted = 0;
for (let number = 0; number < count; number++) {
  if (number % PATHS_EVERY === 0) {
    paths = rollPaths(dice);
    projections = [createProjection(paths, { form: 'bytes' }), createProjection(paths, { form: 'wasm' })];
  }
  const text = rollDocument(dice);
  const around = 'x'.repeat(dice.roll(70));
  const document = dice.roll(2) === 0 ? text : damage(dice, text);
  const bytes = Buffer.from(around + document + around, 'latin1');
  for (const projection of projections) {
    const difference = findDifference(projection, paths, bytes, around.length, bytes.length - around.length);
    if (difference === undefined) continue;
    console.error(`${difference}\npaths ${JSON.stringify(paths)}\n${JSON.stringify(document)}`);
    process.exitCode = 1;
  }
  if (projections[0]!.scan(around.length, bytes.length - around.length)) accepted += 1;
}
console.log(`${count} documents, ${accepted} acceptable`);
