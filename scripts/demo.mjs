// `npm run demo`: real CloudTrail records in, alerts out.
import { ensureBuilt, ensureInstalled, root, runNode } from './prepare.mjs';
import { join } from 'node:path';

ensureInstalled();
ensureBuilt();

const cli = join(root, 'packages', 'cli', 'bin', 'windhover.js');
process.exit(runNode([cli, 'replay', '-r', 'rules/aws', '--rule-matching', 'all', '--quiet', 'samples/aws']));
