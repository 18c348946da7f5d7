import { defineConfig } from 'vitest/config';

/**
 * Tests mirror the source tree; each file gets a process of its own, and globals stay off.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    // Two files at a time: more would only make browsers miss their deadlines. The long versions measure
    // how soon the app answers and gives memory back: one at a time.
    maxWorkers: process.env['SLOW'] === '1' ? 1 : 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser on a busy machine may miss a deadline: a repeat is shown as such in the report.
    retry: process.env['CI'] === undefined ? 0 : 1,
    globals: false,
  },
});
