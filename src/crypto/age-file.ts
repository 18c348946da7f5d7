import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { bech32 } from '@scure/base';
import { EvidenceError } from '#src/core/errors.ts';
import { scryptIdentity, scryptRecipient } from './age-scrypt.ts';

/** A hybrid (ML-KEM-768 + X25519) age key pair in its text forms. */
export interface AgeKeyPair {
  /** `AGE-SECRET-KEY-PQ-1…`; secret. */
  readonly identity: string;
  /** `age1pq1…`; public. */
  readonly recipient: string;
}

const IDENTITY_PREFIX = 'AGE-SECRET-KEY-PQ-';
const NO_MATCH = "no identity matched any of the file's recipients";
const MAX_RECIPIENTS = 64;

/** age's own default: about half a second and 256 MiB on an ordinary computer. */
export const DEFAULT_SCRYPT_LOG_N = 18;

/** Make a hybrid identity. */
export async function newAgeIdentity(): Promise<AgeKeyPair> {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The public recipient of an identity.
 * @param identity - hybrid, or classic (`AGE-SECRET-KEY-1…`) for files exchanged with other tools
 * @throws {EvidenceError} VALUE_INVALID - not an age identity
 */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch {
    // Without its cause: the library's messages may quote the identity.
    throw new EvidenceError('VALUE_INVALID', '"identity" expected an age identity');
  }
}

/**
 * The 32-byte seed inside a hybrid identity; secret.
 * @throws {EvidenceError} VALUE_INVALID - not a hybrid identity
 */
export function identityToSeed(identity: string): Uint8Array {
  try {
    const { prefix, bytes } = bech32.decodeToBytes(identity);
    if (
      prefix.toUpperCase() === IDENTITY_PREFIX &&
      bytes.length === 32 &&
      seedToIdentity(bytes) === identity
    ) {
      return bytes;
    }
  } catch {
    // Without its cause: the library's messages may quote the identity.
  }
  throw new EvidenceError('VALUE_INVALID', '"identity" expected a hybrid age identity');
}

/** The hybrid identity of a 32-byte seed. @throws {RangeError} when the seed is not 32 bytes */
export function seedToIdentity(seed: Uint8Array): string {
  if (seed.length !== 32) throw new RangeError(`"seed" expected 32 bytes, got ${seed.length}`);
  return bech32.encodeFromBytes(IDENTITY_PREFIX, seed).toUpperCase();
}

/** Whether a text has the form of a hybrid recipient (its key is not checked). */
function isHybrid(recipient: string): boolean {
  return recipient.startsWith('age1pq1');
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length < 1 || recipients.length > MAX_RECIPIENTS) {
    throw new RangeError(`"recipients" expected 1 to ${MAX_RECIPIENTS}, got ${recipients.length}`);
  }
  // One classic recipient would undo the protection that the hybrid ones give; the library allows it.
  if (recipients.some(isHybrid) && !recipients.every(isHybrid)) {
    throw new EvidenceError(
      'AGE_MIXED_RECIPIENTS',
      'recipients expected all hybrid or all classic, got both',
    );
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new EvidenceError('VALUE_INVALID', '"recipients" expected age recipients', { cause });
    }
  }
  return encrypter;
}

function decrypterFor(identity: string): Decrypter {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    // Without its cause: the library's messages may quote the identity.
    throw new EvidenceError('VALUE_INVALID', '"identity" expected an age identity');
  }
  return decrypter;
}

function damaged(cause: unknown): EvidenceError {
  if (cause instanceof Error && cause.message === NO_MATCH) {
    return new EvidenceError(
      'AGE_NO_MATCH',
      'age file expected to be for this identity, got one for others',
      { cause },
    );
  }
  return new EvidenceError(
    'AGE_DAMAGED',
    'age file expected whole and unchanged, got a damaged one',
    { cause },
  );
}

/**
 * Encrypt bytes to recipients; any one of their identities opens the file, and so does the `age` tool.
 * @param plaintext - any length that fits in memory
 * @param recipients - 1 to 64, all hybrid or all classic
 * @throws {EvidenceError} AGE_MIXED_RECIPIENTS - hybrid and classic recipients together
 * @throws {EvidenceError} VALUE_INVALID - a text that is no recipient
 */
