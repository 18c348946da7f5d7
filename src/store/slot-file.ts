import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { sha256 } from '#src/crypto/hash.ts';

/** Length of a slot file, bytes. */
export const SLOT_BYTES = 4_096;
/** Length of a slot's key, bytes. */
export const SLOT_KEY_BYTES = 32;

const MAGIC = utf8('countersign-slot');
const KEY_AT = MAGIC.length;
const DIGEST_AT = KEY_AT + SLOT_KEY_BYTES;
const FILL_AT = DIGEST_AT + 32;
const FILL = 0xa5;

/** What the bytes of a slot file amount to. */
export type ParsedSlot =
  { readonly kind: 'full'; readonly key: Uint8Array } | { readonly kind: 'empty' | 'damaged' };

/**
 * Bytes of a slot that holds a key: 16 bytes of magic, the key, SHA-256(magic ‖ slotId ‖ key), and
 * 0xA5 to the end. Every byte but those of key and digest is a constant other than zero, so that an
 * overwrite with zeros shows wherever it stopped.
 * @param key - 32 bytes
 * @see docs/spec/lock.md, section 2
 */
export function encodeSlot(slotId: string, key: Uint8Array): Uint8Array {
  if (key.length !== SLOT_KEY_BYTES) {
    throw new RangeError(`"key" expected ${SLOT_KEY_BYTES} bytes, got ${key.length}`);
  }
  const fill = new Uint8Array(SLOT_BYTES - FILL_AT).fill(FILL);
  return concatBytes(MAGIC, key, slotDigest(slotId, key), fill);
}

/** Bytes of an overwritten slot: zeros. */
export function emptySlot(): Uint8Array {
  return new Uint8Array(SLOT_BYTES);
}

/**
 * Tell a slot that holds its key from one overwritten, wholly or in part, and from a damaged one.
 * @param bytes - untrusted
 */
export function parseSlot(slotId: string, bytes: Uint8Array): ParsedSlot {
  if (bytes.length !== SLOT_BYTES) return { kind: 'damaged' };
  let zeros = 0;
  for (const [at, byte] of bytes.entries()) {
    const constant = constantAt(at);
    if (constant === null || byte === constant) continue;
    if (byte !== 0) return { kind: 'damaged' };
    zeros++;
  }
  // One zero is enough: whatever stopped the overwrite, its purpose was to lock.
  if (zeros > 0) return { kind: 'empty' };
  const key = bytes.slice(KEY_AT, DIGEST_AT);
  const digest = slotDigest(slotId, key);
  if (digest.every((byte, i) => byte === bytes[DIGEST_AT + i])) return { kind: 'full', key };
  key.fill(0);
  return { kind: 'damaged' };
}

/** The byte that stands at a place in every full slot; null where key and digest stand. */
function constantAt(at: number): number | null {
  if (at < KEY_AT) return MAGIC[at] ?? null;
  return at < FILL_AT ? null : FILL;
}

function slotDigest(slotId: string, key: Uint8Array): Uint8Array {
  return sha256(concatBytes(MAGIC, utf8(slotId), key));
}
