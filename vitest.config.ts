import { defineConfig } from 'vitest/config';

/** Tests mirror the source tree; each file gets a process of its own, and globals stay off. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globals: false,
  },
});
