import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@windhover/source'] },
  ssr: { resolve: { conditions: ['@windhover/source'], externalConditions: ['@windhover/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    env: { TZ: 'UTC' },
  },
});