export async function encryptAge(
  plaintext: Uint8Array,
  recipients: readonly string[],
): Promise<Uint8Array> {
  return encrypterFor(recipients).encrypt(plaintext);
}

/**
 * Open an age file. Nothing of a file that fails is returned.
 * @param file - hostile
 * @param identity - hybrid or classic
 * @throws {EvidenceError} AGE_NO_MATCH - made for other recipients
 * @throws {EvidenceError} AGE_DAMAGED - not an age file, cut short, or changed
 * @throws {EvidenceError} VALUE_INVALID - the identity is none
 */
export async function decryptAge(file: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = decrypterFor(identity);
  try {
    return await decrypter.decrypt(file);
  } catch (cause) {
    throw damaged(cause);
  }
}

/**
 * Encrypt a stream of bytes; see {@link encryptAge}.
 * @param source - read to its end; its failure fails the returned stream
 * @param recipients - 1 to 64, all hybrid or all classic
 * @throws {EvidenceError} AGE_MIXED_RECIPIENTS - hybrid and classic recipients together
 * @throws {EvidenceError} VALUE_INVALID - a text that is no recipient
 */
export async function encryptAgeStream(
  source: ReadableStream<Uint8Array>,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  return encrypterFor(recipients).encrypt(source);
}

/**
 * Open an age file as a stream. Chunks (64 KiB) come out as soon as each is authenticated, so a file cut
 * short fails only at its end: nothing may be believed before the stream has closed without an error.
 * @param source - hostile; its header is read before the promise resolves
 * @param identity - hybrid or classic
 * @returns the plaintext; the stream fails with AGE_DAMAGED where the file is damaged
 * @throws {EvidenceError} AGE_NO_MATCH - made for other recipients
 * @throws {EvidenceError} AGE_DAMAGED - not an age file
 * @throws {EvidenceError} VALUE_INVALID - the identity is none
 */
export async function decryptAgeStream(
  source: ReadableStream<Uint8Array>,
  identity: string,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = decrypterFor(identity);
  let plaintext: ReadableStream<Uint8Array>;
  try {
    plaintext = await decrypter.decrypt(source);
  } catch (cause) {
    throw damaged(cause);
  }
  const reader = plaintext.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (cause) {
        controller.error(damaged(cause));
      }
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  });
}

/**
 * Encrypt bytes under a passphrase (scrypt). Slow on purpose and synchronous inside: in the application
 * only the key worker calls it.
 * @param plaintext - any length that fits in memory
 * @param passphrase - not empty; taken in Unicode form NFC
 * @param logN - base-2 logarithm of the work factor, 10 to 20; the default is for real vaults
 */
export async function encryptAgeWithPassphrase(
  plaintext: Uint8Array,
  passphrase: string,
  logN: number = DEFAULT_SCRYPT_LOG_N,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(scryptRecipient(passphrase, logN));
  return encrypter.encrypt(plaintext);
}

/**
 * Open an age file made under a passphrase, by us or by the `age` tool. In the application only the key
 * worker calls it.
 * @param file - hostile
 * @param passphrase - as typed; taken in Unicode form NFC
 * @throws {EvidenceError} PASSPHRASE_WRONG - the passphrase is not this file's (or the few bytes that would
 * tell are damaged)
 * @throws {EvidenceError} KEY_FILE_DAMAGED - not a passphrase's age file, cut short, changed, or a work
 * factor above 2^20
 */
export async function decryptAgeWithPassphrase(
  file: Uint8Array,
  passphrase: string,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  const identity = scryptIdentity(passphrase);
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(file);
  } catch (cause) {
    if (identity.wasWrong()) {
      throw new EvidenceError(
        'PASSPHRASE_WRONG',
        'passphrase expected to open the file, got another',
      );
    }
    throw new EvidenceError(
      'KEY_FILE_DAMAGED',
      'file expected whole and under a passphrase, got another',
      { cause },
    );
  }
}
