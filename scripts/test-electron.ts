import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronBinary } from './electron-binary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const binary = electronBinary();
if (binary === null) {
  console.error("Electron's binary can't be had here: nothing was run on Electron.");
  process.exit(1);
}
// The very cases of the host's contract suite, in Electron's own main process.
const suite = path.join(root, 'test', 'chromium-host', 'contract-electron.ts');
const run = spawnSync(binary, [suite], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 1);
