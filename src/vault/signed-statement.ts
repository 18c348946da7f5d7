import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError, isEvidenceError } from '#src/core/errors.ts';
import {
  parseNote,
  signNote,
  verifyNote,
  type NoteSigner,
  type NoteVerifier,
} from '#src/crypto/note.ts';
import { damaged, readJson } from './fields.ts';

/**
 * A statement that people sign: a C2SP signed note of two lines, its title and canonical JSON. No
 * checkpoint can be mistaken for one: a checkpoint's second line is a number.
 * @param title - `countersign/<what>/v<n>`
 * @see docs/spec/vault.md, section 2
 */
export function signStatement(
  title: string,
  value: JsonValue,
  signers: readonly NoteSigner[],
): string {
  return signNote(`${title}\n${fromUtf8(canonicalBytes(value))}\n`, signers);
}

/**
 * Read what a statement says without verifying who signed it.
 * @param note - untrusted
 * @throws {EvidenceError} STORE_DAMAGED - not a statement of this title
 */
export function readStatement(title: string, note: string): JsonValue {
  let text: string;
  try {
    text = parseNote(note).text;
  } catch (cause) {
    throw damaged(`${title} expected a signed note`, cause);
  }
  const prefix = `${title}\n`;
  if (!text.startsWith(prefix)) throw damaged(`${title} expected its title, got another`);
  return readJson(title, utf8(text.slice(prefix.length, -1)));
}

/**
 * Names of those who signed a statement, out of the keys that are trusted; none when nobody did. A line of
 * anyone else refuses the whole, so that no byte of a statement can change unnoticed.
 * @throws {EvidenceError} NOTE_MALFORMED - not a note
 * @throws {EvidenceError} SIGNATURE_INVALID - a trusted key's line is not of this text
 * @throws {EvidenceError} SIGNER_UNKNOWN - some lines are of trusted keys, another isn't, or one stands twice
 */
export function statementSigners(
  note: string,
  trusted: readonly NoteVerifier[],
): readonly string[] {
  let verified: readonly string[];
  try {
    ({ verified } = verifyNote(note, trusted));
  } catch (error) {
    if (isEvidenceError(error, 'SIGNER_UNKNOWN')) return [];
    throw error;
  }
  if (parseNote(note).signatures.length === verified.length) return verified;
  throw new EvidenceError('SIGNER_UNKNOWN', 'statement expected signatures of known keys alone');
}
