/** What a golden said and what the product gave. */
export interface Mismatch {
  readonly caseName: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Counts of one family of goldens, e.g. `language/conditions`. */
export interface FamilyResult {
  readonly family: string;
  passed: number;
  failed: number;
  /** Cases without expectation, with the reason the golden or KNOWN-GAPS gives. */
  readonly skipped: Map<string, number>;
  readonly mismatches: Mismatch[];
}

/** Mismatches kept for the report; the counts go on. */
const MAX_MISMATCHES = 20;

export function createFamilyResult(family: string): FamilyResult {
  return { family, passed: 0, failed: 0, skipped: new Map(), mismatches: [] };
}

export function recordCase(
  result: FamilyResult,
  same: boolean,
  caseName: string,
  expected: unknown,
  actual: unknown,
): void {
  if (same) {
    result.passed += 1;
    return;
  }
  result.failed += 1;
  if (result.mismatches.length < MAX_MISMATCHES) result.mismatches.push({ caseName, expected, actual });
}

export function recordSkip(result: FamilyResult, reason: string): void {
  result.skipped.set(reason, (result.skipped.get(reason) ?? 0) + 1);
}
