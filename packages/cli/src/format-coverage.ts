import { leafCoverage, type LeafCoverage, type RuleCoverage } from '@windhover/rule-test';

export type CoverageFormat = 'text' | 'json' | 'html';

/** Coverage of rules by their tests, for people, machines or a browser. */
export function formatCoverage(rules: readonly RuleCoverage[], format: CoverageFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ leaf_coverage: leafCoverage(rules), rules }, null, 2)}\n`;
    case 'html':
      return formatHtml(rules);
    case 'text':
      return formatText(rules);
  }
}

function formatText(rules: readonly RuleCoverage[]): string {
  const lines = rules.flatMap((rule) => {
    const gaps = rule.leaves.filter((leaf) => !leaf.decided);
    const missing = [
      ...(rule.matched ? [] : ['never matched']),
      ...(rule.notMatched ? [] : ['never failed to match']),
    ];
    if (gaps.length === 0 && missing.length === 0) return [];
    return [
      `${rule.rule}${missing.length > 0 ? `: ${missing.join(', ')}` : ''}`,
      ...gaps.map((leaf) => `    ${leaf.text}  (${describeGap(leaf)})`),
    ];
  });
  const leaves = rules.flatMap((rule) => rule.leaves);
  const decided = leaves.filter((leaf) => leaf.decided).length;
  const both = rules.filter((rule) => rule.matched && rule.notMatched).length;
  lines.push(`rules tested both ways: ${both} of ${rules.length}`);
  lines.push(
    `leaves that decided outcomes both ways: ${decided} of ${leaves.length} (${(leafCoverage(rules) * 100).toFixed(1)} %)`,
  );
  return `${lines.join('\n')}\n`;
}

function describeGap({ seenTrue, seenFalse, decidedTrue }: LeafCoverage): string {
  if (!seenTrue && !seenFalse) return 'never evaluated';
  if (!seenTrue) return 'never true';
  if (!seenFalse) return 'never false';
  return decidedTrue ? 'false, but never decided the outcome so' : 'true, but never decided the outcome so';
}

function formatHtml(rules: readonly RuleCoverage[]): string {
  const rows = rules.map((rule) => {
    const leaves = rule.leaves.map(
      (leaf) =>
        `<li class="${leaf.decided ? 'covered' : 'gap'}"><code>${escapeHtml(leaf.text)}</code>${leaf.decided ? '' : ` – ${describeGap(leaf)}`}</li>`,
    );
    return `<section><h2>${escapeHtml(rule.rule)}</h2><p>matched: ${rule.matched ? 'yes' : 'no'}, not matched: ${rule.notMatched ? 'yes' : 'no'}</p><ul>${leaves.join('')}</ul></section>`;
  });
  const percent = (leafCoverage(rules) * 100).toFixed(1);
  return `<!doctype html><meta charset="utf-8"><title>Rule coverage</title><style>body{font:15px system-ui;max-width:60rem;margin:2rem auto}.covered{color:#176c2f}.gap{color:#a3221a}</style><h1>Rule coverage: ${percent} % of leaves</h1>${rows.join('')}\n`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
