import { createFieldCatalog, findEventSource } from '@windhover/event-sources';
import { createByteSource, createRulesetLoader } from '@windhover/ruleset';
import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../compile/compile-ruleset.ts';
import { createInterpreter } from '../interpreter.ts';
import { RuleProfile } from '../rule-profile.ts';
import { createFastEngine } from './fast-engine.ts';

const SOURCE = 'aws_cloudtrail';

function compile(conditions: readonly string[]) {
  const source = findEventSource(SOURCE);
  if (!source) throw new Error(`no event source ${SOURCE}`);
  const catalog = createFieldCatalog(source, 'fixed');
  const loader = createRulesetLoader({ catalogFor: () => catalog, plugins: [], appendOutput: [] });
  const text = conditions.map(
    (condition, index) =>
      `- {rule: r${index}, desc: d, source: ${SOURCE}, priority: ERROR, output: "%evt.num %ct.name", condition: ${JSON.stringify(condition)}}\n`,
  );
  expect(loader.load(createByteSource('r.yaml', text.join(''))).errors).toEqual([]);
  return compileRuleset(loader.ruleset(), { ruleMatching: 'all' });
}

function recordOf(payload: string) {
  const bytes = Buffer.from(payload);
  return { bytes, start: 0, end: bytes.length, timestampNs: 0n, sourceName: SOURCE };
}

describe('admit', () => {
  it.each([
    ['{"eventTime":"2024-01-15T10:20:30Z","eventType":"AwsApiCall","eventName":"A"}'],
    ['{"eventTime":"2024-01-15T10:20:30Z","eventName":"A"}'],
    ['{"eventTime":"soon","eventType":"AwsApiCall"}'],
    ['{"eventType":"AwsApiCall"}'],
    ['{"eventTime":"2024-01-15T10:20:30Z","eventType":"AwsCloudTrailInsight"}'],
    ['{"eventTime":"2024-01-15T10:20:30Z"'],
    ['[]'],
  ])('takes %s as the interpreter does', (payload) => {
    const ruleset = compile(['ct.name = A']);
    const [fast, interpreter] = [createFastEngine(ruleset), createInterpreter(ruleset)];
    for (const round of ['first', 'again']) {
      const expected = interpreter.admit(recordOf(payload), 7n);
      expect({ round, result: fast.admit(recordOf(payload), 7n) }).toEqual({ round, result: expected });
    }
  });

  it('counts admitted records only', () => {
    const engine = createFastEngine(compile(['ct.name exists']));
    engine.admit(recordOf('{"eventName":"A"}'), 0n);
    const result = engine.admit(
      recordOf('{"eventTime":"2024-01-15T10:20:30Z","eventType":"AwsApiCall","eventName":"B"}'),
      0n,
    );
    expect(result).toMatchObject({ timestampNs: 1_705_314_030_000_000_000n, alerts: [{ message: '1 B' }] });
  });
});

describe('a ruleset with more fields than get tables', () => {
  it('decides as the interpreter does', () => {
    const ruleset = compile(Array.from({ length: 700 }, (_, index) => `json.value[/x/f${index}] = v`));
    const [fast, interpreter] = [createFastEngine(ruleset), createInterpreter(ruleset)];
    for (const index of [0, 1, 511, 512, 699, 699, 0]) {
      const record = recordOf(`{"x":{"f${index}":"v"}}`);
      expect(fast.evaluate(record)).toEqual(interpreter.evaluate(record));
      expect(fast.evaluate(record).map(({ rule }) => rule)).toEqual([`r${index}`]);
      interpreter.evaluate(record);
    }
  });
});

describe('measure', () => {
  const event = (name: string): string =>
    `{"eventTime":"2024-01-15T10:20:30Z","eventType":"AwsApiCall","eventName":"${name}","x":"}]"}`;

  it('finds the ends of records, which then need no pass of their own', () => {
    const engine = createFastEngine(compile(['ct.name = B', 'evt.num = 3']));
    const chunk = Buffer.from(`[${event('A')},${event('B')},${event('C')},{"eventTime"`);
    const measure = engine.measure(SOURCE);
    measure?.load(chunk);
    const messages: string[] = [];
    let start = 1;
    for (let end = measure?.measure(start) ?? -1; end > 0; end = measure?.measure(start) ?? -1) {
      const result = engine.admit({ bytes: chunk, start, end, timestampNs: 0n, sourceName: SOURCE }, 0n);
      if ('alerts' in result) messages.push(...result.alerts.map(({ message }) => message));
      start = end + 1;
    }
    expect(messages).toEqual(['2 B', '3 C']);
    expect(chunk.subarray(start).toString()).toBe('{"eventTime"');
  });

  it('does not mistake another record for the measured one', () => {
    const engine = createFastEngine(compile(['ct.name = B']));
    const [first, second] = [Buffer.from(event('A')), Buffer.from(event('B'))];
    const measure = engine.measure(SOURCE);
    measure?.load(first);
    const end = measure?.measure(0) ?? -1;
    const record = { start: 0, end, timestampNs: 0n, sourceName: SOURCE };
    expect(engine.evaluate({ ...record, bytes: second })).toHaveLength(1);
    expect(measure?.measure(0)).toBeLessThan(0);
    expect(engine.evaluate({ ...record, bytes: first })).toHaveLength(0);
  });
});

describe('profile', () => {
  it('counts what each rule costs', () => {
    let clock = 0;
    const profile = new RuleProfile(() => clock++);
    const engine = createFastEngine(compile(['ct.name = A', 'ct.name = A and evt.num > 1', 'ct.name = B']), {
      profile,
    });
    for (const name of ['A', 'A', 'C']) engine.evaluate(recordOf(`{"eventName":"${name}"}`));
    expect(profile.list()).toEqual([
      { rule: 'r0', leftOpen: 0, matched: 2, timeNs: 2 },
      { rule: 'r1', leftOpen: 2, matched: 1, timeNs: 2 },
    ]);
  });
});

describe('evaluate', () => {
  it('stays right when every value is new, and when the flood is over', () => {
    const ruleset = compile([
      'ct.useragent icontains kali',
      'ct.useragent startswith aws and ct.name = A',
      'ct.user = bob',
      'evt.num > 20000',
    ]);
    const [fast, interpreter] = [createFastEngine(ruleset), createInterpreter(ruleset)];
    const differences: number[] = [];
    for (let index = 0; index < 25_000; index++) {
      const agent = index % 1000 === 0 ? 'Kali' : index < 20_000 ? `aws-${index}` : 'aws';
      const record = recordOf(
        `{"eventName":"${index % 7 === 0 ? 'A' : 'B'}","userAgent":"${agent}","userIdentity":{"type":"IAMUser","userName":"u${index % 5000}"}}`,
      );
      const [found, expected] = [fast.evaluate(record), interpreter.evaluate(record)];
      if (
        found.map(({ id, message }) => id + message).join() !==
        expected.map(({ id, message }) => id + message).join()
      )
        differences.push(index);
    }
    expect(differences).toEqual([]);
  });

  it('goes on counting when the rules are replaced, and starts anew with a run', () => {
    const engine = createFastEngine(compile(['ct.name = A']));
    const record = recordOf('{"eventName":"A"}');
    const messages = (): string[] => engine.evaluate(record).map(({ message }) => message);
    expect([messages(), messages()]).toEqual([['1 A'], ['2 A']]);
    engine.replaceRuleset(compile(['ct.name exists', 'ct.name = B']));
    expect(messages()).toEqual(['3 A']);
    engine.startRun();
    expect(messages()).toEqual(['1 A']);
  });
});
