import { concatBytes, equalBytes, fromBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from './digest.ts';

/** Who signs, and the keys that may have been used: a renewed certificate adds one. */
export interface NoteKey {
  readonly name: string;
  readonly keys: readonly {
    /** 32-byte Ed25519 public key. */
    readonly publicKey: Uint8Array;
    /** No certificate of it was valid any more when it was used. */
    readonly expired: boolean;
  }[];
}

interface Line {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

const LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const MAX_CHARACTERS = 64 * 1024;
const MAX_LINES = 64;

function malformed(expected: string): EvidenceError {
  return new EvidenceError('NOTE_MALFORMED', `note expected ${expected}`);
}

function parseLine(line: string): Line {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw malformed('signature lines of one form');
  const bytes = fromBase64(encoded);
  if (bytes.length < 5) throw malformed('signatures of at least 5 bytes');
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function split(note: string): { text: string; lines: Line[] } {
  const at = note.lastIndexOf('\n\n');
  if (note.length > MAX_CHARACTERS || at === -1 || !note.endsWith('\n')) {
    throw malformed('a text, a blank line and signatures');
  }
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > MAX_LINES) throw malformed(`at most ${MAX_LINES} signatures`);
  try {
    return { text: note.slice(0, at + 1), lines: lines.map(parseLine) };
  } catch (cause) {
    throw new EvidenceError('NOTE_MALFORMED', 'note expected signature lines of one form', {
      cause,
    });
  }
}

async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const { subtle } = crypto;
  try {
    const raw = new Uint8Array(publicKey);
    const key = await subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    const signed = new Uint8Array(signature);
    return await subtle.verify({ name: 'Ed25519' }, key, signed, new Uint8Array(message));
  } catch (cause) {
    // 32 bytes that are no point verify nothing; a browser without Ed25519 could not check at all.
    if (!(cause instanceof DOMException) || cause.name !== 'NotSupportedError') return false;
    throw new EvidenceError('CRYPTO_FAILED', 'Ed25519 expected of this program, got none', {
      cause,
    });
  }
}

async function keyIdOf(name: string, publicKey: Uint8Array, kind: number): Promise<Uint8Array> {
  const hash = await sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(kind), publicKey));
  return hash.subarray(0, 4);
}

/** The text of a note, nothing of it verified. @throws {EvidenceError} NOTE_MALFORMED */
export function noteText(note: string): string {
  return split(note).text;
}

/** Names that a note claims to be signed by, nothing of it verified. @throws {EvidenceError} NOTE_MALFORMED */
export function noteNames(note: string): string[] {
  return split(note).lines.map(({ name }) => name);
}

/** The line of a signer in a note and the key that it names; a line of the same name and no key of theirs is not it. */
async function lineOf(
  lines: readonly Line[],
  { name, keys }: NoteKey,
  kind: number,
): Promise<{ readonly signature: Uint8Array; readonly publicKey: Uint8Array }> {
  // One key may stand in two certificates: it is valid while one of them is.
  const validFirst = keys.toSorted((a, b) => Number(a.expired) - Number(b.expired));
  for (const { publicKey, expired } of validFirst) {
    const keyId = await keyIdOf(name, publicKey, kind);
    const line = lines.find((one) => one.name === name && equalBytes(one.keyId, keyId));
    if (line === undefined) continue;
    if (!expired) return { signature: line.signature, publicKey };
    const message = 'certificate expected to be valid at its use';
    throw new EvidenceError('CERTIFICATE_EXPIRED', message);
  }
  throw new EvidenceError('SIGNER_UNKNOWN', 'note expected the signature of its key, got none');
}

function assertNoOther(lines: readonly Line[], expected: number): void {
  if (lines.length === expected) return;
  throw new EvidenceError('SIGNER_UNKNOWN', 'note expected signatures of its keys alone');
}

/**
 * Verify that every one of the keys signed a note (C2SP signed-note, Ed25519), and nobody else: in a
 * pack no byte may ride along.
 * @param note - hostile
 * @param keys - who must have signed, each with one key of theirs; at least one
 * @returns the note's text
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNER_UNKNOWN, SIGNATURE_INVALID, CERTIFICATE_EXPIRED
 * @see docs/spec/pack.md, section 5
 */
export async function verifySigned(note: string, keys: readonly NoteKey[]): Promise<string> {
  const { text, lines } = split(note);
  assertNoOther(lines, keys.length);
  for (const key of keys) {
    const { signature, publicKey } = await lineOf(lines, key, 1);
    if (!(await verifyEd25519(publicKey, utf8(text), signature))) {
      throw new EvidenceError('SIGNATURE_INVALID', 'signature of note expected to be of its text');
    }
  }
  return text;
}

/**
 * Verify that every one of the keys cosigned a checkpoint (C2SP cosignature/v1), as lines behind the
 * checkpoint's own.
 * @param note - hostile
 * @param signed - the signed checkpoint without them, as its entry carries it
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNER_UNKNOWN, SIGNATURE_INVALID, CERTIFICATE_EXPIRED
 */
export async function verifyCosigned(
  note: string,
  signed: string,
  keys: readonly NoteKey[],
): Promise<void> {
  const { text, lines } = split(note);
  if (!note.startsWith(signed)) throw malformed('the checkpoint as it was signed');
  assertNoOther(lines, split(signed).lines.length + keys.length);
  for (const key of keys) {
    const { signature, publicKey } = await lineOf(lines, key, 4);
    if (signature.length !== 72) throw malformed('cosignatures of 72 bytes');
    const bytes = new Uint8Array(signature);
    const seconds = new DataView(bytes.buffer).getBigUint64(0);
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (!(await verifyEd25519(publicKey, message, bytes.subarray(8)))) {
      throw new EvidenceError('SIGNATURE_INVALID', 'cosignature expected to be of this checkpoint');
    }
  }
}
