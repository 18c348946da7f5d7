import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  utf8,
} from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { ed25519PublicKey, openSigningKey, signEd25519, verifyEd25519 } from './ed25519.ts';
import { sha256 } from './hash.ts';

/** A private key with the name it signs notes under. */
export interface NoteSigner {
  /** Not empty, no white space, no plus sign, no control character. */
  readonly name: string;
  /** 32-byte Ed25519 seed. */
  readonly seed: Uint8Array;
}

/** A public key that a reader of notes trusts, with its name. */
export interface NoteVerifier {
  readonly name: string;
  /** 32-byte Ed25519 public key. */
  readonly publicKey: Uint8Array;
}

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** What follows the key id: 64 bytes for Ed25519, 72 for a cosignature, any for unknown keys. */
  readonly signature: Uint8Array;
}

/** A note in its parts; nothing of it is verified. */
export interface ParsedNote {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ED25519 = 0x01;
const COSIGNATURE = 0x04;
const MAX_NOTE_CHARACTERS = 1024 * 1024;
const MAX_SIGNATURES = 64;
const NAME = /^[^\p{White_Space}\p{Cc}+]+$/u;
const LINE = /^\u2014 (\S+) ([A-Za-z0-9+/=]+)$/u;
// eslint-disable-next-line no-control-regex -- the format forbids exactly these
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/u;

function malformed(message: string): never {
  throw new EvidenceError('NOTE_MALFORMED', message);
}

/** Wrong use by our own code, not hostile bytes: the names are ours. */
function assertName(name: string): void {
  if (!NAME.test(name) || !name.isWellFormed() || name.length > 512) {
    throw new RangeError('"name" expected no white space, plus sign or control character');
  }
}

function assertText(text: string): void {
  if (text.length > MAX_NOTE_CHARACTERS)
    malformed(`note expected at most ${MAX_NOTE_CHARACTERS} characters`);
  if (!text.isWellFormed()) malformed('note expected UTF-8, got a lone surrogate');
  if (CONTROL.test(text)) malformed('note expected no control character but newline, got one');
  if (!text.endsWith('\n')) malformed('note expected to end with a newline');
}

function typedKeyId(name: string, type: number, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  assertName(name);
  if (publicKey.length !== 32)
    throw new RangeError(`"publicKey" expected 32 bytes, got ${publicKey.length}`);
  return sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
}

/** The 4-byte key id of a signed-note Ed25519 key. @throws {RangeError} for a name or key of another form */
export function noteKeyId(name: string, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return typedKeyId(name, ED25519, publicKey);
}

/** The 4-byte key id of a cosigner's Ed25519 key. @throws {RangeError} for a name or key of another form */
export function cosignerKeyId(name: string, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return typedKeyId(name, COSIGNATURE, publicKey);
}

function typedVerifierKey(name: string, type: number, publicKey: Uint8Array): string {
  const keyId = toHex(typedKeyId(name, type, publicKey));
  return `${name}+${keyId}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;
}

/** A note key as a C2SP verifier key (`vkey`). @throws {RangeError} for a name or key of another form */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  return typedVerifierKey(name, ED25519, publicKey);
}

/** A cosigner's key as a C2SP verifier key. @throws {RangeError} for a name or key of another form */
export function cosignerVerifierKey(name: string, publicKey: Uint8Array): string {
  return typedVerifierKey(name, COSIGNATURE, publicKey);
}

/**
 * Read a verifier key of either kind.
 * @param vkey - hostile
 * @throws {EvidenceError} NOTE_MALFORMED - another form or algorithm, or a key id that isn't this key's
 */
export function parseVerifierKey(
  vkey: string,
): NoteVerifier & { readonly kind: 'note' | 'cosignature' } {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(vkey);
  const [, name = '', keyId = '', encoded = ''] = match ?? [];
  if (match === null || !NAME.test(name) || name.length > 512)
    malformed('vkey expected "name+id+key", got another form');
  const key = fromBase64(encoded);
  const type = key[0];
  const publicKey = key.slice(1);
  if (type !== ED25519 && type !== COSIGNATURE)
    malformed('vkey expected algorithm 1 or 4, got another');
  if (!equalBytes(typedKeyId(name, type, publicKey), fromHex(keyId)))
    malformed('vkey expected the id of its key');
  return { name, publicKey, kind: type === ED25519 ? 'note' : 'cosignature' };
}

function signatureLine(name: string, keyId: Uint8Array, signature: Uint8Array): string {
  return `\u2014 ${name} ${toBase64(concatBytes(keyId, signature))}\n`;
}

/**
 * Sign a text as a C2SP note.
 * @param text - well-formed, ends with a newline, no control character but newline
 * @param signers - one or more; their lines stand in this order
 * @returns text, blank line, signature lines
 * @throws {EvidenceError} NOTE_MALFORMED - the text can't be a note's
 * @throws {RangeError} without a signer, or with a name no note can carry
 * @see docs/spec/keys.md, section 6
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return openNoteSigner(signers)(text);
}

/**
 * Open keys to sign more than one note with. Let go of the function, and the keys are freed.
 * @param signers - one or more; their lines stand in this order
 * @returns what {@link signNote} does with these signers
 * @throws {RangeError} without a signer, or with a name no note can carry
 */
export function openNoteSigner(signers: readonly NoteSigner[]): (text: string) => string {
  if (signers.length < 1 || signers.length > MAX_SIGNATURES) {
    throw new RangeError(`"signers" expected 1 to ${MAX_SIGNATURES}, got ${signers.length}`);
  }
  const opened = signers.map(({ name, seed }) => {
    const key = openSigningKey(seed);
    return { name, key, keyId: noteKeyId(name, key.publicKey) };
  });
  return (text) => {
    assertText(text);
    const message = utf8(text);
    const lines = opened.map(({ name, key, keyId }) =>
      signatureLine(name, keyId, key.sign(message)),
    );
    return `${text}\n${lines.join('')}`;
  };
}

function parseLine(line: string): NoteSignature {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !NAME.test(name)) {
    malformed('signature line expected a dash, a name and base64, got another form');
  }
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(encoded);
  } catch {
    malformed('signature expected canonical base64');
  }
  if (bytes.length < 5) malformed('signature expected at least 5 bytes');
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/**
 * Take a note apart without verifying anything: the text must not be believed yet.
 * @param note - hostile, at most 1 MiB
 * @throws {EvidenceError} NOTE_MALFORMED - not a signed note, or more than 64 signatures
 */
export function parseNote(note: string): ParsedNote {
  assertText(note);
  const split = note.lastIndexOf('\n\n');
  if (split === -1) malformed('note expected a blank line before its signatures');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES)
    malformed(`note expected at most ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseLine) };
}

