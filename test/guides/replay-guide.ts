// Guides show commands with their real output: this does what a guide says and gives it back with what came out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runForTest } from '../cli/run-for-test.ts';
import { ingestUrl, operationsUrl, startDaemon, type Daemon } from '../e2e/start-daemon.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Follow a guide in an empty folder that has `samples` and `rules` in it. A line `` `NAME`: `` before a code block
 * writes the block to a file; in `console` blocks, `$ windhover …` runs, `$ cat FILE` shows, and what follows is replaced by
 * what they write. `2>/dev/null` leaves standard error out. `$ windhover run … &` starts a daemon on ports that are free;
 * `$ curl …` and `$ tail …` go to the shell, with the ports of the guide (8765 and 8766) put right.
 */
export async function replayGuide(markdown: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const place: Place = { folder, daemon: undefined };
  try {
    for (const name of ['samples', 'rules']) symlinkSync(join(root, name), join(folder, name));
    const parts = markdown.split(/^(```[^\n]*\n[^]*?^```\n)/m);
    const replayed: string[] = [];
    for (const [index, part] of parts.entries())
      replayed.push(await replayPart(part, parts[index - 1] ?? '', place));
    return replayed.join('');
  } finally {
    await place.daemon?.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Whether the commands of a guide can run here. */
export function canReplay(markdown: string): boolean {
  return !markdown.includes('$ curl ') || spawnSync('curl', ['--version']).status === 0;
}

/** Where a guide is followed. */
interface Place {
  readonly folder: string;
  daemon: Daemon | undefined;
}

async function replayPart(part: string, before: string, place: Place): Promise<string> {
  const block = /^```(\w*)\n([^]*)```\n$/.exec(part);
  if (block === null) return part;
  const [, language, text = ''] = block;
  if (language !== 'console') {
    const name = /`([\w.-]+)`:\n\n$/.exec(before)?.[1];
    if (name !== undefined) writeFileSync(join(place.folder, name), text);
    return part;
  }
  const outputs: string[] = [];
  for (const command of text.split('\n').filter((line) => line.startsWith('$ ')))
    outputs.push(`${command}\n${await runCommand(command.slice(2), place)}`);
  return `\`\`\`console\n${outputs.join('')}\`\`\`\n`;
}

async function runCommand(line: string, place: Place): Promise<string> {
  const { folder } = place;
  const words = splitWords(line);
  const [program, ...rest] = words;
  if (program === 'cat') return rest.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  if (program === 'curl' || program === 'tail') return runInShell(line, place);
  if (program !== 'windhover') throw new Error(`a guide cannot run ${program}`);
  if (rest[0] === 'run' && rest.at(-1) === '&') return startInBackground(rest.slice(1, -1), place);
  const isQuiet = rest.at(-1) === '2>/dev/null';
  const { stdout, screen } = await runForTest(isQuiet ? rest.slice(0, -1) : rest, folder);
  return isQuiet ? stdout : screen;
}

/** Its log has times in it, and is left out. */
async function startInBackground(words: readonly string[], place: Place): Promise<string> {
  const ports = ['-o', 'ingest[0].listen_port=0', '-o', 'webserver.listen_port=0'];
  const daemon = startDaemon([...words, ...ports], place.folder);
  place.daemon = daemon;
  await daemon.until(() => ingestUrl(daemon) !== undefined);
  return '';
}

function runInShell(line: string, { folder, daemon }: Place): string {
  const ports = { 8765: daemon && operationsUrl(daemon), 8766: daemon && ingestUrl(daemon) };
  const command = Object.entries(ports).reduce(
    (text, [port, url]) => (url === undefined ? text : text.replaceAll(`http://127.0.0.1:${port}`, url)),
    line,
  );
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

/** Words of a shell line; quotes group, nothing else is special. */
function splitWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
