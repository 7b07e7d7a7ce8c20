// `npm run demo`: the whole way of an event, on loopback; see demo/run-demo.ts.
import { ensureBuilt, ensureInstalled, runNode } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
process.exit(runNode(['--conditions=@windhover/source', 'scripts/demo/run-demo.ts']));
