// Which MITRE ATT&CK tactics and techniques the rules cover, from their tags (`mitre_TACTIC`, `T1078`, `T1078.004`).
import type { LoadedRule } from '@windhover/ruleset';

/** A technique with the rules that look for it. */
export interface CoveredTechnique {
  readonly id: string;
  readonly rules: readonly string[];
}

export interface CoveredTactic {
  /** e.g. `initial_access`. */
  readonly tactic: string;
  readonly techniques: readonly CoveredTechnique[];
}

const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
const TACTIC = /^mitre_(.+)$/;

/** Tactics in alphabetical order, techniques by id. A rule counts for every pair of its tactics and techniques. */
export function buildAttackMatrix(rules: readonly LoadedRule[]): CoveredTactic[] {
  const matrix = new Map<string, Map<string, string[]>>();
  for (const rule of rules) {
    const techniques = rule.tags.filter((tag) => TECHNIQUE.test(tag));
    for (const tactic of rule.tags.flatMap((tag) => TACTIC.exec(tag)?.[1] ?? [])) {
      const row = matrix.get(tactic) ?? new Map<string, string[]>();
      matrix.set(tactic, row);
      for (const id of techniques) row.set(id, [...(row.get(id) ?? []), rule.name]);
    }
  }
  const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
  return [...matrix].toSorted(byKey).map(([tactic, row]) => ({
    tactic,
    techniques: [...row].toSorted(byKey).map(([id, names]) => ({ id, rules: names })),
  }));
}

/** The matrix as text: a tactic, below it its techniques with the number of rules. */
export function printAttackMatrix(matrix: readonly CoveredTactic[]): string {
  const lines = matrix.flatMap(({ tactic, techniques }) => [
    tactic.replaceAll('_', ' '),
    ...techniques.map(
      ({ id, rules }) =>
        `  ${id.padEnd(10)} ${String(rules.length).padStart(3)}  ${rules.slice(0, 3).join('; ')}${rules.length > 3 ? '; …' : ''}`,
    ),
  ]);
  const techniques = new Set(matrix.flatMap((row) => row.techniques.map(({ id }) => id)));
  return `${[...lines, `${matrix.length} tactics, ${techniques.size} techniques`].join('\n')}\n`;
}

/** A layer for the ATT&CK Navigator: techniques scored by the number of rules. */
export function createNavigatorLayer(matrix: readonly CoveredTactic[]): unknown {
  const techniques = matrix.flatMap(({ tactic, techniques: row }) =>
    row.map(({ id, rules }) => ({
      techniqueID: id,
      tactic: tactic.replaceAll('_', '-'),
      score: rules.length,
      comment: rules.join('\n'),
      enabled: true,
    })),
  );
  return {
    name: 'Windhover rules',
    versions: { layer: '4.5', navigator: '5.1.0', attack: '17' },
    domain: 'enterprise-attack',
    description: 'Techniques that the rules look for; the score is the number of rules',
    techniques,
    gradient: {
      colors: ['#d7ecd9', '#1b7837'],
      minValue: 1,
      maxValue: Math.max(1, ...techniques.map(({ score }) => score)),
    },
  };
}
