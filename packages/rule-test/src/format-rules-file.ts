// One way to write a rules file: keys in one order, folded long texts, comments where they were.
import {
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  Scalar,
  visit,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';

const LINE_WIDTH = 110;

/** Keys of items in the order in which people read them. */
const KEY_ORDER = [
  'required_engine_version',
  'required_plugin_versions',
  'list',
  'macro',
  'rule',
  'desc',
  'source',
  'enabled',
  'items',
  'condition',
  'output',
  'priority',
  'tags',
  'exceptions',
  'override',
  'append',
];

export type FormattedRules =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * The text of a rules file in our style, with its comments. What the file means does not change: values stay as they
 * are written, only their layout does. Files that are not YAML are refused.
 */
export function formatRulesFile(text: string): FormattedRules {
  // Of a repeated key the first counts, and merge keys are none: nothing is resolved, so nothing can be lost.
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    keepSourceTokens: true,
  });
  if (!Array.isArray(documents)) return { ok: true, text };
  const broken = documents.flatMap((document) => document.errors)[0];
  if (broken !== undefined) return { ok: false, message: broken.message.split('\n')[0]! };
  for (const document of documents) formatDocument(document as Document.Parsed);
  const texts = documents.map((document) =>
    document.toString({
      lineWidth: LINE_WIDTH,
      indentSeq: true,
      flowCollectionPadding: false,
      singleQuote: true,
    }),
  );
  return { ok: true, text: texts.join('') };
}

function formatDocument(document: Document): void {
  const { contents } = document;
  if (!isSeq(contents)) return;
  for (const [index, item] of contents.items.entries()) {
    if (!isMap(item)) continue;
    // An empty line between items, but none before the first.
    item.spaceBefore = index > 0;
    sortKeys(item as YAMLMap);
  }
  visit(document, {
    Pair(_key, pair) {
      if (
        isScalar(pair.key) &&
        (pair.key.value === 'condition' || pair.key.value === 'output' || pair.key.value === 'desc')
      )
        foldLongText(pair);
    },
  });
}

/** Known keys in their order, then the others in theirs. */
function sortKeys(item: YAMLMap): void {
  const rank = (pair: Pair): number => {
    const index = isScalar(pair.key) ? KEY_ORDER.indexOf(String(pair.key.value)) : -1;
    return index < 0 ? KEY_ORDER.length : index;
  };
  item.items = item.items
    .map((pair, index) => ({ pair, index }))
    .toSorted((a, b) => rank(a.pair) - rank(b.pair) || a.index - b.index)
    .map(({ pair }) => pair);
}

/** A plain text longer than a line becomes a folded block without a final line break: the same text, readable. */
function foldLongText(pair: Pair): void {
  const { value } = pair;
  if (!isScalar(value) || typeof value.value !== 'string' || value.type !== Scalar.PLAIN) return;
  if (value.value.length > LINE_WIDTH - 14 && !/\n|^\s|\s$/.test(value.value))
    value.type = Scalar.BLOCK_FOLDED;
}
