import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileSink } from '@windhover/sinks';
import { sinkContract, type SinkHarness } from '@windhover/testkit';
import { describe, it } from 'vitest';

const sinks: readonly [name: string, create: () => Promise<SinkHarness>][] = [['file', createFileHarness]];

describe.each(sinks)('sink %s', (_, create) => {
  it.each(sinkContract)('$name', async ({ needsFailure, run }) => {
    const harness = await create();
    try {
      if (!needsFailure || harness.failNext !== undefined) await run(harness);
    } finally {
      await harness.close();
    }
  });
});

async function createFileHarness(): Promise<SinkHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  const path = join(directory, 'alerts');
  return {
    open: () => createFileSink({ path, format: 'json', keepAlive: true, sync: false }),
    received: async () => readFileSync(path, 'utf8').trimEnd().split('\n'),
    close: async () => rmSync(directory, { recursive: true }),
  };
}
