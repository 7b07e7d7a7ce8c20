// `node scripts/run.mjs FILE.ts [ARGS…]`: run a TypeScript file of this repository on a prepared checkout.
import { ensureBuilt, ensureInstalled, runNode } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
process.exit(
  runNode([
    '--conditions=@windhover/source',
    '--disable-warning=ExperimentalWarning',
    ...process.argv.slice(2),
  ]),
);
