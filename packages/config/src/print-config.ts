import type { ConfigNode } from './config-node.ts';

/** The effective configuration as YAML text, in the order of the tree: for `--support`. */
export function printConfig(root: ConfigNode): string {
  return `${printBlock(root, '').replace(/^\n/, '')}\n`;
}

/** A value behind `key:` or `-`; nested ones start on a line of their own. */
function printBlock(node: ConfigNode, indent: string): string {
  if (node.kind === 'null') return ' ~';
  if (node.kind === 'scalar') return ` ${printScalar(node)}`;
  if (node.kind === 'sequence') {
    if (node.items.length === 0) return ' []';
    return node.items.map((item) => `\n${indent}-${printBlock(item, `${indent}  `)}`).join('');
  }
  if (node.members.size === 0) return ' {}';
  return [...node.members]
    .map(([name, value]) => `\n${indent}${printKey(name)}:${printBlock(value, `${indent}  `)}`)
    .join('');
}

function printScalar({ text, plain }: ConfigNode): string {
  return plain && isPlainText(text) ? text : JSON.stringify(text);
}

function printKey(name: string): string {
  return isPlainText(name) ? name : JSON.stringify(name);
}

/** Text that needs no quotes wherever it stands. */
function isPlainText(text: string): boolean {
  return /^[A-Za-z0-9_./-]+$/.test(text) && !/^-/.test(text);
}
