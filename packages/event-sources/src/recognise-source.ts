// Which event source an object belongs to, told from what stands in it.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { parseJson } from '@windhover/json';
import { findEnvelope, inflateBareText, openEnvelope } from './envelope.ts';
import type { CutterOptions, EventSource, Recognition, RecordCutter, UnitFormat } from './event-source.ts';
import { eventSources } from './event-sources.ts';
import { createOpeningCutter, defaultUnitBytes, startsRecord } from './record-cutter.ts';
import { UnitCutter } from './unit-cutter.ts';

/** What a unit turned out to be. */
export interface RecognisedUnit extends Recognition {
  readonly source: EventSource;
}

export interface RecognisedObject {
  readonly source: EventSource;
  /** How the object holds its records, e.g. `Records`, `array`, `values`, or the name of an envelope. */
  readonly container: string;
  readonly confidence: number;
}

/** Envelopes in envelopes deeper than this are not looked into. */
const MAX_DEPTH = 4;
/** So many units of a sample are enough to judge it by. */
const JUDGED_UNITS = 20;

const classifyAnyMember: UnitFormat['classifyMember'] = (name) => {
  const roles = eventSources.map((source) => source.units.classifyMember(name));
  return roles.includes('record') ? 'record' : roles.find((role) => role !== undefined);
};

/** Nobody can be surer than this. */
const CERTAIN = 1;
/** Below this a source only knows how to name the thing; envelopes are looked into first. */
const SURE = 0.5;

/** The source that is surest of a unit, looking into envelopes that no source claims. */
export function recogniseUnit(unit: JsonNode, depth = 0): RecognisedUnit | undefined {
  const best = recogniseDirectly(unit);
  return best && best.confidence >= SURE ? best : (recogniseEnvelope(unit, depth) ?? best);
}

function recogniseDirectly(unit: JsonNode): RecognisedUnit | undefined {
  let best: RecognisedUnit | undefined;
  for (const source of eventSources) {
    const recognition = source.recognise(unit);
    if (recognition && recognition.confidence > (best?.confidence ?? 0)) best = { source, ...recognition };
    if (best?.confidence === CERTAIN) break;
  }
  return best;
}

function recogniseEnvelope(unit: JsonNode, depth: number): RecognisedUnit | undefined {
  const envelope = depth < MAX_DEPTH ? findEnvelope(unit) : undefined;
  const inner = envelope && openEnvelope(envelope);
  if (!envelope || !inner || 'reason' in inner) return undefined;
  const recognised = judgeUnits(inner, depth + 1)[0];
  return recognised && { ...recognised.unit, form: envelope.form };
}

function recogniseInflated(
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
): RecognisedUnit | undefined {
  const inner = depth < MAX_DEPTH ? inflateBareText(bytes, start, end) : undefined;
  return inner && judgeUnits(inner, depth + 1)[0]?.unit;
}

/**
 * The source of an object from a sample of its first bytes (inflated); undefined if nobody knows it.
 * Objects may mix sources: this is the one with the most units, `createRecognisingCutter` decides for each.
 */
export function recogniseSource(sample: Uint8Array): RecognisedObject | undefined {
  const votes = new Map<EventSource, { total: number; first: JudgedUnit }>();
  for (const judged of judgeUnits(sample, 0)) {
    const vote = votes.get(judged.unit.source) ?? { total: 0, first: judged };
    vote.total += judged.unit.confidence;
    votes.set(judged.unit.source, vote);
  }
  const [winner] = [...votes.values()].sort((left, right) => right.total - left.total);
  if (!winner) return undefined;
  const { unit, container } = winner.first;
  return {
    source: unit.source,
    container: unit.form === 'record' ? nameContainer(container) : unit.form,
    confidence: unit.confidence,
  };
}

/** Cuts an object whose units may belong to different sources. What nobody knows is skipped as `unknown-format`. */
export function createRecognisingCutter(options: CutterOptions): RecordCutter {
  return createOpeningCutter(
    { classifyMember: classifyAnyMember, chooseByStart, choose: chooseSource },
    options,
    defaultUnitBytes(options),
  );
}

function chooseByStart(bytes: Uint8Array, start: number, end: number): EventSource | undefined {
  return eventSources.find(({ units }) => startsRecord(units, bytes, start, end));
}

/** Undefined for envelopes, whose content is judged in turn. */
function chooseSource(unit: JsonNode): EventSource | undefined {
  const best = recogniseDirectly(unit);
  return best && (best.confidence >= SURE || !findEnvelope(unit)) ? best.source : undefined;
}

interface JudgedUnit {
  readonly unit: RecognisedUnit;
  readonly container: ByteString;
}

function judgeUnits(bytes: Uint8Array, depth: number): readonly JudgedUnit[] {
  const judged: JudgedUnit[] = [];
  const cutter = new UnitCutter({
    classifyMember: classifyAnyMember,
    maxUnitBytes: bytes.length,
    unit({ bytes: buffer, start, end, container }) {
      if (judged.length >= JUDGED_UNITS) return;
      const root = parseJson(buffer, start, end);
      const unit = root ? recogniseUnit(root, depth) : recogniseInflated(buffer, start, end, depth);
      if (unit) judged.push({ unit, container });
    },
    skip: () => undefined,
  });
  cutter.write(bytes);
  cutter.end();
  return judged;
}

function nameContainer(container: ByteString): string {
  if (container === '') return 'values';
  return container === '[]' ? 'array' : container;
}
