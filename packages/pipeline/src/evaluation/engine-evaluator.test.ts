import { compileRuleset, createEngine, DEFAULT_COMPILE_OPTIONS } from '@windhover/engine';
import type { Skip } from '@windhover/event-sources';
import { createTrailRecord } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { createEngineEvaluator } from './engine-evaluator.ts';

const compiled = compileRuleset(
  { rules: [] } as unknown as Parameters<typeof compileRuleset>[0],
  DEFAULT_COMPILE_OPTIONS,
);
const lines = {
  hostname: 'h',
  timeZone: 'UTC',
  timeFormatIso8601: false,
  includeOutput: true,
  includeMessage: false,
  includeOutputFields: true,
  includeTags: true,
};
const audit = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a',
  stage: 'ResponseComplete',
  verb: 'get',
  requestURI: '/',
};

function evaluate(text: string, sourceName?: string) {
  const evaluator = createEngineEvaluator({
    engine: createEngine(compiled),
    ruleset: compiled,
    compatibility: 'fixed',
    lines,
  });
  const skips: Skip[] = [];
  let records = 0;
  let latest = 0n;
  const evaluation = evaluator.open(
    {
      origin: { ingest: 'test', name: 'x' },
      receivedNs: 7n,
      ...(sourceName !== undefined && { sourceName }),
    },
    {
      records(count, latestNs = 0n) {
        records += count;
        if (latestNs > latest) latest = latestNs;
      },
      alert: () => undefined,
      skip: (skip) => void skips.push(skip),
    },
  );
  for (let at = 0; at < text.length; at += 100) evaluation.write(Buffer.from(text.slice(at, at + 100)));
  evaluation.end();
  return { records, latest, reasons: skips.map(({ reason }) => reason), skips };
}

const trail = JSON.stringify({
  Records: [createTrailRecord(1), createTrailRecord(2), { ...createTrailRecord(3), eventTime: 5 }, 7],
});

describe('createEngineEvaluator', () => {
  it.each([['aws_cloudtrail'], [undefined]])(
    'counts events, their latest time and skips, source %s',
    (sourceName) => {
      const { records, latest, reasons } = evaluate(trail, sourceName);
      expect(records).toBe(2);
      expect(latest).toBe(BigInt(Date.UTC(2026, 0, 1, 0, 0, 2)) * 1_000_000n);
      expect(reasons).toHaveLength(2);
    },
  );

  it('tells when an object is of another source than the one that was named', () => {
    const { records, skips } = evaluate(JSON.stringify(audit), 'aws_cloudtrail');
    expect(records).toBe(0);
    expect(skips.at(-1)).toMatchObject({
      reason: 'wrong-source',
      detail: 'looks like k8s_audit, not aws_cloudtrail',
    });
    expect(evaluate(trail, 'aws_cloudtrail').reasons).not.toContain('wrong-source');
  });
});
