import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { electronBinary } from './electron-binary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const SUITE = path.join(root, 'test', 'chromium-host', 'contract-electron.ts');
const FOLDER = path.join(root, '.vite', 'contract');

/** Bundle the contract's cases for Electron's main process. @returns the file to run */
async function bundle(): Promise<string> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: SUITE,
      outDir: FOLDER,
      emptyOutDir: true,
      rollupOptions: { external: ['electron'], output: { entryFileNames: 'contract.mjs' } },
    },
  });
  return path.join(FOLDER, 'contract.mjs');
}

const suite = await bundle();
const binary = electronBinary();
if (binary === null) {
  console.error("Electron's binary can't be had here: nothing was run on Electron.");
  process.exit(1);
}
// The very cases of the host's contract suite, in Electron's own main process.
const run = spawnSync(binary, [suite], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 1);
