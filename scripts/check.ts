import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each check: its name, the script that runs it, its arguments. */
const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['types', 'typescript/bin/tsc', ['-p', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
  ['unused', 'knip/bin/knip.js', []],
  ['layers', 'vitest/vitest.mjs', ['run', 'test/layers.test.ts']],
];

let failed = 0;
for (const [name, script, args] of CHECKS) {
  const startedMs = performance.now();
  const file = path.join(root, 'node_modules', script);
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
