import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PEOPLE, type DemoPerson } from '#scripts/demo/people.ts';
import { Folded, type FoldedEntry } from '#src/app/folded.ts';
import { startKeyWorker } from '#src/crypto/key-worker.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { openDataKeys } from '#src/ledger/data-key.ts';
import { openStore, type OpenStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { openList, openRecord } from '#src/vault/investigation-keys.ts';
import { openVault } from '#src/vault/open-vault.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import type { OsKeyStore } from '#src/vault/ports.ts';
import type { Vault } from '#src/vault/vault.ts';

/** The key store of the preview, which has none: one byte says that nothing wrapped what follows. */
export const noKeyStore: OsKeyStore = {
  backend: 'none',
  realProtection: false,
  protect: (bytes) => Promise.resolve(Uint8Array.of(0, ...bytes)),
  unprotect: (bytes) => Promise.resolve(bytes.slice(1)),
};

/** A vault folder opened beside the app, over a copy. */
export interface OpenedCopy {
  /** The copied vault folder. */
  readonly folder: string;
  readonly store: OpenStore;
  readonly vault: Vault;
  /** Open one person's key file with their own passphrase. */
  unlock(person: DemoPerson): Promise<OpenPerson>;
}

/**
 * Look into a vault as it lies on disk, with the product's own code. Works on a copy, so that nothing
 * changes in what is tested.
 * @param home - the app's `userData`; the app must have ended
 */
export async function withVault<T>(
  home: string,
  look: (opened: OpenedCopy) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-look-'));
  cpSync(path.join(home, 'vault'), folder, { recursive: true });
  const keyWorker = startKeyWorker();
  let store: OpenStore | null = null;
  try {
    store = openStore(folder, { holder: `test, process ${process.pid}` });
    const ports = { store, clock: systemClock(), random: randomBytes, keyWorker };
    const vault = await openVault({ ...ports, osKeyStore: noKeyStore });
    const unlock = async ({ initials, passphrase }: DemoPerson): Promise<OpenPerson> => {
      const person = vault.people().find((one) => one.initials === initials);
      if (person === undefined) throw new RangeError(`nobody has the initials ${initials}`);
      return await vault.unlock(person.personId, passphrase);
    };
    return await look({ folder, store, vault, unlock });
  } finally {
    store?.close();
    await keyWorker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every entry of an investigation, read by its first reviewer. */
export async function entriesOf(
  { vault, store, unlock }: OpenedCopy,
  investigationId: string,
): Promise<readonly FoldedEntry[]> {
  const identity = await openRecord(vault, investigationId, await unlock(PEOPLE.first));
  const origin = vault.originOf(investigationId);
  const ring = await openDataKeys(store.ledgerStore(origin).dataKeys(), [identity]);
  return new Folded(vault.ledger(origin), () => ring).entries;
}

/** Every payload of the installation's ledger, read by the DSL; null where it can't be. */
export async function installationEntries({
  vault,
  store,
  unlock,
}: OpenedCopy): Promise<readonly { readonly kind: string; readonly payload: unknown }[]> {
  const identity = await openList(vault, await unlock(PEOPLE.dsl));
  const ledger = vault.ledger(vault.installationOrigin);
  const rows = store.ledgerStore(vault.installationOrigin).dataKeys();
  const ring = await openDataKeys(
    rows.filter(({ restricted }) => !restricted),
    [identity],
  );
  return [...ledger.readEntries()].map(({ index, kind }) => {
    try {
      return { kind, payload: ledger.readPayload(index, ring).payload };
    } catch {
      return { kind, payload: null };
    }
  });
}
