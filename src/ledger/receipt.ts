import { renderSVG } from 'uqr';
import { equalBytes, utf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';

const TITLE = 'countersign receipt v1';
const MAX_RECEIPT_CHARACTERS = 2_000;

/** A checkpoint as a person takes it off the machine. */
export interface Receipt {
  /** Title line, then the signed note. */
  readonly text: string;
  /** The same text as a QR code, an SVG document. */
  readonly qrSvg: string;
  /** Digest of `text`, short enough to read aloud. */
  readonly digest: Digest;
}

/**
 * Make a receipt of a ledger's head.
 * @param checkpointNote - signed note
 * @throws {EvidenceError} LEDGER_CHECKPOINT_INVALID - not a checkpoint, or too long for a QR code
 */
export function encodeReceipt(checkpointNote: string): Receipt {
  parseCheckpoint(checkpointNote);
  const text = `${TITLE}\n${checkpointNote}`;
  if (text.length > MAX_RECEIPT_CHARACTERS) {
    throw new EvidenceError(
      'LEDGER_CHECKPOINT_INVALID',
      `receipt expected at most ${MAX_RECEIPT_CHARACTERS} characters, got ${text.length}`,
    );
  }
  return { text, qrSvg: renderSVG(text, { ecc: 'M', border: 4 }), digest: digestOf(utf8(text)) };
}

/**
 * Read a receipt as scanned or pasted: line ends and blanks around it may differ.
 * @throws {EvidenceError} LEDGER_CHECKPOINT_INVALID - not a receipt
 */
export function parseReceipt(text: string): {
  readonly note: string;
  readonly checkpoint: Checkpoint;
} {
  // A pasted text may carry Windows line ends and blank lines around it, still bounded here.
  if (text.length > 2 * MAX_RECEIPT_CHARACTERS) throw notAReceipt();
  const lines = text.replaceAll('\r\n', '\n').trim();
  if (!lines.startsWith(`${TITLE}\n`)) throw notAReceipt();
  const note = `${lines.slice(TITLE.length + 1)}\n`;
  return { note, checkpoint: parseCheckpoint(note) };
}

/** What {@link checkReceipt} compares with; `Ledger` is one. */
export interface ReceiptLedger {
  readonly origin: string;
  head(): { readonly size: number };
  rootAt(size: number): Uint8Array;
}

/**
 * Verify that a ledger still contains what a receipt saw.
 * @param verify - verifies the receipt's signature or throws; without it anyone could forge a contradiction
 * @returns entries added since
 * @throws {EvidenceError} LEDGER_ORIGIN_MISMATCH - a receipt of another ledger
 * @throws {EvidenceError} LEDGER_ROLLED_BACK - the ledger is shorter than it was: entries were removed
 * @throws {EvidenceError} LEDGER_ROOT_MISMATCH - entries that the receipt saw were rewritten
 */
export function checkReceipt(
  receiptText: string,
  ledger: ReceiptLedger,
  verify: (note: string, checkpoint: Checkpoint) => void,
): { readonly entriesSince: number } {
  const { note, checkpoint } = parseReceipt(receiptText);
  if (checkpoint.origin !== ledger.origin) {
    throw new EvidenceError(
      'LEDGER_ORIGIN_MISMATCH',
      '"origin" of receipt expected that of the ledger, got another',
    );
  }
  verify(note, checkpoint);
  const { size } = ledger.head();
  if (size < checkpoint.size) {
    throw new EvidenceError(
      'LEDGER_ROLLED_BACK',
      `"size" expected at least ${checkpoint.size}, got ${size}`,
      {
        details: { expectedSize: checkpoint.size, size },
      },
    );
  }
  if (!equalBytes(ledger.rootAt(checkpoint.size), checkpoint.root)) {
    throw new EvidenceError(
      'LEDGER_ROOT_MISMATCH',
      '"root" at the size of the receipt expected its root, got another',
      {
        details: { size: checkpoint.size },
      },
    );
  }
  return { entriesSince: size - checkpoint.size };
}

function notAReceipt(): EvidenceError {
  return new EvidenceError(
    'LEDGER_CHECKPOINT_INVALID',
    `receipt expected to start with "${TITLE}"`,
  );
}
