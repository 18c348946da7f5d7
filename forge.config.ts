import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MakerSquirrel } from '@electron-forge/maker-squirrel';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { copyExternals } from './scripts/external-packages.ts';
import { FUSES } from './scripts/fuses.ts';

const root = import.meta.dirname;
/** Without its ending: the packager takes `.ico` on Windows and `.icns` on macOS. */
const icon = path.join(root, 'assets', 'icons', 'countersign');
/** Folder with Electron's zip, where it can't be fetched (`scripts/package.ts`). */
const zipFolder = process.env['COUNTERSIGN_ELECTRON_ZIP_DIR'];

/** What of the project goes into the app besides the external packages: the built files alone. */
function isLeftOut(file: string): boolean {
  return file !== '' && file !== '/package.json' && !file.startsWith('/.vite');
}

/** The app's own manifest: nothing that only development needs. */
function trimManifest(folder: string): void {
  const file = path.join(folder, 'package.json');
  const full = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const kept = ['name', 'productName', 'version', 'description', 'license', 'main', 'type'];
  writeFileSync(
    file,
    JSON.stringify(Object.fromEntries(kept.map((key) => [key, full[key]])), null, 2),
  );
}

const config: ForgeConfig = {
  packagerConfig: {
    name: 'Countersign',
    executableName: 'countersign',
    appBundleId: 'uk.countersign.app',
    appCopyright: 'Countersign',
    asar: { unpack: '**/{*.node,*.so*,*.dll,*.dylib}' },
    ignore: isLeftOut,
    // Nothing of node_modules is taken as it is: the hook below copies what is needed.
    prune: false,
    icon,
    ...(zipFolder === undefined ? {} : { electronZipDir: zipFolder }),
  },
  // Node-API binaries come inside their packages: nothing is ever compiled.
  rebuildConfig: { onlyModules: [] },
  hooks: {
    packageAfterCopy: async (_config, folder, _version, platform, arch) => {
      copyExternals(root, folder, platform, arch);
      trimManifest(folder);
    },
  },
  makers: [
    new MakerSquirrel({ name: 'countersign', authors: 'Countersign', setupIcon: `${icon}.ico` }, [
      'win32',
    ]),
    new MakerZIP({}, ['darwin', 'linux', 'win32']),
  ],
  plugins: [
    new VitePlugin({
      build: [
        {
          entry: { main: 'electron/boot.ts', 'key-worker': 'src/crypto/key-worker-main.ts' },
          config: 'vite.main.config.ts',
          target: 'main',
        },
        { entry: 'electron/preload.ts', config: 'vite.preload.config.ts', target: 'preload' },
      ],
      renderer: [{ name: 'main_window', config: 'vite.renderer.config.ts' }],
      // Two cores are what a small build machine has.
      concurrent: false,
    }),
    new FusesPlugin(FUSES),
  ],
};

export default config;
