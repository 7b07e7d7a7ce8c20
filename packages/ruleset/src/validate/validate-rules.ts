import { decodeByteString } from '@windhover/bytes';
import type { Diagnostic, SourceText } from '@windhover/diagnostics';
import { createCollected } from '../collect/collected.ts';
import { checkPluginRequirements } from '../check-plugin-requirements.ts';
import type { Compilation } from '../compile/compile-collected.ts';
import { loadFile } from '../load-file.ts';
import { createReport } from '../report.ts';
import type { LoaderEnvironment } from '../ruleset.ts';
import { createDiagnoser } from './diagnose-problem.ts';
import { hintAbsentFields } from './hint-absent-fields.ts';
import { hintContradictions } from './hint-contradictions.ts';
import { hintNeverMatchingExceptions } from './hint-never-matching-exceptions.ts';
import { hintShadowedRules } from './hint-shadowed-rules.ts';
import { hintUndefinedLists } from './hint-undefined-lists.ts';
import type { ValidatedRules } from './validated-rules.ts';
import { warnDuplicateKeys } from './warn-duplicate-keys.ts';
import { warnYamlSuspicions } from './warn-yaml-suspicions.ts';

type Hint = (rules: ValidatedRules) => Iterable<Diagnostic>;

const HINTS: readonly Hint[] = [
  hintUndefinedLists,
  hintAbsentFields,
  hintContradictions,
  hintNeverMatchingExceptions,
  hintShadowedRules,
];

/**
 * Every problem of rules files, each loaded on top of the earlier ones: what Falco tells, all of it and not only the
 * first, with exact places, then what Falco does not tell. Sorted by file and place. Never throws on any input.
 */
export function validateRules(
  sources: readonly SourceText[],
  environment: LoaderEnvironment,
): readonly Diagnostic[] {
  const collected = createCollected();
  const diagnostics: Diagnostic[] = [];
  const diagnose = createDiagnoser();
  let compilation: Compilation | undefined;
  for (const [index, source] of sources.entries()) {
    const report = createReport({ stopAtFirstError: false });
    const loaded = loadFile(source, {
      collected,
      lookUp: (name) => environment.catalogFor(decodeByteString(name)),
      appendOutput: environment.appendOutput,
      report,
    });
    compilation = loaded.compilation ?? compilation;
    const isLast = index === sources.length - 1;
    for (const problem of report.problems) {
      // What is unused is known when all files are read.
      if (isLast || !problem.code.startsWith('LOAD_UNUSED_')) diagnostics.push(diagnose(problem));
    }
    diagnostics.push(...warnYamlSuspicions(source, loaded.yaml), ...warnDuplicateKeys(source, loaded.yaml));
  }
  if (compilation) for (const hint of HINTS) diagnostics.push(...hint({ collected, compilation }));
  const fatal = checkPluginRequirements(collected.pluginRequirements, environment.plugins);
  if (fatal !== undefined) {
    diagnostics.push({
      severity: 'error',
      code: 'LOAD_ERR_VALIDATE',
      message: lowerFirst(fatal),
      hints: [],
      notes: [],
    });
  }
  return sortDiagnostics(diagnostics, sources);
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** By file, then place; the same problem of the same place, found again with a later file, once. */
function sortDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceText[],
): readonly Diagnostic[] {
  const order = new Map(sources.map((source, index) => [source, index]));
  const rank = ({ span }: Diagnostic): number => (span ? (order.get(span.source) ?? 0) : sources.length);
  const unique = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, span, message } = diagnostic;
    const key = `${rank(diagnostic)} ${span?.start ?? 0} ${code} ${message}`;
    if (!unique.has(key)) unique.set(key, diagnostic);
  }
  return [...unique.values()].sort(
    (a, b) => rank(a) - rank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
