import { Session, type Profiler } from 'node:inspector/promises';
import type { Variant } from '../measure.ts';

/** Self time of one function. */
export interface FunctionTime {
  readonly name: string;
  /** Where it is defined; empty for what the runtime does itself. */
  readonly url: string;
  readonly line: number;
  /** The package it belongs to, WebAssembly that of its caller; else `node` or `gc`. */
  readonly room: string;
  readonly selfUs: number;
}

const SAMPLING_INTERVAL_US = 200;

/** Self times of all functions, the longest first, over some passes of a variant that has run before. Main thread only. */
export async function profileRuns(variant: Variant, passes: number): Promise<FunctionTime[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
  const times = new Map<string, FunctionTime>();
  for (let pass = 0; pass < passes; pass++) {
    await variant.prepare?.();
    globalThis.gc?.();
    await session.post('Profiler.start');
    await variant.run(0);
    const { profile } = await session.post('Profiler.stop');
    addSelfTimes(profile, times);
  }
  session.disconnect();
  return [...times.values()].toSorted((a, b) => b.selfUs - a.selfUs);
}

function addSelfTimes(profile: Profiler.Profile, times: Map<string, FunctionTime>): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const rooms = nameRooms(profile, nodes);
  for (const [index, id] of profile.samples?.entries() ?? []) {
    const { functionName: name, url, lineNumber } = nodes.get(id)!.callFrame;
    if (name === '(idle)' || url === 'node:inspector') continue;
    const room = rooms.get(id)!;
    const key = `${room}\n${name}\n${url}\n${lineNumber}`;
    const selfUs = (times.get(key)?.selfUs ?? 0) + (profile.timeDeltas?.[index] ?? 0);
    times.set(key, { name, url, line: lineNumber + 1, room, selfUs });
  }
}

/** The room of each node. Parents stand before their children, as the profiler lists them. */
function nameRooms(
  profile: Profiler.Profile,
  nodes: ReadonlyMap<number, Profiler.ProfileNode>,
): ReadonlyMap<number, string> {
  const rooms = new Map<number, string>();
  const nameRoom = (id: number, callerRoom: string): void => {
    const { functionName, url } = nodes.get(id)!.callFrame;
    const ours = /\/packages\/([^/]+)\//.exec(url)?.[1];
    const inherited = url.startsWith('wasm:') ? callerRoom : 'node';
    rooms.set(id, functionName === '(garbage collector)' ? 'gc' : (ours ?? inherited));
  };
  for (const { id, children } of profile.nodes) {
    if (!rooms.has(id)) nameRoom(id, 'node');
    for (const child of children ?? []) nameRoom(child, rooms.get(id)!);
  }
  return rooms;
}
