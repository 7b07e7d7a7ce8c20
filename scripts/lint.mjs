// `npm run lint`: eslint lives in packages/lint-config, beside the TypeScript version its parser needs.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root, runNode } from './prepare.mjs';

ensureInstalled();
ensureBuilt();

const lintConfig = join(root, 'packages', 'lint-config');
const config = join(lintConfig, 'eslint.config.js');
const eslint = join(dirname(createRequire(config).resolve('eslint/package.json')), 'bin', 'eslint.js');
const hook = pathToFileURL(join(lintConfig, 'use-typescript-6.mjs')).href;
const targets = process.argv.length > 2 ? process.argv.slice(2) : ['.'];
process.exit(runNode(['--import', hook, eslint, '--config', config, '--max-warnings=0', ...targets]));
