import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layerViolations } from '#test/support/layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function ownFiles(): Map<string, string> {
  const found = globSync('{src,electron,renderer}/**/*.{ts,tsx}', { cwd: root });
  return new Map(
    found.map((file) => [
      file.split(path.sep).join('/'),
      readFileSync(path.join(root, file), 'utf8'),
    ]),
  );
}

function violationsOf(file: string, source: string): string[] {
  return layerViolations(new Map([[file, source]])).map(({ why }) => why);
}

describe('layerViolations', () => {
  it('finds none in the product', () => {
    const files = ownFiles();
    expect(files.size).toBeGreaterThan(100);
    expect(layerViolations(files)).toEqual([]);
  });

  it('finds an import that points up', () => {
    expect(violationsOf('src/core/bytes.ts', "import { a } from '#src/ledger/entry.ts';")).toEqual([
      'src/core may not import src/ledger',
    ]);
    expect(violationsOf('src/ledger/entry.ts', "export { b } from '../vault/vault.ts';")).toEqual([
      'src/ledger may not import src/vault',
    ]);
    expect(violationsOf('src/ledger/entry.ts', "await import('../store/store.ts');")).toEqual([
      'src/ledger may not import src/store',
    ]);
  });

  it('keeps the builder of packs and their verifier apart', () => {
    expect(
      violationsOf('src/verify/verify-pack.ts', "import { c } from '#src/pack/build.ts';"),
    ).toEqual(['src/verify may not import src/pack']);
    expect(
      violationsOf('src/pack/build.ts', "import { d } from '#src/verify/verify-pack.ts';"),
    ).toEqual(['src/pack may not import src/verify']);
    expect(
      violationsOf('src/verify/verify-pack.ts', "import { e } from '#src/pack/format.ts';"),
    ).toEqual([]);
  });

  it('keeps electron, react, node and native modules in their places', () => {
    expect(violationsOf('src/app/countersign.ts', "import { app } from 'electron';")).toEqual([
      'electron belongs in electron only',
    ]);
    expect(violationsOf('renderer/app.tsx', "import fs from 'node:fs';")).toEqual([
      'renderer must run without Node',
    ]);
    expect(violationsOf('src/app/countersign.ts', "import { useState } from 'react';")).toEqual([
      'react belongs in renderer only',
    ]);
    expect(violationsOf('src/ledger/ledger.ts', "import Database from 'better-sqlite3';")).toEqual([
      'better-sqlite3 belongs in src/store only',
    ]);
    expect(violationsOf('src/app/start.ts', "import { request } from 'node:http';")).toEqual([
      'node:http belongs in src/network only',
    ]);
    expect(violationsOf('src/vault/lock.ts', "import { openSync } from 'node:fs';")).toEqual([
      'node:fs belongs in src/store, src/cli, electron only',
    ]);
  });
});
