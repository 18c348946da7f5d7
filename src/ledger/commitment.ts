import { concatBytes, equalBytes, fromHex, toHex, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from '#src/crypto/hash.ts';

/** Length of a commitment's salt, bytes. */
export const SALT_BYTES = 32;

const DOMAIN = utf8('countersign/commitment/v1\n');

/**
 * Commitment to a payload: SHA-256(`countersign/commitment/v1\n` ‖ salt ‖ payload), 32 bytes. The
 * salt keeps a withheld payload from being guessed.
 * @param payloadBytes - RFC 8785 bytes of the payload
 * @param salt - 32 random bytes, a new one for each entry
 * @throws {RangeError} when `salt` is not 32 bytes
 */
export function commit(payloadBytes: Uint8Array, salt: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES)
    throw new RangeError(`"salt" expected 32 bytes, got ${salt.length}`);
  return sha256(concatBytes(DOMAIN, salt, payloadBytes));
}

/** A commitment as it stands in an entry: 64 hexadecimal digits. */
export function commitmentText(commitment: Uint8Array): string {
  return toHex(commitment);
}

/**
 * Verify that a disclosed payload is the one an entry commits to.
 * @param commitment - 64 hexadecimal digits from the entry
 * @throws {EvidenceError} LEDGER_COMMITMENT_MISMATCH - another payload or salt
 */
export function assertCommitment(
  commitment: string,
  payloadBytes: Uint8Array,
  salt: Uint8Array,
): void {
  if (salt.length === SALT_BYTES && equalBytes(fromHex(commitment), commit(payloadBytes, salt)))
    return;
  throw new EvidenceError(
    'LEDGER_COMMITMENT_MISMATCH',
    '"commitment" expected that of the payload, got another',
  );
}
