import { concatBytes, equalBytes, fromBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { sha256 } from './digest.ts';

/** A public key with the name it signs under. */
export interface NoteKey {
  readonly name: string;
  /** 32-byte Ed25519 public key. */
  readonly publicKey: Uint8Array;
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
  const { subtle } = crypto;
  try {
    const raw = new Uint8Array(publicKey);
    const key = await subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    const signed = new Uint8Array(signature);
    return await subtle.verify({ name: 'Ed25519' }, key, signed, new Uint8Array(message));
  } catch {
    // A key or signature of another length verifies nothing.
    return false;
  }
}

async function keyIdOf({ name, publicKey }: NoteKey, kind: number): Promise<Uint8Array> {
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

/**
 * Verify that every one of the keys signed a note (C2SP signed-note, Ed25519).
 * @param note - hostile
 * @param keys - who must have signed; at least one
 * @returns the note's text
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNER_UNKNOWN, SIGNATURE_INVALID
 * @see docs/spec/pack.md, section 5
 */
export async function verifySigned(note: string, keys: readonly NoteKey[]): Promise<string> {
  const { text, lines } = split(note);
  for (const key of keys) {
    const keyId = await keyIdOf(key, 1);
    const line = lines.find((one) => one.name === key.name && equalBytes(one.keyId, keyId));
    if (line === undefined) {
      throw new EvidenceError('SIGNER_UNKNOWN', 'note expected the signature of its key, got none');
    }
    if (!(await verifyEd25519(key.publicKey, utf8(text), line.signature))) {
      throw new EvidenceError('SIGNATURE_INVALID', 'signature of note expected to be of its text');
    }
  }
  return text;
}

/**
 * Verify that every one of the keys cosigned a checkpoint (C2SP cosignature/v1).
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNER_UNKNOWN, SIGNATURE_INVALID
 */
export async function verifyCosigned(note: string, keys: readonly NoteKey[]): Promise<void> {
  const { text, lines } = split(note);
  for (const key of keys) {
    const keyId = await keyIdOf(key, 4);
    const line = lines.find((one) => one.name === key.name && equalBytes(one.keyId, keyId));
    if (line === undefined || line.signature.length !== 72) {
      throw new EvidenceError('SIGNER_UNKNOWN', 'checkpoint expected the cosignature of its key');
    }
    const bytes = new Uint8Array(line.signature);
    const seconds = new DataView(bytes.buffer).getBigUint64(0);
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (!(await verifyEd25519(key.publicKey, message, bytes.subarray(8)))) {
      throw new EvidenceError('SIGNATURE_INVALID', 'cosignature expected to be of this checkpoint');
    }
  }
}
