import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { replaceChangingText } from './normalise-output.ts';

/** One line of `cli/cases.jsonl`. */
export interface CommandLineCase {
  readonly id: string;
  readonly group: string;
  readonly note?: string;
  readonly args: readonly string[];
  readonly files?: readonly {
    readonly name: string;
    readonly text?: string;
    readonly dir?: boolean;
    readonly mode?: string;
  }[];
  readonly env?: Readonly<Record<string, string>>;
  readonly expect: {
    readonly rc: number;
    readonly stderr: readonly string[];
    readonly stderr_full?: readonly string[];
    readonly stdout?: string;
    readonly stdout_json?: unknown;
    readonly stdout_shape?: unknown;
    readonly stdout_contains?: readonly string[];
    readonly stdout_is?: string;
    readonly files_after?: Readonly<Record<string, string>>;
  };
}

export interface CommandLineResult {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: readonly string[];
  /** Text of a file that the run left behind. */
  readFile(name: string): string | undefined;
}

/** No such folder: built-in event sources stand for the libraries in it. */
const PLUGIN_FOLDER = '/plugins-of-the-goldens';

/** The goldens were recorded in winter: Falco's local times have the offset of the time of the run. */
const RECORDED_MS = Date.UTC(2026, 10, 23, 12);

/** Run a case inside this process, in a folder of its own which is removed afterwards. */
export async function runCommandLineCase(item: CommandLineCase): Promise<CommandLineResult> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-cli-'));
  try {
    return await runInFolder(item, folder);
  } finally {
    for (const { name, mode } of item.files ?? [])
      if (mode !== undefined) chmodSync(join(folder, name), 0o700);
    rmSync(folder, { recursive: true });
  }
}

async function runInFolder(item: CommandLineCase, folder: string): Promise<CommandLineResult> {
  const fill = (text: string): string =>
    text.replaceAll('{DIR}', folder).replaceAll('{PLUGDIR}', PLUGIN_FOLDER);
  for (const { name, text, dir, mode } of item.files ?? []) {
    const path = join(folder, name);
    mkdirSync(dir === true ? path : dirname(path), { recursive: true });
    if (dir !== true) writeFileSync(path, fill(text ?? ''));
    if (mode !== undefined) chmodSync(path, Number.parseInt(mode, 8));
  }
  const stdout = collect();
  const stderr = collect();
  const env: Record<string, string> = { TZ: 'UTC', FALCO_HOSTNAME: 'testhost', LANG: 'C.UTF-8', ...item.env };
  const rc = await runCli(item.args.map(fill), {
    env,
    cwd: folder,
    stdin: Readable.from([]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    hostname: env['FALCO_HOSTNAME'] ?? 'testhost',
    nowMs: () => RECORDED_MS,
    signal: new AbortController().signal,
    terminalColumns: undefined,
    useColor: false,
  });
  const normalise = (text: string): string =>
    replaceChangingText(text.replaceAll(folder, '{DIR}').replaceAll(PLUGIN_FOLDER, '{PLUGDIR}'));
  const files = new Map<string, string>();
  for (const name of Object.keys(item.expect.files_after ?? {})) {
    const path = join(folder, name);
    if (existsSync(path)) files.set(name, readFileSync(path, 'utf8').replace(/^\d+$/, '{PID}'));
  }
  return {
    rc,
    stdout: normalise(stdout.text()),
    stderr: normalise(stderr.text()).replace(/\n$/, '').split('\n'),
    readFile: (name) => files.get(name),
  };
}

function collect(): { readonly stream: PassThrough; text(): string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
