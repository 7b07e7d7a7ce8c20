import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { canReplay, replayGuide } from './replay-guide.ts';

const folder = join(import.meta.dirname, '../../docs/guides');

/** Guides with commands that run anywhere: all that show `$ windhover`. */
const guides = readdirSync(folder).filter((name) =>
  readFileSync(join(folder, name), 'utf8').includes('```console\n$ '),
);

describe('guides', () => {
  it.for(guides)('%s shows what comes out', async (name, { skip }) => {
    const path = join(folder, name);
    const written = readFileSync(path, 'utf8');
    if (!canReplay(written)) skip('curl is not installed');
    const replayed = await replayGuide(written);
    if (env['UPDATE_GUIDES'] !== undefined) writeFileSync(path, replayed);
    else expect(hideLines(replayed)).toBe(hideLines(written));
  });
});

/** Rules of the packs move in their files; what is said of them stays. */
function hideLines(text: string): string {
  return text.replace(/(rules\/\S+\.yaml):\d+/g, '$1');
}
