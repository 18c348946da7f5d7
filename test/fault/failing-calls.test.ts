import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { nodeFileSystem } from '#src/store/node-file-system.ts';
import { createStore, isVault, openStore, type OpenStore } from '#src/store/store.ts';
import { failingFileSystem, type FailingFileSystem } from './failing-file-system.ts';
import {
  brokenPromises,
  newSetting,
  nothingPromised,
  STAGE,
  steps,
  type Promised,
} from './workload.ts';

const EXPECTED = {
  ENOSPC: 'STORE_DISK_FULL',
  EIO: 'STORE_IO_FAILED',
  EMFILE: 'STORE_IO_FAILED',
} as const;
const ROUNDS = process.env['SLOW'] === '1' ? 3 : 1;

let setting: Awaited<ReturnType<typeof newSetting>>;
beforeAll(async () => {
  setting = await newSetting();
});

/** Open and work until something fails. @returns what failed, and the store as it then is */
async function workUntilFailure(
  path: string,
  fileSystem: FailingFileSystem,
  promised: Promised,
): Promise<{ readonly error: unknown; readonly store: OpenStore | null }> {
  let store: OpenStore | null = null;
  try {
    store = openStore(path, { holder: 'failing', fileSystem });
    for (const step of steps(store, setting, promised, ROUNDS)) await step();
    return { error: null, store };
  } catch (error) {
    return { error, store };
  }
}

async function trial(
  code: keyof typeof EXPECTED,
  failAt: number,
  persistent: boolean,
): Promise<boolean> {
  const base = mkdtempSync(join(STAGE, 'countersign-failing-'));
  const path = join(base, 'vault');
  try {
    createStore(path, { holder: 'failing' }).close();
    const fileSystem = failingFileSystem(nodeFileSystem(), failAt, code, persistent);
    const promised = nothingPromised();
    const { error, store } = await workUntilFailure(path, fileSystem, promised);
    const where = `${code} at call ${failAt} (${fileSystem.failed() ?? 'none'})`;
    if (error !== null) {
      const got = error instanceof EvidenceError ? [error.code, error.details['reason']] : [error];
      expect([where, ...got]).toEqual([where, EXPECTED[code], code]);
    }
    if (store?.suspect === true) {
      await expect(
        store.objects.put(new TextEncoder().encode('age-encryption.org/v1\n')),
      ).rejects.toMatchObject({
        code: 'STORE_SUSPECT',
      });
    }
    store?.close();
    expect([where, ...(await brokenPromises(path, setting, promised))]).toEqual([where]);
    return fileSystem.failed() !== null;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

describe('a failing file-system call', () => {
  it.each([
    ['ENOSPC', false],
    ['ENOSPC', true],
    ['EIO', false],
    ['EIO', true],
    ['EMFILE', false],
  ] as const)(
    '%s (every later write too: %s) is a coded error at every call, and the vault opens whole',
    async (code, persistent) => {
      let failAt = 0;
      while (await trial(code, failAt, persistent)) failAt++;
      expect(failAt).toBeGreaterThan(40);
    },
    300_000,
  );
});

describe('createStore on a failing disk', () => {
  it('leaves a folder in which a vault can be made, at every call', () => {
    const base = mkdtempSync(join(STAGE, 'countersign-failing-'));
    try {
      let failAt = 0;
      for (let failed = true; failed; failAt++) {
        const path = join(base, `vault-${failAt}`);
        const fileSystem = failingFileSystem(nodeFileSystem(), failAt, 'EIO', false);
        try {
          createStore(path, { holder: 'failing', fileSystem }).close();
        } catch (error) {
          expect(error).toMatchObject({ code: 'STORE_IO_FAILED' });
        }
        failed = fileSystem.failed() !== null;
        // Failing after the vault was there counts as a vault.
        const store = isVault(path)
          ? openStore(path, { holder: 'failing' })
          : createStore(path, { holder: 'failing' });
        expect(store.origins()).toEqual([]);
        store.close();
      }
      expect(failAt).toBeGreaterThan(10);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});
