import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { PackFinding } from './finding.ts';
import type { PackFacts } from './report.ts';

const SENTENCES: Partial<Record<EvidenceErrorCode, string>> = {
  PACK_NOT_A_PACK: 'This is not an evidence pack, or it is cut short.',
  PACK_NOT_CANONICAL: 'The container has bytes that no pack of ours has.',
  PACK_TOO_LARGE: 'Something in it is larger than a pack may hold.',
  PACK_PATH_INVALID: 'A file in it has a name that no pack may hold.',
  PACK_FILE_MISSING: 'A file that the pack lists is not in it.',
  PACK_FILE_UNLISTED: 'A file is in it that the pack does not list.',
  PACK_DIGEST_MISMATCH: 'A file has changed since it was listed.',
  PACK_SIZE_MISMATCH: 'A file or the whole has another size than was listed.',
  PACK_MANIFEST_MALFORMED: 'A list of the pack does not have its form.',
  PACK_SIGNATURE_MISSING: 'The pack is not signed.',
  PACK_SIGNATURE_INVALID: 'A signature over the pack does not hold.',
  PACK_QUORUM_NOT_MET: 'The pack is not signed by two people who may send one.',
  PACK_LEDGER_INVALID: 'The record of what happened does not hold together.',
  PACK_EXHIBIT_UNPROVED: 'The record of what happened does not know this file of an exhibit.',
  PACK_EXHIBIT_KIND_UNKNOWN:
    'An exhibit is of a kind that this program does not know: it can’t judge it.',
  PACK_VERSION_NEWER: 'The pack was made by a newer program than this one.',
  LEDGER_ROLLED_BACK: 'Entries that people signed for are missing from the end of the record.',
  CRYPTO_FAILED: 'This program could not check a signature.',
  LEDGER_ROOT_MISMATCH: 'An entry of the record was changed, left out, added or moved.',
  LEDGER_COMMITMENT_MISMATCH: 'The content of an entry is not what was recorded.',
  LEDGER_SITTING_EXPIRED: 'An entry lies outside the sitting that it claims.',
  LEDGER_SITTING_UNKNOWN: 'An entry names a sitting that both reviewers did not sign for.',
  CERTIFICATE_INVALID: 'A certificate is not one of this school.',
  CERTIFICATE_EXPIRED: 'A certificate was out of date when the pack was made.',
  CERTIFICATE_WRONG_ROLE: 'A certificate stands for somebody or something else.',
  SIGNER_UNKNOWN: 'Something is not signed by who must have signed it.',
  SIGNATURE_INVALID: 'A signature does not hold.',
  SIGNATURE_NOT_CANONICAL: 'A signature has bytes that no signature of ours has.',
};

/** A finding in a plain sentence, with its code and place. */
export function sentenceOf({ code, where, message }: PackFinding): string {
  return `${SENTENCES[code] ?? 'Something in it does not have its form.'} (${code}, ${where}: ${message})`;
}

/** What a valid pack proves. */
export function provedBy(facts: PackFacts): string[] {
  const people = facts.sealedBy.map(({ name }) => name).join(' and ');
  return [
    `Nothing in this pack has changed since it was signed by ${people}.`,
    `The record is whole and in order up to this export: ${facts.entries} entries, none left out, added or moved; the content of ${facts.withheld} is withheld.`,
    `Each of the ${facts.exhibits} exhibits is, byte for byte, what was recorded when it was kept; none that was kept is missing unsaid.`,
    'Two people of the school signed for every sitting, and every version of the record of review carries the signatures of two, as the ledger recorded.',
  ];
}

/** What no pack can prove. */
export const NOT_PROVED: readonly string[] = [
  'That a page told the truth, or who posted what it shows.',
  "When things happened, beyond this computer's own clock.",
  'That the two people were free and alone when they signed.',
];

/** What this verifier does not look at. */
export function notCheckedIn(facts: PackFacts | null, pinned: boolean): string[] {
  return [
    ...(pinned || facts === null
      ? []
      : [
          `Whether the certificate is really the school's: compare ${facts.caFingerprint} with the printed form or the paper receipt.`,
        ]),
    'Whether a certificate was revoked: a pack carries no list of that.',
    'The signatures inside the PDF files: pdfsig or a PDF reader shows them.',
    'An independent time: this pack carries no time-stamp token.',
  ];
}

/** Parts whose pixels this verifier could not compare with the pictures that they were cut from. */
export function notCompared(exhibitRefs: readonly string[]): string[] {
  return exhibitRefs.length === 0
    ? []
    : [
        `Whether the pixels of ${exhibitRefs.join(', ')} are those of the pictures they were cut from.`,
      ];
}
