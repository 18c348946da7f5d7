import { fromBase64, toBase64 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { isDigest, parseDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import {
  DEFAULT_SCRYPT_LOG_N,
  decryptAgeWithPassphrase,
  encryptAgeWithPassphrase,
  identityToSeed,
} from './age-file.ts';
import { p256PublicKey } from './p256.ts';
import type { PersonKeys } from './person-keys.ts';

/** What a key file holds once it is open. */
export interface OpenedKeyFile {
  /** Secret; zero the byte arrays when done. */
  readonly keys: PersonKeys;
  /** SHA-256 of the CA certificate that this person trusts. */
  readonly caFingerprint: Digest;
}

const FORMAT = 'countersign/key-file';
const VERSION = 1;
const MAX_FILE_BYTES = 64 * 1024;
const MEMBERS = [
  'ageIdentity',
  'caFingerprint',
  'ed25519Seed',
  'format',
  'p256Pkcs8',
  'personId',
  'version',
];

function damaged(what: string, cause?: unknown): EvidenceError {
  return new EvidenceError(
    'KEY_FILE_DAMAGED',
    `key file expected ${what}`,
    cause === undefined ? {} : { cause },
  );
}

/**
 * Write a person's private keys as a key file: canonical JSON inside an age file under a passphrase. Slow on
 * purpose: in the application only the key worker calls it.
 * @param keys - secret; not changed
 * @param caFingerprint - SHA-256 of the CA certificate the person trusts from now on
 * @param passphrase - not empty; its strength is the caller's concern (`assertPassphrase`)
 * @param logN - base-2 logarithm of scrypt's work factor, 10 to 20; 18 by default
 * @throws {EvidenceError} VALUE_INVALID - one of the keys is not of its kind
 * @throws {RangeError} an id, seed, passphrase or work factor of another form
 * @see docs/spec/keys.md, section 1
 */
export async function encodeKeyFile(
  keys: PersonKeys,
  caFingerprint: Digest,
  passphrase: string,
  logN: number = DEFAULT_SCRYPT_LOG_N,
): Promise<Uint8Array> {
  if (!isId(keys.personId))
    throw new RangeError('"personId" expected an identifier, got another text');
  if (keys.ed25519Seed.length !== 32)
    throw new RangeError('"ed25519Seed" expected 32 bytes, got another length');
  identityToSeed(keys.ageIdentity).fill(0);
  p256PublicKey(keys.p256Pkcs8);
  const plaintext = canonicalBytes({
    format: FORMAT,
    version: VERSION,
    personId: keys.personId,
    ageIdentity: keys.ageIdentity,
    ed25519Seed: toBase64(keys.ed25519Seed),
    p256Pkcs8: toBase64(keys.p256Pkcs8),
    caFingerprint: parseDigest(caFingerprint),
  });
  try {
    return await encryptAgeWithPassphrase(plaintext, passphrase, logN);
  } finally {
    plaintext.fill(0);
  }
}

function textMember(value: { readonly [key: string]: JsonValue }, name: string): string {
  const member = value[name];
  if (typeof member !== 'string') throw damaged(`"${name}" as text, got another kind`);
  return member;
}

function assertV1(value: JsonValue): OpenedKeyFile {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw damaged('an object, got another kind');
  const members = value as { readonly [key: string]: JsonValue };
  if (members['format'] !== FORMAT) throw damaged('its format name, got another');
  const version = members['version'];
  if (typeof version === 'number' && Number.isInteger(version) && version > VERSION) {
    throw new EvidenceError(
      'KEY_FILE_NEWER',
      `key file expected version ${VERSION}, got ${version}`,
      {
        details: { version },
      },
    );
  }
  if (version !== VERSION) throw damaged(`version ${VERSION}, got another`);
  if (Object.keys(members).join() !== MEMBERS.join())
    throw damaged('exactly its members, got others');
  const keys = {
    personId: textMember(members, 'personId'),
    ageIdentity: textMember(members, 'ageIdentity'),
    ed25519Seed: fromBase64(textMember(members, 'ed25519Seed')),
    p256Pkcs8: fromBase64(textMember(members, 'p256Pkcs8')),
  };
  const caFingerprint = members['caFingerprint'];
  if (!isId(keys.personId) || keys.ed25519Seed.length !== 32 || !isDigest(caFingerprint)) {
    throw damaged('an id, a seed and a fingerprint, got other forms');
  }
  identityToSeed(keys.ageIdentity).fill(0);
  p256PublicKey(keys.p256Pkcs8);
  return { keys, caFingerprint };
}

/**
 * Open a key file. Slow on purpose: in the application only the key worker calls it.
 * @param file - hostile, at most 64 KiB
 * @param passphrase - as typed
 * @throws {EvidenceError} PASSPHRASE_WRONG - the passphrase is not this file's
 * @throws {EvidenceError} KEY_FILE_DAMAGED - not a key file, cut short, changed, too large, or too costly to open
 * @throws {EvidenceError} KEY_FILE_NEWER - made by a later version; `details.version` says which
 * @see docs/spec/keys.md, section 1
 */
export async function openKeyFile(file: Uint8Array, passphrase: string): Promise<OpenedKeyFile> {
  if (file.length > MAX_FILE_BYTES)
    throw damaged(`at most ${MAX_FILE_BYTES} bytes, got ${file.length}`);
  const plaintext = await decryptAgeWithPassphrase(file, passphrase);
  try {
    return assertV1(parseCanonical(plaintext));
  } catch (cause) {
    if (cause instanceof EvidenceError && cause.code.startsWith('KEY_FILE_')) throw cause;
    throw damaged('a key file inside, got something else', cause);
  } finally {
    plaintext.fill(0);
  }
}