/**
 * Verify a note against the keys the caller trusts; lines of other keys are ignored.
 * @param note - hostile
 * @param trusted - names and public keys
 * @returns the text, and the names of all trusted keys that signed it (at least one, each once)
 * @throws {EvidenceError} NOTE_MALFORMED - not a signed note
 * @throws {EvidenceError} SIGNATURE_INVALID - a line of a trusted key does not verify
 * @throws {EvidenceError} SIGNER_UNKNOWN - no trusted key signed
 */
export function verifyNote(
  note: string,
  trusted: readonly NoteVerifier[],
): { readonly text: string; readonly verified: string[] } {
  const { text, signatures } = parseNote(note);
  const message = utf8(text);
  const verified = new Set<string>();
  for (const { name, publicKey } of trusted) {
    const keyId = noteKeyId(name, publicKey);
    for (const line of signatures) {
      if (line.name !== name || !equalBytes(line.keyId, keyId)) continue;
      if (!verifyEd25519(publicKey, message, line.signature)) {
        throw new EvidenceError(
          'SIGNATURE_INVALID',
          'note signature expected to be of its text, got another',
        );
      }
      verified.add(name);
    }
  }
  if (verified.size === 0) {
    throw new EvidenceError(
      'SIGNER_UNKNOWN',
      'note expected a signature of a trusted key, got none',
    );
  }
  return { text, verified: [...verified] };
}

function cosignedMessage(text: string, timestamp: bigint): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

/**
 * Cosign a checkpoint note (C2SP cosignature/v1, Ed25519): the note with one more signature line.
 * A key that cosigns under one name must never cosign under another.
 * @param note - a signed note; its signatures are kept and are not verified here
 * @param name - the cosigner's name
 * @param seed - 32-byte Ed25519 seed
 * @param unixSeconds - whole seconds since 1970, 0 to 2^53 - 1
 * @returns the whole note with the cosignature as its last line
 * @throws {EvidenceError} NOTE_MALFORMED - not a signed note
 * @throws {RangeError} for a name, seed or time of another form
 */
export function cosignNote(
  note: string,
  name: string,
  seed: Uint8Array,
  unixSeconds: number,
): string {
  if (!Number.isSafeInteger(unixSeconds) || unixSeconds < 0) {
    throw new RangeError(`"unixSeconds" expected whole seconds since 1970, got ${unixSeconds}`);
  }
  const { text, signatures } = parseNote(note);
  if (signatures.length >= MAX_SIGNATURES)
    malformed(`note expected fewer than ${MAX_SIGNATURES} signatures`);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(unixSeconds));
  const signature = signEd25519(seed, cosignedMessage(text, BigInt(unixSeconds)));
  return (
    note +
    signatureLine(name, cosignerKeyId(name, ed25519PublicKey(seed)), concatBytes(time, signature))
  );
}

/**
 * Verify that a trusted cosigner cosigned a note.
 * @param note - hostile
 * @param cosigner - name and public key
 * @returns the note's text and when it was cosigned, in seconds since 1970 as the cosigner's clock had it;
 * the latest, where the cosigner did so more than once
 * @throws {EvidenceError} NOTE_MALFORMED - not a signed note, or a cosignature of another length or time
 * @throws {EvidenceError} SIGNATURE_INVALID - the cosigner's line does not verify
 * @throws {EvidenceError} SIGNER_UNKNOWN - the cosigner did not cosign
 */
export function verifyCosignature(
  note: string,
  cosigner: NoteVerifier,
): { readonly text: string; readonly unixSeconds: number } {
  const { text, signatures } = parseNote(note);
  const keyId = cosignerKeyId(cosigner.name, cosigner.publicKey);
  let latest: number | null = null;
  for (const line of signatures) {
    if (line.name !== cosigner.name || !equalBytes(line.keyId, keyId)) continue;
    if (line.signature.length !== 72) malformed('cosignature expected 72 bytes');
    const bytes = line.signature.slice();
    const timestamp = new DataView(bytes.buffer).getBigUint64(0);
    if (timestamp > BigInt(Number.MAX_SAFE_INTEGER))
      malformed('cosignature time expected at most 2^53 - 1');
    if (!verifyEd25519(cosigner.publicKey, cosignedMessage(text, timestamp), bytes.subarray(8))) {
      throw new EvidenceError(
        'SIGNATURE_INVALID',
        'cosignature expected to be of this text, got another',
      );
    }
    latest = Math.max(latest ?? 0, Number(timestamp));
  }
  if (latest === null)
    throw new EvidenceError('SIGNER_UNKNOWN', 'note expected a cosignature of this key, got none');
  return { text, unixSeconds: latest };
}
