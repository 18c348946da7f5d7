import { utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { encryptAge, newAgeIdentity } from '#src/crypto/age-file.ts';
import { lockedError } from './content-keys.ts';
import type { Vault } from './vault.ts';

/** One capture's own key; its private half is in memory only until the capture is accepted. */
export interface CaptureKey {
  readonly captureId: string;
  /** What every object of the capture is encrypted to. */
  readonly recipient: string;
  /**
   * Wrap the private half for the content recipient, for the transaction that accepts the exhibit.
   * @returns the `box` of its exhibit key row
   * @throws {EvidenceError} CAPTURE_STOPPED - the key was dropped, before or meanwhile
   * @throws {EvidenceError} VAULT_LOCKED - the investigation was stopped
   * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - the content recipient is not what two people signed
   */
  wrap(): Promise<Uint8Array>;
  /** Forget the private half: what was encrypted to it can be opened by nobody, custodians included. */
  drop(): void;
}

/**
 * Make a capture's key. It opens nothing earlier.
 * @throws {EvidenceError} VAULT_LOCKED, INVESTIGATION_UNKNOWN, VAULT_RECIPIENT_SWAPPED
 */
export async function newCaptureKey(
  vault: Vault,
  investigationId: string,
  captureId: string,
): Promise<CaptureKey> {
  assertOpen(vault, investigationId);
  const made = await newAgeIdentity();
  const { recipient } = made;
  const held: { identity: string | null } = { identity: made.identity };
  return {
    captureId,
    recipient,
    async wrap() {
      const { identity } = held;
      if (identity === null) throw dropped();
      const contentRecipient = assertOpen(vault, investigationId);
      const box = await encryptAge(utf8(identity), [contentRecipient]);
      // Dropped or stopped while it was being wrapped: then this box must not get out.
      if (held.identity === null) throw dropped();
      assertOpen(vault, investigationId);
      return box;
    },
    drop() {
      held.identity = null;
    },
  };
}

function assertOpen(vault: Vault, investigationId: string): string {
  const { state, contentRecipient } = vault.investigation(investigationId);
  if (state !== 'open') throw lockedError();
  return contentRecipient;
}

function dropped(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'capture expected its key, got one that was dropped');
}
