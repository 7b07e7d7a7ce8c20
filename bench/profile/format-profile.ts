import type { FunctionTime } from './profile-runs.ts';

const SHOWN_FUNCTIONS = 25;

/** The dearest functions, and the totals of packages, in nanoseconds an event. */
export function formatProfile(times: readonly FunctionTime[], events: number): string {
  const total = times.reduce((sum, { selfUs }) => sum + selfUs, 0);
  const rooms = new Map<string, number>();
  for (const { room, selfUs } of times) rooms.set(room, (rooms.get(room) ?? 0) + selfUs);
  const line = (selfUs: number, text: string): string => {
    const ns = ((1000 * selfUs) / events).toFixed(0).padStart(7);
    return `${ns} ns ${((100 * selfUs) / total).toFixed(1).padStart(5)} %  ${text}`;
  };
  return [
    ...times
      .slice(0, SHOWN_FUNCTIONS)
      .map((time) =>
        line(time.selfUs, `${time.room.padEnd(14)} ${time.name || '(anonymous)'}  ${namePlace(time)}`),
      ),
    '',
    ...[...rooms].toSorted(([, a], [, b]) => b - a).map(([room, selfUs]) => line(selfUs, room)),
    '',
  ].join('\n');
}

function namePlace({ url, line }: FunctionTime): string {
  return url === '' ? '' : `${url.split('/').slice(-2).join('/')}:${line}`;
}
