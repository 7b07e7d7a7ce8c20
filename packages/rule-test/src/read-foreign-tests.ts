/** A test in the shape that cloud-detection rules elsewhere carry: `Tests: [{Name, ExpectedResult, Log}]`. */
export interface ForeignTest {
  readonly name: string;
  readonly expected: boolean;
  readonly event: unknown;
  readonly rule: string | undefined;
}

/** The tests of such a file; undefined when it is none. `RuleID` or `DisplayName` names the rule, where given. */
export function findCloudDetectionTests(data: unknown): ForeignTest[] | undefined {
  if (typeof data !== 'object' || data === null || !('Tests' in data) || !Array.isArray(data.Tests))
    return undefined;
  const rule = 'Rule' in data && typeof data.Rule === 'string' ? data.Rule : undefined;
  return data.Tests.map((test: unknown, index) => {
    const item = (typeof test === 'object' && test !== null ? test : {}) as Record<string, unknown>;
    return {
      name: typeof item['Name'] === 'string' ? item['Name'] : `test ${index + 1}`,
      expected: item['ExpectedResult'] === true,
      event: item['Log'],
      rule,
    };
  });
}
