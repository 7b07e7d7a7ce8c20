/** Names longer than this are not typed by hand; comparing them would only cost time. */
const MAX_LENGTH = 80;

/**
 * The candidates that `word` may be a misspelling of: the closest ones. Swapped neighbours count as one mistake, a
 * difference in case as none; at most one mistake in three characters is forgiven.
 */
export function suggest(word: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  if (word === '' || word.length > MAX_LENGTH) return [];
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === word || Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = boundedDistance(word, candidate, allowed);
    if (distance !== undefined) found.push({ candidate, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const best = found[0]?.distance;
  return found
    .filter(({ distance }) => distance === best)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** The hint for the candidates that `suggest` finds: none or one sentence. */
export function hintDidYouMean(word: string, candidates: Iterable<string>): readonly string[] {
  const names = suggest(word, candidates).map((name) => `"${name}"`);
  if (names.length === 0) return [];
  const last = names.pop() ?? '';
  return [`did you mean ${names.length > 0 ? `${names.join(', ')} or ${last}` : last}?`];
}

/** Edit distance with transpositions (optimal string alignment), whatever the case; undefined when above `allowed`. */
function boundedDistance(word: string, candidate: string, allowed: number): number | undefined {
  const a = word.toLowerCase();
  const b = candidate.toLowerCase();
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(substituted, at(previous, j) + 1, at(current, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, at(beforePrevious, j - 2) + 1);
      }
      current.push(distance);
      best = Math.min(best, distance);
    }
    if (best > allowed) return undefined;
    beforePrevious = previous;
    previous = current;
  }
  const distance = at(previous, b.length);
  return distance <= allowed ? distance : undefined;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
