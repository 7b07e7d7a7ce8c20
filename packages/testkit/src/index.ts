// What tests of several rooms share: servers on loopback, clocks, stand-ins, contract suites. Never shipped.

// Stand-ins for engine and time
export { createAlert, createLineEvaluator } from './evaluation/create-line-evaluator.ts';
export type { VirtualClock } from './time/virtual-clock.ts';
export { createVirtualClock } from './time/virtual-clock.ts';
