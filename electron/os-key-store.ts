import { safeStorage } from 'electron';
import { EvidenceError } from '#src/core/errors.ts';
import { concatBytes, fromBase64, toBase64 } from '#src/core/bytes.ts';
import type { OsKeyStore } from '#src/vault/ports.ts';

/** First byte of what we hand out: whether the operating system wrapped it. */
const BARE = 0;
const WRAPPED = 1;

/** Back-ends that keep a key apart from other users of the computer. */
const REAL_LINUX = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/**
 * Electron's `safeStorage` as one more layer around keys, never the only copy. It keeps other users
 * out, not other programs of the same user, and on Linux without a key ring it is a fixed password:
 * then it says that it protects nothing, and passes bytes through as they are.
 */
export class SafeStorageKeyStore implements OsKeyStore {
  readonly backend: string;
  readonly realProtection: boolean;

  /**
   * @param platform - `process.platform`
   * @param preview - true on the Chromium host, which has no key store
   */
  constructor(platform: NodeJS.Platform, preview: boolean) {
    this.backend = preview ? 'none' : backendOf(platform);
    this.realProtection =
      this.backend === 'dpapi' || this.backend === 'keychain' || REAL_LINUX.has(this.backend);
  }

  async protect(bytes: Uint8Array): Promise<Uint8Array> {
    if (!this.realProtection) return concatBytes(Uint8Array.of(BARE), bytes);
    const wrapped = await safeStorage.encryptStringAsync(toBase64(bytes));
    return concatBytes(Uint8Array.of(WRAPPED), wrapped);
  }

  /** @throws {EvidenceError} VAULT_OTHER_COMPUTER - wrapped by another computer or user, or not by us */
  async unprotect(bytes: Uint8Array): Promise<Uint8Array> {
    if (bytes[0] === BARE) return bytes.slice(1);
    if (bytes[0] !== WRAPPED || !this.realProtection) throw foreign();
    try {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(bytes.subarray(1)));
      return fromBase64(result);
    } catch (cause) {
      throw foreign(cause);
    }
  }
}

function backendOf(platform: NodeJS.Platform): string {
  if (!safeStorage.isEncryptionAvailable()) return 'none';
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  return safeStorage.getSelectedStorageBackend();
}

function foreign(cause?: unknown): EvidenceError {
  return new EvidenceError(
    'VAULT_OTHER_COMPUTER',
    'key expected to be wrapped by this computer, got another',
    cause === undefined ? {} : { cause },
  );
}
