// The module of the WebAssembly projection: what src/projection/wasm-projection.ts calls.

export { configure, isUnsettled, scan, scanValue } from './scan-value';
export { addValue, clearTable, configureTable, findValue, TABLE_BYTES } from './value-table';
