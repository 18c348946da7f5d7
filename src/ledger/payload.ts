import { concatBytes } from '#src/core/bytes.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decryptGcm, encryptGcm } from '#src/crypto/gcm.ts';
import { SALT_BYTES } from './commitment.ts';

/** Largest payload, RFC 8785 bytes. */
export const MAX_PAYLOAD_BYTES = 1 << 20;

const GCM_OVERHEAD_BYTES = 12 + 16;

/** Where a payload belongs; authenticated with it, so a box moved to another entry does not open. */
export interface PayloadPlace {
  readonly origin: string;
  readonly index: number;
  readonly kind: string;
}

/** What a payload's box holds. */
export interface OpenedPayload {
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** RFC 8785 bytes. */
  readonly payloadBytes: Uint8Array;
}

/**
 * Encrypt salt and payload beside their entry: AES-256-GCM of salt ‖ payload.
 * @param dataKey - 32 bytes
 * @param salt - 32 bytes, the commitment's
 * @param payloadBytes - RFC 8785 bytes, at most {@link MAX_PAYLOAD_BYTES}
 * @returns 12-byte nonce ‖ ciphertext ‖ 16-byte tag
 * @throws {EvidenceError} LEDGER_ENTRY_TOO_LARGE - the payload is larger
 */
export function encryptPayload(
  dataKey: Uint8Array,
  place: PayloadPlace,
  salt: Uint8Array,
  payloadBytes: Uint8Array,
): Uint8Array {
  if (salt.length !== SALT_BYTES)
    throw new RangeError(`"salt" expected 32 bytes, got ${salt.length}`);
  if (payloadBytes.length > MAX_PAYLOAD_BYTES) {
    throw new EvidenceError(
      'LEDGER_ENTRY_TOO_LARGE',
      `payload expected at most ${MAX_PAYLOAD_BYTES} bytes, got ${payloadBytes.length}`,
    );
  }
  return encryptGcm(dataKey, concatBytes(salt, payloadBytes), associatedData(place));
}

/**
 * Open a payload's box; the commitment still has to be verified.
 * @throws {EvidenceError} LEDGER_PAYLOAD_DAMAGED - changed, moved to another entry, or another key
 */
export function decryptPayload(
  dataKey: Uint8Array,
  place: PayloadPlace,
  box: Uint8Array,
): OpenedPayload {
  const least = GCM_OVERHEAD_BYTES + SALT_BYTES;
  if (box.length < least || box.length > least + MAX_PAYLOAD_BYTES) throw damaged(undefined);
  let plain: Uint8Array;
  try {
    plain = decryptGcm(dataKey, box, associatedData(place));
  } catch (cause) {
    throw damaged(cause);
  }
  return { salt: plain.slice(0, SALT_BYTES), payloadBytes: plain.slice(SALT_BYTES) };
}

function associatedData({ origin, index, kind }: PayloadPlace): Uint8Array {
  return canonicalBytes({ origin, index, kind });
}

function damaged(cause: unknown): EvidenceError {
  return new EvidenceError(
    'LEDGER_PAYLOAD_DAMAGED',
    'payload expected to open under its data key',
    { cause },
  );
}
