import { equalBytes, toBase64 } from '#src/core/bytes.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { ed25519PublicKey } from '#src/crypto/ed25519.ts';
import { Fields, readJson, swapped } from './fields.ts';
import type { OsKeyStore } from './ports.ts';
import type { VaultSettings } from './settings.ts';

/** Key of the computer's protected private keys in the store. */
export const COMPUTER_KEY = 'computer-key';

/** The computer's own private keys: sign entries outside sittings, bound to it by the operating system's key store. */
export interface ComputerKeys {
  readonly computerId: string;
  readonly ed25519Seed: Uint8Array;
  readonly p256Pkcs8: Uint8Array;
  /** A second place that knows the school's CA, outside what a copy of the folder can change. */
  readonly caFingerprint: Digest;
}

/** Protect the computer's keys for the store. */
export async function protectComputerKeys(
  keys: ComputerKeys,
  osKeyStore: OsKeyStore,
): Promise<Uint8Array> {
  const plain = canonicalBytes({
    v: 1,
    computerId: keys.computerId,
    ed25519Seed: toBase64(keys.ed25519Seed),
    p256Pkcs8: toBase64(keys.p256Pkcs8),
    caFingerprint: keys.caFingerprint,
  });
  try {
    return await osKeyStore.protect(plain);
  } finally {
    plain.fill(0);
  }
}

/**
 * Open the computer's keys and compare them with its certificate.
 * @param box - untrusted
 * @param certifiedKey - Ed25519 public key of the computer's certificate
 * @throws {EvidenceError} VAULT_OTHER_COMPUTER - protected on another computer, or another's keys
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - the computer knows another CA than the settings name
 * @throws {EvidenceError} STORE_DAMAGED - opened, but not what was written
 */
export async function openComputerKeys(
  box: Uint8Array,
  osKeyStore: OsKeyStore,
  settings: VaultSettings,
  certifiedKey: Uint8Array,
): Promise<ComputerKeys> {
  let plain: Uint8Array;
  try {
    plain = await osKeyStore.unprotect(box);
  } catch (cause) {
    throw new EvidenceError(
      'VAULT_OTHER_COMPUTER',
      'computer key expected to open on this computer, got one of another',
      { cause },
    );
  }
  const keys = parseComputerKeys(plain);
  plain.fill(0);
  if (keys.caFingerprint !== settings.caFingerprint) {
    throw swapped('"caFingerprint" of settings expected that of the computer, got another');
  }
  if (
    keys.computerId !== settings.computer.computerId ||
    !equalBytes(ed25519PublicKey(keys.ed25519Seed), certifiedKey)
  ) {
    throw new EvidenceError(
      'VAULT_OTHER_COMPUTER',
      'computer key expected that of the registered computer, got another',
    );
  }
  return keys;
}

function parseComputerKeys(plain: Uint8Array): ComputerKeys {
  const members = ['v', 'computerId', 'ed25519Seed', 'p256Pkcs8', 'caFingerprint'];
  const fields = new Fields('computer key', readJson('computer key', plain), members);
  fields.version('v', 1);
  return {
    computerId: fields.id('computerId'),
    ed25519Seed: fields.bytes('ed25519Seed', 32),
    p256Pkcs8: fields.bytes('p256Pkcs8'),
    caFingerprint: fields.digest('caFingerprint'),
  };
}
