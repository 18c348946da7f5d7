import { scryptSync } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { base64nopad } from '@scure/base';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { randomBytes } from './random.ts';

const LABEL = 'age-encryption.org/v1/scrypt';
const SALT_BYTES = 16;
const WRAPPED_BYTES = 32;
const BLOCK_SIZE = 8;
const MIN_LOG_N = 10;
const MAX_LOG_N = 20;
const WORK_FACTOR = /^[1-9][0-9]?$/;

/** The stanza's AEAD: a fresh key each time, so its nonce is all zeros. node:crypto on BoringSSL has none. */
function wrapper(
  passphrase: string,
  salt: Uint8Array,
  logN: number,
): ReturnType<typeof chacha20poly1305> {
  const secret = utf8(passphrase.normalize('NFC'));
  const N = 2 ** logN;
  const key = scryptSync(secret, concatBytes(utf8(LABEL), salt), 32, {
    N,
    r: BLOCK_SIZE,
    p: 1,
    maxmem: 256 * BLOCK_SIZE * N,
  });
  secret.fill(0);
  return chacha20poly1305(
    new Uint8Array(key.buffer, key.byteOffset, key.length),
    new Uint8Array(12),
  );
}

/**
 * An age recipient for a passphrase, with node:crypto's scrypt instead of one in JavaScript. It must be the
 * only recipient of its file.
 * @param passphrase - not empty; taken in Unicode form NFC
 * @param logN - base-2 logarithm of the work factor, 10 to 20 (2^20 takes 1 GiB of memory)
 * @throws {RangeError} an empty passphrase, or a work factor outside its range
 */
export function scryptRecipient(passphrase: string, logN: number): Recipient {
  if (passphrase === '')
    throw new RangeError('"passphrase" expected at least one character, got none');
  if (!Number.isInteger(logN) || logN < MIN_LOG_N || logN > MAX_LOG_N) {
    throw new RangeError(`"logN" expected ${MIN_LOG_N} to ${MAX_LOG_N}, got ${logN}`);
  }
  return {
    wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const body = wrapper(passphrase, salt, logN).encrypt(fileKey);
      return [new Stanza(['scrypt', base64nopad.encode(salt), String(logN)], body)];
    },
  };
}

/** The salt and work factor of a stanza. @throws {Error} any other form; the caller's code says what that means */
function parseStanza(stanza: Stanza): { readonly salt: Uint8Array; readonly logN: number } {
  const [, encodedSalt, factor, ...rest] = stanza.args;
  if (encodedSalt === undefined || factor === undefined || rest.length > 0) {
    throw new Error('scrypt stanza expected two arguments, got another number');
  }
  // Bounds before work: the factor decides how much memory and time the file may cost.
  if (!WORK_FACTOR.test(factor) || Number(factor) > MAX_LOG_N) {
    throw new Error(`scrypt work factor expected 1 to ${MAX_LOG_N}, got another`);
  }
  const salt = base64nopad.decode(encodedSalt);
  if (salt.length !== SALT_BYTES || stanza.body.length !== WRAPPED_BYTES) {
    throw new Error(
      'scrypt stanza expected a salt of 16 bytes and a body of 32, got other lengths',
    );
  }
  return { salt, logN: Number(factor) };
}

/**
 * An age identity for a passphrase.
 * @param passphrase - as typed; taken in Unicode form NFC
 * @returns an identity for one file, and whether its passphrase turned out not to be the file's: age itself
 * would only say that nothing matched
 */
export function scryptIdentity(passphrase: string): Identity & { wasWrong(): boolean } {
  let wrong = false;
  return {
    unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
      if (stanza === undefined) return null;
      // A second recipient could have put the file there without knowing the passphrase.
      if (stanzas.length !== 1)
        throw new Error('scrypt stanza expected to be the only one, got more');
      const { salt, logN } = parseStanza(stanza);
      const opener = wrapper(passphrase, salt, logN);
      try {
        return opener.decrypt(stanza.body);
      } catch {
        wrong = true;
        return null;
      }
    },
    wasWrong: () => wrong,
  };
}
