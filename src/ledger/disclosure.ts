import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { assertCommitment } from './commitment.ts';
import { parseEntry, type Entry } from './entry.ts';
import { MAX_PAYLOAD_BYTES } from './payload.ts';
import { leafHash, verifyInclusion } from './tree.ts';

/** An entry whose payload is withheld, with the proof that the tree holds it. */
export interface EntryProof {
  /** RFC 8785 bytes of the entry. */
  readonly entryBytes: Uint8Array;
  /** Size of the tree that `proof` leads to. */
  readonly size: number;
  /** Sibling hashes of 32 bytes, from the leaf upwards. */
  readonly proof: readonly Uint8Array[];
}

/** An entry with its payload, provable without any other entry. */
export interface Disclosure extends EntryProof {
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** RFC 8785 bytes. */
  readonly payloadBytes: Uint8Array;
}

/**
 * Verify that an entry stands in the ledger that a checkpoint is the head of.
 * @param checkpoint - from `parseCheckpoint`, its signature verified by the caller
 * @throws {EvidenceError} LEDGER_ORIGIN_MISMATCH - the entry is of another ledger
 * @throws {EvidenceError} LEDGER_PROOF_INVALID, LEDGER_ROOT_MISMATCH - it is not in this tree
 */
export function verifyEntryProof(claim: EntryProof, checkpoint: Checkpoint): Entry {
  const entry = parseEntry(claim.entryBytes);
  if (entry.origin !== checkpoint.origin) {
    throw new EvidenceError(
      'LEDGER_ORIGIN_MISMATCH',
      '"origin" expected that of the checkpoint, got another',
    );
  }
  const { size, root } = checkpoint;
  if (claim.size !== size) {
    throw new EvidenceError('LEDGER_PROOF_INVALID', `"size" expected ${size}, got ${claim.size}`);
  }
  const leaf = leafHash(claim.entryBytes);
  verifyInclusion({ index: entry.index, size, leaf, proof: claim.proof, root });
  return entry;
}

/**
 * Verify a disclosed entry against a checkpoint, everything else withheld.
 * @throws {EvidenceError} LEDGER_COMMITMENT_MISMATCH - the payload is not the one recorded; further as
 * {@link verifyEntryProof}
 */
export function verifyDisclosure(
  disclosure: Disclosure,
  checkpoint: Checkpoint,
): { readonly entry: Entry; readonly payload: JsonValue } {
  const entry = verifyEntryProof(disclosure, checkpoint);
  assertCommitment(entry.commitment, disclosure.payloadBytes, disclosure.salt);
  return { entry, payload: parseCanonical(disclosure.payloadBytes, MAX_PAYLOAD_BYTES) };
}
