import { newAgeIdentity, recipientOf } from './age-file.ts';
import { ed25519PublicKey, newEd25519Seed } from './ed25519.ts';
import { newP256KeyPair, p256PublicKey } from './p256.ts';

/** The three private keys of one person (or of the computer); secret, held as short as possible. */
export interface PersonKeys {
  readonly personId: string;
  /** Hybrid age identity: opens what is encrypted to the person. */
  readonly ageIdentity: string;
  /** 32 bytes: signs delegations, statements and cosignatures. */
  readonly ed25519Seed: Uint8Array;
  /** PrivateKeyInfo DER: signs records and packs. */
  readonly p256Pkcs8: Uint8Array;
}

/** What others need to know of them; the school's CA certifies it. */
export interface PublicKeys {
  readonly ageRecipient: string;
  /** 32 bytes. */
  readonly ed25519PublicKey: Uint8Array;
  /** SubjectPublicKeyInfo DER, 91 bytes. */
  readonly p256Spki: Uint8Array;
}

/**
 * Make a person's three private keys.
 * @param personId - as the vault knows the person
 */
export async function newPersonKeys(personId: string): Promise<PersonKeys> {
  const { identity } = await newAgeIdentity();
  return {
    personId,
    ageIdentity: identity,
    ed25519Seed: newEd25519Seed(),
    p256Pkcs8: newP256KeyPair().pkcs8,
  };
}

/**
 * The public halves of a person's keys.
 * @throws {EvidenceError} VALUE_INVALID - one of them is not a key of its kind
 * @throws {RangeError} when the seed is not 32 bytes
 */
export async function publicKeysOf(keys: PersonKeys): Promise<PublicKeys> {
  return {
    ageRecipient: await recipientOf(keys.ageIdentity),
    ed25519PublicKey: ed25519PublicKey(keys.ed25519Seed),
    p256Spki: p256PublicKey(keys.p256Pkcs8),
  };
}
