import type { LintRule } from '../lint-rule.ts';

/** `T1098`, `T1098.003`, in any case and with or without a prefix such as `mitre_`. */
const TECHNIQUE = /(?:^|[^a-z0-9])t\d{4}(?:\.\d{3})?$/i;

export const nameAttackTechnique: LintRule = {
  id: 'name-attack-technique',
  severity: 'warning',
  demand: 'a tag names the ATT&CK technique',
  check: ({ rules }) =>
    rules
      .filter(({ loaded }) => loaded.tags.length > 0 && !loaded.tags.some((tag) => TECHNIQUE.test(tag)))
      .map(({ loaded, written }) => ({
        rule: loaded.name,
        message: 'no tag names an ATT&CK technique, such as T1098.003',
        span: written.values.get('tags') ?? written.nameSpan,
      })),
};
