// `npm run generate [-- --check]`: everything that is generated and committed.
import './generate-parsers.mjs';
import './generate-wasm.mjs';
