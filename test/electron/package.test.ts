import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalClosure } from '#scripts/external-packages.ts';
import { FUSES } from '#scripts/fuses.ts';

const FUSE_NAMES = Object.values(FuseV1Options).filter((name) => typeof name === 'string');

describe('the fuses', () => {
  it('checklist 19: are all nine stated, as decided', () => {
    const stated = Object.fromEntries(
      FUSE_NAMES.map((name) => [name, FUSES[FuseV1Options[name as keyof typeof FuseV1Options]]]),
    );
    expect(stated).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
    expect([FUSES.strictlyRequireAllFuses, FUSES.version]).toEqual([true, FuseVersion.V1]);
  });
});

describe('externalClosure', () => {
  it('is what the two external packages need at run time on this platform', () => {
    const names = externalClosure('.', process.platform, process.arch);
    expect(names).toEqual(
      expect.arrayContaining(['better-sqlite3', 'sharp', 'detect-libc', 'semver', '@img/colour']),
    );
    expect(names).not.toContain('node-addon-api');
    expect(
      names
        .filter((name) => name.startsWith('@img/sharp-'))
        .every((name) => name.endsWith(`-${process.platform}-${process.arch}`)),
    ).toBe(true);
  });
});

// A stand-in for Electron's binary is made on Linux only; elsewhere the release workflow packages the real one.
describe.skipIf(process.platform !== 'linux')(
  'the packaged app (with a stand-in for Electron’s binary)',
  () => {
    let copy: string;
    let app: string;
    let asar: string;
    let files: readonly string[];

    beforeAll(() => {
      // In a copy: packaging empties `.vite`, which other tests use meanwhile.
      copy = mkdtempSync(path.join(tmpdir(), 'countersign-package-'));
      for (const name of [
        'assets',
        'electron',
        'renderer',
        'scripts',
        'src',
        'package.json',
        'tsconfig.json',
      ]) {
        if (existsSync(name)) cpSync(name, path.join(copy, name), { recursive: true });
      }
      for (const name of readdirSync('.').filter((file) => file.endsWith('.config.ts')))
        cpSync(name, path.join(copy, name));
      symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
      const run = spawnSync(process.execPath, ['scripts/package.ts', '--stub'], {
        cwd: copy,
        encoding: 'utf8',
        env: { ...process.env, CI: '1' },
      });
      expect(`${run.stdout}${run.stderr}`).toContain('Packaged with a STAND-IN for Electron');
      app = path.join(copy, 'out', `Countersign-linux-${process.arch}`);
      asar = path.join(app, 'resources', 'app.asar');
      files = listPackage(asar, { isPack: false }).map((name) => name.split(path.sep).join('/'));
    }, 180_000);

    afterAll(() => {
      rmSync(copy, { recursive: true, force: true });
    });

    it('holds the built files and the external packages, and nothing of development', () => {
      expect(files).toEqual(
        expect.arrayContaining([
          '/package.json',
          '/.vite/build/main.cjs',
          '/.vite/build/preload.cjs',
          '/.vite/build/key-worker.cjs',
          '/.vite/renderer/main_window/index.html',
        ]),
      );
      const top = new Set(files.map((name) => name.split('/')[1]));
      expect(top).toEqual(new Set(['.vite', 'node_modules', 'package.json']));
      const packages = files
        .flatMap((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)$/u.exec(name)?.[1] ?? [])
        .filter((name) => name !== '@img');
      expect(packages.sort()).toEqual([...externalClosure(copy, 'linux', process.arch)]);
      expect(files.filter((name) => /\.(?:[cm]?tsx?|map|gyp|c|cc|cpp|h)$/u.test(name))).toEqual([]);
      const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as Record<
        string,
        unknown
      >;
      expect(manifest['main']).toBe('.vite/build/main.cjs');
      expect(Object.keys(manifest)).not.toContain('devDependencies');
    });

    it('has its native files beside the archive, for this platform only', () => {
      const natives = files.filter((name) => /\.(?:node|dll|dylib)$|\.so(?:\.|$)/u.test(name));
      expect(natives.some((name) => name.includes('libvips-cpp'))).toBe(true);
      expect(natives.filter((name) => name.includes('/better-sqlite3/'))).toEqual([
        `/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      ]);
      for (const name of natives) {
        expect(statFile(asar, name.slice(1))).toMatchObject({ unpacked: true });
        expect(existsSync(path.join(app, 'resources', 'app.asar.unpacked', name))).toBe(true);
      }
    });

    it('has a preload that needs nothing but electron', () => {
      const preload = extractFile(asar, '.vite/build/preload.cjs').toString();
      expect([...preload.matchAll(/require\("([^"]+)"\)/gu)].map((match) => match[1])).toEqual([
        'electron',
      ]);
    });

    it('finds everything it needs in itself', () => {
      const folder = path.join(copy, 'extracted');
      extractAll(asar, folder);
      const main = extractFile(asar, '.vite/build/main.cjs').toString();
      const wanted = [
        ...new Set([...main.matchAll(/\brequire\("([^"]+)"\)/gu)].map((match) => match[1] ?? '')),
      ];
      expect(wanted.filter((name) => !isBuiltin(name) && !name.startsWith('./')).sort()).toEqual([
        'better-sqlite3',
        'electron',
        'sharp',
      ]);
      const script = `
      const Database = require('better-sqlite3');
      const sharp = require('sharp');
      const { Worker } = require('node:worker_threads');
      console.log(new Database(':memory:').prepare('select 1 + 1 as two').get().two);
      const worker = new Worker('./.vite/build/key-worker.cjs', { env: {}, execArgv: [] });
      worker.on('message', ({ result }) => { console.log(result.error.code); worker.terminate(); });
      worker.postMessage({ kind: 'open', id: 1, file: new Uint8Array(3), passphrase: 'x' });
      sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } }).png().toBuffer()
        .then((png) => console.log(png.subarray(1, 4).toString()));`;
      const run = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.stdout.trim().split('\n').sort()).toEqual(['2', 'KEY_FILE_DAMAGED', 'PNG']);
    });

    it('checklist 19: has its fuses set in the binary, which here is the stand-in’s wire', async () => {
      const wire = await getCurrentFuseWire(path.join(app, 'countersign'));
      for (const name of FUSE_NAMES) {
        const fuse = FuseV1Options[name as keyof typeof FuseV1Options];
        expect([name, wire[fuse]]).toEqual([
          name,
          FUSES[fuse] ? FuseState.ENABLE : FuseState.DISABLE,
        ]);
      }
    });
  },
);
