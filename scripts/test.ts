import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './build.ts';

/** What vitest's JSON report says in numbers. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const slow = process.argv.includes('--slow');
const filters = process.argv.slice(2).filter((argument) => argument !== '--slow');
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'));
const report = path.join(folder, 'report.json');
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

await buildApp();
const run = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ],
  { stdio: 'inherit', env: { ...process.env, ...(slow ? { SLOW: '1' } : {}) } },
);

let code = run.status ?? 1;
try {
  const counts = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  // A file that fails to load has no test of its own: it still counts as a failure.
  const failed = Math.max(counts.numFailedTests, code === 0 ? 0 : 1);
  if (counts.numPassedTests === 0) code = 1;
  console.log(
    `Tests: ${String(counts.numPassedTests)} passed, ${String(failed)} failed, ${String(skipped)} skipped`,
  );
} catch {
  console.error('the test runner left no report');
  code = 1;
}
rmSync(folder, { recursive: true, force: true });
process.exit(code);
