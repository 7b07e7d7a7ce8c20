import { FalcoExit } from './falco-exit.ts';
import { isGiven, valuesOf, type FalcoSession } from './session.ts';

/** The sources that run: all loaded ones, or what `--enable-source` and `--disable-source` leave (spec outputs.md §8). */
export function selectSources(session: FalcoSession, loaded: readonly string[]): string[] {
  const enabled = valuesOf(session, 'enableSource');
  const disabled = valuesOf(session, 'disableSource');
  if (isGiven(session, 'enableSource') && isGiven(session, 'disableSource')) {
    throw new FalcoExit('You can not mix --enable-source and --disable-source');
  }
  for (const [verb, names] of [
    ['enabling', enabled],
    ['disabling', disabled],
  ] as const) {
    const unknown = names.find((name) => !loaded.includes(name));
    if (unknown !== undefined) throw new FalcoExit(`Attempted ${verb} an unknown event source: ${unknown}`);
  }
  const selected = loaded.filter((name) =>
    enabled.length > 0 ? enabled.includes(name) : !disabled.includes(name),
  );
  if (selected.length === 0) throw new FalcoExit('Must enable at least one event source');
  return selected;
}
