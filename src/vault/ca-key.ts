import { equalBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decryptAge, encryptAge } from '#src/crypto/age-file.ts';
import { p256PublicKey } from '#src/crypto/p256.ts';
import { combineShares, splitSecret } from '#src/crypto/shares.ts';
import type { EnvelopeRow } from '#src/ledger/vault-store.ts';
import { assertTwoPeople } from './two-people.ts';
import type { OpenPerson, Person } from './person.ts';
import type { Vault } from './vault.ts';

const KIND = 'ca-share';

/**
 * Split the CA's private key 2-of-n, one share encrypted to each holder.
 * @param pkcs8 - PrivateKeyInfo DER; secret, not changed
 * @param holders - 2 to 16 people
 */
export async function splitCaKey(
  pkcs8: Uint8Array,
  holders: readonly Pick<Person, 'personId' | 'keys'>[],
): Promise<readonly EnvelopeRow[]> {
  const shares = await splitSecret(pkcs8, holders.length);
  const rows: EnvelopeRow[] = [];
  for (const [i, { personId, keys }] of holders.entries()) {
    const share = shares[i];
    if (share === undefined) throw new RangeError('"shares" expected one for each holder');
    const box = await encryptAge(share, [keys.ageRecipient]);
    share.fill(0);
    rows.push({ kind: KIND, investigationId: '', personId, box });
  }
  return rows;
}

/**
 * Rebuild the CA's private key from the shares of two of its holders, to issue a certificate. The caller
 * overwrites it when done, and records what was issued.
 * @returns PrivateKeyInfo DER; secret
 * @throws {EvidenceError} VAULT_SAME_PERSON - one person twice
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED - one of them holds no share
 * @throws {EvidenceError} SHARE_MISMATCH - the shares do not rebuild the key that the CA certificate names
 */
export async function openCaKey(
  vault: Vault,
  people: readonly [OpenPerson, OpenPerson],
): Promise<Uint8Array> {
  assertTwoPeople(people);
  const shares: Uint8Array[] = [];
  for (const { person, keys } of people) {
    const row = vault.envelope(KIND, '', person.personId);
    if (row === null) {
      throw new EvidenceError(
        'VAULT_NOT_AUTHORISED',
        'person expected a share of the CA key, got none',
      );
    }
    shares.push(await decryptAge(row.box, keys.ageIdentity));
  }
  const pkcs8 = await combineShares(shares);
  for (const share of shares) share.fill(0);
  if (isKeyOf(pkcs8, vault.settings.caPublicKey)) return pkcs8;
  throw new EvidenceError('SHARE_MISMATCH', 'shares expected to rebuild the CA key, got others');
}

function isKeyOf(pkcs8: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return equalBytes(p256PublicKey(pkcs8), publicKey);
  } catch (error) {
    if (error instanceof EvidenceError) return false;
    throw error;
  }
}
