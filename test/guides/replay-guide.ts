// Guides show commands with their real output: this does what a guide says and gives it back with what came out.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runForTest } from '../cli/run-for-test.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Follow a guide in an empty folder that has `samples` and `rules` in it. A line `` `NAME`: `` before a code block
 * writes the block to a file; in `console` blocks, `$ windhover …` runs, `$ cat FILE` shows, and what follows is replaced by
 * what they write. `2>/dev/null` leaves standard error out.
 */
export async function replayGuide(markdown: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  try {
    for (const name of ['samples', 'rules']) symlinkSync(join(root, name), join(folder, name));
    const parts = markdown.split(/^(```[^\n]*\n[^]*?^```\n)/m);
    const replayed: string[] = [];
    for (const [index, part] of parts.entries())
      replayed.push(await replayPart(part, parts[index - 1] ?? '', folder));
    return replayed.join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function replayPart(part: string, before: string, folder: string): Promise<string> {
  const block = /^```(\w*)\n([^]*)```\n$/.exec(part);
  if (block === null) return part;
  const [, language, text = ''] = block;
  if (language !== 'console') {
    const name = /`([\w.-]+)`:\n\n$/.exec(before)?.[1];
    if (name !== undefined) writeFileSync(join(folder, name), text);
    return part;
  }
  const outputs: string[] = [];
  for (const command of text.split('\n').filter((line) => line.startsWith('$ ')))
    outputs.push(`${command}\n${await runCommand(command.slice(2), folder)}`);
  return `\`\`\`console\n${outputs.join('')}\`\`\`\n`;
}

async function runCommand(line: string, folder: string): Promise<string> {
  const words = splitWords(line);
  const [program, ...rest] = words;
  if (program === 'cat') return rest.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  if (program !== 'windhover') throw new Error(`a guide cannot run ${program}`);
  const isQuiet = rest.at(-1) === '2>/dev/null';
  const { stdout, screen } = await runForTest(isQuiet ? rest.slice(0, -1) : rest, folder);
  return isQuiet ? stdout : screen;
}

/** Words of a shell line; quotes group, nothing else is special. */
function splitWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
