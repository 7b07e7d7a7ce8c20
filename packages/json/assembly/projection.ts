// The module of the WebAssembly projection: what src/projection/wasm-projection.ts and its like call.

export { configure, isUnsettled, scan, scanValue } from './scan-value';
export { addValue, clearTable, configureTable, countLookups, findValue, TABLE_BYTES } from './value-table';
export {
  addEdge,
  addNode,
  clearFilter,
  clearTimes,
  configureFilter,
  continuePassing,
  countPassed,
  FILTER_BYTES,
  latestPassed,
  missingIn,
  passRecords,
  setRoot,
  setTime,
  stoppedAt,
  stoppedTo,
} from './record-filter';
