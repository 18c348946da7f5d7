import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '#test/chromium-host/driver.ts';
import { buildApp } from './build.ts';
import { electronBinary } from './electron-binary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the preview keeps its vault: beside nothing of the real app. */
function previewFolder(): string {
  const home = os.homedir();
  if (process.platform === 'win32') {
    return path.join(process.env['LOCALAPPDATA'] ?? home, 'Countersign Preview');
  }
  return process.platform === 'darwin'
    ? path.join(home, 'Library', 'Application Support', 'Countersign Preview')
    : path.join(
        process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'),
        'countersign-preview',
      );
}

function startElectron(): number {
  const forge = path.join(
    root,
    'node_modules',
    '@electron-forge',
    'cli',
    'dist',
    'electron-forge.js',
  );
  return spawnSync(process.execPath, [forge, 'start'], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

async function startPreview(): Promise<number> {
  console.log(
    "Electron's binary can't be had here: this is the same app in a window of an installed Chromium, as a preview and not for live evidence.",
  );
  await buildApp();
  const driver = await start({
    userDataDir: previewFolder(),
    headless: false,
    size: { width: 1440, height: 900 },
  });
  return (await driver.exited) ?? 1;
}

const code = electronBinary() === null ? await startPreview() : startElectron();
process.exit(code);
