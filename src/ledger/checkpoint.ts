import { fromBase64, toBase64 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isOrigin } from './origin.ts';

/** Head of a ledger: C2SP tlog-checkpoint without extension lines. */
export interface Checkpoint {
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** Whoever signs checkpoints: a sitting key, the computer's key, or people with their own. */
export interface CheckpointSigner {
  /** Key name, see `origin.ts`. */
  readonly name: string;
  /** Signed note over a checkpoint's text. @returns text, blank line, signature lines */
  sign(text: string): string;
}

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
const MAX_NOTE_CHARACTERS = 16_384;

/** Text of a checkpoint: three lines, each ended by a line feed. @see docs/spec/ledger.md, section 4 */
export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  if (root.length !== 32) throw new RangeError(`"root" expected 32 bytes, got ${root.length}`);
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Read a checkpoint from its text, or from a whole signed note; signatures are not looked at.
 * @param text - untrusted
 * @throws {EvidenceError} LEDGER_CHECKPOINT_INVALID - anything but exactly three proper lines
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (text.length > MAX_NOTE_CHARACTERS) throw invalid('at most 16384 characters');
  const end = text.indexOf('\n\n');
  const body = end === -1 ? text : text.slice(0, end + 1);
  const [origin, sizeText, rootText, rest, ...more] = body.split('\n');
  if (rest !== '' || more.length > 0) throw invalid('three lines');
  if (!isOrigin(origin)) throw invalid('an origin first');
  if (sizeText === undefined || !SIZE.test(sizeText)) throw invalid('a decimal size second');
  const size = Number(sizeText);
  if (!Number.isSafeInteger(size)) throw invalid('a size below 2^53');
  return { origin, size, root: parseRoot(rootText ?? '') };
}

function parseRoot(text: string): Uint8Array {
  let root: Uint8Array;
  try {
    root = fromBase64(text);
  } catch (cause) {
    throw new EvidenceError('LEDGER_CHECKPOINT_INVALID', 'checkpoint expected base64 third', {
      cause,
    });
  }
  if (root.length !== 32) throw invalid('a root of 32 bytes third');
  return root;
}

function invalid(expected: string): EvidenceError {
  return new EvidenceError('LEDGER_CHECKPOINT_INVALID', `checkpoint expected ${expected}`);
}
