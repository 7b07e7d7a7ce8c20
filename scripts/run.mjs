// `node scripts/run.mjs FILE.ts [ARGS…]`: run a TypeScript file of this repository on a prepared checkout.
import { ensureInstalled, runNode } from './prepare.mjs';

ensureInstalled();
process.exit(
  runNode([
    '--conditions=@windhover/source',
    '--disable-warning=ExperimentalWarning',
    ...process.argv.slice(2),
  ]),
);
