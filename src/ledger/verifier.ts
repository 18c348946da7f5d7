import { EvidenceError } from '#src/core/errors.ts';
import { parseNote, verifyNote } from '#src/crypto/note.ts';
import { isComputerSignerName, sittingSignerName } from './origin.ts';
import type { SittingRow } from './store-port.ts';

/** What a sitting's delegation says, once its two signatures hold. */
export interface DelegationFacts {
  /** Ed25519 public key of the sitting, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Size and root of the ledger that both accepted by signing. */
  readonly size: number;
  readonly root: Uint8Array;
  /** RFC 3339 UTC. */
  readonly expiresAt: string;
}

/** Port to whoever knows people, the computer and the school's CA (`src/vault`, or a pack's verifier). */
export interface LedgerVerifier {
  /**
   * Verify a delegation: both signatures, origin and sitting id.
   * @throws {EvidenceError} SIGNATURE_INVALID, SIGNER_UNKNOWN, CERTIFICATE_… - it does not hold
   */
  delegation(origin: string, sitting: SittingRow): DelegationFacts;
  /**
   * Verify that both people of a sitting cosigned its last checkpoint.
   * @throws {EvidenceError} SIGNATURE_INVALID, SIGNER_UNKNOWN - they did not
   */
  cosigned(origin: string, sitting: SittingRow, endedCheckpoint: string): void;
  /** Ed25519 public keys that may sign outside a sitting under this name; none when the name is unknown. */
  keysOf(signerName: string): readonly Uint8Array[];
}

/**
 * Verify that the right key signed a checkpoint.
 * @param note - signed note, untrusted
 * @param facts - the delegation's facts for an entry inside a sitting; null outside one
 * @returns the note's text, a checkpoint
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNATURE_INVALID - no valid signature
 * @throws {EvidenceError} SIGNER_UNKNOWN - nobody who may sign it did
 */
export function verifyCheckpointNote(
  note: string,
  expected: {
    readonly origin: string;
    readonly sittingId: string | null;
    readonly facts: DelegationFacts | null;
  },
  verifier: Pick<LedgerVerifier, 'keysOf'>,
): string {
  const { origin, sittingId, facts } = expected;
  const names = parseNote(note).signatures.map(({ name }) => name);
  if (sittingId !== null) {
    const name = sittingSignerName(origin, sittingId);
    if (facts === null || !names.includes(name)) throw unknownSigner();
    return verifyNote(note, [{ name, publicKey: facts.publicKey }]).text;
  }
  const known = names
    .filter((name) => name.startsWith(`${origin}/`) && !name.startsWith(`${origin}/sitting/`))
    .flatMap((name) => verifier.keysOf(name).map((publicKey) => ({ name, publicKey })));
  if (known.length === 0) throw unknownSigner();
  const { text, verified } = verifyNote(note, known);
  // Outside a sitting a computer signs, or two people do: one person alone never.
  const byComputer = verified.some((name) => isComputerSignerName(origin, name));
  if (!byComputer && verified.length < 2) throw unknownSigner();
  return text;
}

function unknownSigner(): EvidenceError {
  return new EvidenceError('SIGNER_UNKNOWN', 'checkpoint expected the signature of a known key');
}
