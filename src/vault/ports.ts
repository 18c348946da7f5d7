import type { Clock } from '#src/core/clock.ts';
import type { RandomBytes } from '#src/core/ids.ts';
import type { KeyWorker } from '#src/crypto/key-worker.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';

/** The operating system's key store (Electron's `safeStorage`): binds the computer's own key to this computer. */
export interface OsKeyStore {
  /** What stands behind it, e.g. `dpapi`, `keychain`, `gnome_libsecret`, `basic_text`; goes into the record. */
  readonly backend: string;
  /** False where the protection is none worth the name (`basic_text`); the record says so. */
  readonly realProtection: boolean;
  protect(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects where the bytes were protected elsewhere. */
  unprotect(bytes: Uint8Array): Promise<Uint8Array>;
}

/** What the vault needs from outside. */
export interface VaultPorts {
  readonly store: VaultStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keyWorker: KeyWorker;
  readonly osKeyStore: OsKeyStore;
}
