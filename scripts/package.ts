import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeStubZip } from './electron-stub.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const RELEASES = 'https://github.com/electron/electron/releases/download';

/** Version of the installed `electron` package, whose binary the app is packaged with. */
function electronVersion(): string {
  const file = path.join(root, 'node_modules', 'electron', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** Whether Electron's own zip can be had here: a folder that was given, or the place it is published. */
async function canHaveElectron(version: string): Promise<boolean> {
  if (process.env['COUNTERSIGN_ELECTRON_ZIP_DIR'] !== undefined) return true;
  try {
    const mirror = process.env['ELECTRON_MIRROR'] ?? `${RELEASES}/v`;
    const answer = await fetch(`${mirror}${version}/SHASUMS256.txt`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(10_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Run Electron Forge, which makes the Vite builds itself. @returns its exit code */
function forge(zipFolder: string | null): number {
  const cli = path.join(
    root,
    'node_modules',
    '@electron-forge',
    'cli',
    'dist',
    'electron-forge.js',
  );
  const env =
    zipFolder === null ? process.env : { ...process.env, COUNTERSIGN_ELECTRON_ZIP_DIR: zipFolder };
  const { status } = spawnSync(process.execPath, [cli, 'package'], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  return status ?? 1;
}

const version = electronVersion();
const wantsStub = process.argv.includes('--stub');
if (!wantsStub && (await canHaveElectron(version))) {
  const code = forge(null);
  if (code === 0) console.log(`Packaged with Electron ${version}: out/ holds an app that runs.`);
  process.exit(code);
}
if (process.platform !== 'linux') {
  console.error(`Electron ${version} can't be fetched here, and a stand-in is made on Linux only.`);
  process.exit(1);
}
const folder = path.join(os.tmpdir(), `countersign-stub-${process.pid}`);
mkdirSync(folder, { recursive: true });
try {
  writeFileSync(
    path.join(folder, `electron-v${version}-linux-${process.arch}.zip`),
    writeStubZip(version),
  );
  const code = forge(folder);
  if (code === 0) {
    console.log(
      `Packaged with a STAND-IN for Electron ${version}, whose binary can't be had here: out/ shows the ` +
        'layout of the app and does not run.',
    );
  }
  process.exitCode = code;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
