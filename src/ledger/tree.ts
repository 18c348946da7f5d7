import { concatBytes, equalBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from '#src/crypto/hash.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Root of the tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1). */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array());
}

/** Hash of a leaf, 32 bytes: SHA-256(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF, leaf));
}

/** Hash of an inner node, 32 bytes: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(NODE, left, right));
}

/**
 * Root over leaf hashes.
 * @param hashes - 32 bytes each, in order; none gives {@link emptyRoot}
 */
export function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  return subtreeRoot(hashes, 0, hashes.length);
}

/**
 * Proof that leaf `index` is in the tree over `hashes`: sibling hashes from the leaf upwards.
 * @param index - 0 to `hashes.length - 1`
 * @throws {RangeError} when `index` is outside the tree
 */
export function inclusionProof(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  assertIndex(index, hashes.length);
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = hashes.length;
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      proof.push(subtreeRoot(hashes, middle, to));
      to = middle;
    } else {
      proof.push(subtreeRoot(hashes, from, middle));
      from = middle;
    }
  }
  return proof.toReversed();
}

/**
 * Proof that the tree over the first `oldSize` of `hashes` is a prefix of the whole.
 * @param oldSize - 1 to `hashes.length`; equal sizes give an empty proof
 * @throws {RangeError} when `oldSize` is outside that range
 */
export function consistencyProof(hashes: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  if (!Number.isSafeInteger(oldSize) || oldSize < 1 || oldSize > hashes.length) {
    throw new RangeError(`"oldSize" expected 1 to ${hashes.length}, got ${oldSize}`);
  }
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = hashes.length;
  let whole = true;
  while (oldSize !== to) {
    const middle = from + splitPoint(to - from);
    if (oldSize <= middle) {
      proof.push(subtreeRoot(hashes, middle, to));
      to = middle;
    } else {
      proof.push(subtreeRoot(hashes, from, middle));
      from = middle;
      whole = false;
    }
  }
  if (!whole) proof.push(subtreeRoot(hashes, from, to));
  return proof.toReversed();
}

/** What {@link verifyInclusion} checks: `leaf` is the leaf's hash. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Verify that a leaf is in a tree (RFC 9162 §2.1.3.2).
 * @throws {EvidenceError} LEDGER_PROOF_INVALID - index outside the tree, wrong length of proof or hashes
 * @throws {EvidenceError} LEDGER_ROOT_MISMATCH - the proof leads to another root
 */
export function verifyInclusion(claim: InclusionClaim): void {
  const { index, size, leaf, proof, root } = claim;
  if (!isSize(size) || !isSize(index) || index >= size)
    throw invalid('index expected to lie in the tree');
  assertHashes([leaf, root, ...proof]);
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) throw invalid('proof expected to be shorter');
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2 === 0 && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    place = half(place);
    last = half(last);
  }
  if (last !== 0) throw invalid('proof expected to be longer');
  if (!equalBytes(hash, root)) throw mismatch();
}

/** What {@link verifyConsistency} checks: the old tree is a prefix of the new one. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Verify that one tree is a prefix of another (RFC 9162 §2.1.4.2).
 * @throws {EvidenceError} LEDGER_PROOF_INVALID - sizes out of order, wrong length of proof or hashes
 * @throws {EvidenceError} LEDGER_ROOT_MISMATCH - the proof leads to another root
 */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize)
    throw invalid('sizes expected in order');
  assertHashes([oldRoot, newRoot, ...proof]);
  if (oldSize === newSize || oldSize === 0) {
    if (proof.length > 0) throw invalid('proof expected to be empty');
    const expected = oldSize === newSize ? newRoot : emptyRoot();
    if (!equalBytes(oldRoot, expected)) throw mismatch();
    return;
  }
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  const first = path[0];
  if (first === undefined) throw invalid('proof expected to be longer');
  let place = oldSize - 1;
  let last = newSize - 1;
  while (place % 2 === 1) {
    place = half(place);
    last = half(last);
  }
  let oldHash = first;
  let newHash = first;
  for (const sibling of path.slice(1)) {
    if (last === 0) throw invalid('proof expected to be shorter');
    if (place % 2 === 1 || place === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (place % 2 === 0 && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    place = half(place);
    last = half(last);
  }
  if (last !== 0) throw invalid('proof expected to be longer');
  if (!equalBytes(oldHash, oldRoot) || !equalBytes(newHash, newRoot)) throw mismatch();
}

function subtreeRoot(hashes: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to === from) return emptyRoot();
  if (to - from === 1) {
    const hash = hashes[from];
    if (hash === undefined) throw new RangeError(`"hashes" expected one at ${from}`);
    return hash;
  }
  const middle = from + splitPoint(to - from);
  return nodeHash(subtreeRoot(hashes, from, middle), subtreeRoot(hashes, middle, to));
}

// Largest power of two smaller than `size`; sizes stay below 2^53, so no 32-bit shifts.
function splitPoint(size: number): number {
  let point = 1;
  while (point * 2 < size) point *= 2;
  return point;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(size: number): boolean {
  return splitPoint(size) * 2 === size || size === 1;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function assertIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`"index" expected 0 to ${size - 1}, got ${index}`);
  }
}

function assertHashes(hashes: readonly Uint8Array[]): void {
  // 64 levels and three more: no honest proof is longer, and none may make us hash without bound.
  if (hashes.length > 130 || hashes.some((hash) => hash.length !== 32)) {
    throw invalid('proof expected hashes of 32 bytes');
  }
}

function invalid(message: string): EvidenceError {
  return new EvidenceError('LEDGER_PROOF_INVALID', message);
}

function mismatch(): EvidenceError {
  return new EvidenceError(
    'LEDGER_ROOT_MISMATCH',
    '"root" expected what the proof leads to, got another',
  );
}
