// typescript-eslint needs the JavaScript API of TypeScript 6; the repository builds with TypeScript 7, which has none.
// npm hoists some of its helpers beside the latter, so `typescript` is pinned here for the lint process.
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const typescript6 = pathToFileURL(createRequire(import.meta.url).resolve('typescript')).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    return specifier === 'typescript'
      ? { url: typescript6, shortCircuit: true }
      : nextResolve(specifier, context);
  },
});
