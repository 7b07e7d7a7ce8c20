// The least that anybody has to do with the objects of a corpus.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Corpus, CorpusSpec } from './corpus/corpus.ts';
import type { Variant } from './measure.ts';

const CHUNK = { chunkSize: 256 * 1024 };
/**
 * After some 64 MB of buffers the garbage collector passes over the whole heap: over the engines of the other variants,
 * which a baseline shall not pay for. So few objects at a time stay below that.
 */
const OBJECTS_PER_PART = 16;

/** Inflate every object and nothing else; the objects are in memory already. */
export function inflateObjects(corpus: Corpus): Variant {
  const readOnce = createObjectReader(corpus);
  return {
    name: 'inflate',
    parts: countParts(corpus),
    prepare: () => void readOnce(),
    run(part) {
      for (const object of takePart(readOnce(), part)) gunzipSync(object, CHUNK);
    },
  };
}

/** An event as `JSON.parse` gives it. */
export type ParsedEvent = Readonly<Record<string, unknown>>;

/** Inflate, where they are compressed, and `JSON.parse` all objects: whole ones, or line by line. */
export function parseObjects(
  corpus: Corpus,
  { events, isCompressed }: CorpusSpec,
  take: (events: readonly ParsedEvent[]) => void = () => undefined,
): Variant {
  const readOnce = createObjectReader(corpus);
  const parse = events === 'aws_cloudtrail' ? parseWhole : parseLines;
  return {
    name: isCompressed ? 'inflate + JSON.parse' : 'JSON.parse',
    parts: countParts(corpus),
    prepare: () => void readOnce(),
    run(part) {
      for (const object of takePart(readOnce(), part))
        take(parse((isCompressed ? gunzipSync(object, CHUNK) : object).toString()));
    },
  };
}

/** Read when first asked for: until then the objects take no memory of the process. */
function createObjectReader(corpus: Corpus): () => readonly Buffer[] {
  let objects: readonly Buffer[] | undefined;
  return () => (objects ??= corpus.objects.map((path) => readFileSync(path)));
}

function countParts({ objects }: Corpus): number {
  return Math.ceil(objects.length / OBJECTS_PER_PART);
}

function takePart(objects: readonly Buffer[], part: number): readonly Buffer[] {
  return objects.slice(part * OBJECTS_PER_PART, (part + 1) * OBJECTS_PER_PART);
}

function parseWhole(text: string): readonly ParsedEvent[] {
  return (JSON.parse(text) as { Records: ParsedEvent[] }).Records;
}

function parseLines(text: string): readonly ParsedEvent[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ParsedEvent);
}
