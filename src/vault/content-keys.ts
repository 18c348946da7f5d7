import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decryptAge, encryptAge, identityToSeed } from '#src/crypto/age-file.ts';
import { decryptGcm, encryptGcm } from '#src/crypto/gcm.ts';
import { splitSecret } from '#src/crypto/shares.ts';
import type { EnvelopeRow } from '#src/ledger/vault-store.ts';
import { assertRebuilds } from './custodian-sheets.ts';
import type { OpenPerson, Person } from './person.ts';
import { assertAmong, assertTwoPeople } from './two-people.ts';
import type { Vault } from './vault.ts';

/** Kind of the envelopes that a lock deletes. */
export const CONTENT_SHARE = 'content-share';
/** Kind of the envelope that only the custodians' sheets open. */
export const RELEASE = 'release';

function placeOf(investigationId: string, personId: string): Uint8Array {
  return canonicalBytes({ kind: CONTENT_SHARE, investigationId, personId });
}

/**
 * Encrypt a content identity for everyone who may open exhibits together: its seed split 2-of-n, each share
 * in an age file for one person, that again under the lock slot's key; and whole for the release recipient.
 * @param input.authorised - verified against the CA
 * @param input.releaseRecipient - of the verified settings
 * @param input.slotKey - 32 bytes; secret
 */
export async function encryptContentKey(input: {
  readonly investigationId: string;
  readonly identity: string;
  readonly authorised: readonly Person[];
  readonly releaseRecipient: string;
  readonly slotKey: Uint8Array;
}): Promise<readonly EnvelopeRow[]> {
  const { investigationId, identity, authorised, releaseRecipient, slotKey } = input;
  const seed = identityToSeed(identity);
  const shares = await splitSecret(seed, authorised.length);
  seed.fill(0);
  const rows: EnvelopeRow[] = [];
  for (const [i, { personId, keys }] of authorised.entries()) {
    const share = shares[i];
    if (share === undefined) throw new RangeError('"shares" expected one for each person');
    const file = await encryptAge(share, [keys.ageRecipient]);
    share.fill(0);
    const box = encryptGcm(slotKey, file, placeOf(investigationId, personId));
    rows.push({ kind: CONTENT_SHARE, investigationId, personId, box });
  }
  const box = await encryptAge(utf8(identity), [releaseRecipient]);
  rows.push({ kind: RELEASE, investigationId, personId: '', box });
  return rows;
}

/**
 * Open an investigation's content identity with two people's shares. Hold it only as long as the act lasts.
 * @returns the age identity that exhibit keys are wrapped for; secret
 * @throws {EvidenceError} VAULT_LOCKED - the slot is empty, the shares are gone, or it was just stopped
 * @throws {EvidenceError} VAULT_SLOT_MISSING, VAULT_SLOT_DAMAGED - treated as locked
 * @throws {EvidenceError} VAULT_SAME_PERSON, VAULT_NOT_AUTHORISED - not two authorised people
 * @throws {EvidenceError} CRYPTO_FAILED, AGE_DAMAGED, SHARE_MISMATCH - a share is not what was written
 */
export async function openContent(
  vault: Vault,
  investigationId: string,
  people: readonly [OpenPerson, OpenPerson],
): Promise<string> {
  assertTwoPeople(people);
  const facts = vault.investigation(investigationId);
  assertAmong(facts.authorisedIds, people);
  if (facts.state !== 'open') throw lockedError();
  const slotKey = vault.ports.store.slots.read(facts.slotId);
  if (slotKey === 'empty') throw lockedError();
  try {
    const [first, second] = people;
    const shares = [
      await openShare(vault, investigationId, first, slotKey),
      await openShare(vault, investigationId, second, slotKey),
    ] as const;
    const identity = await assertRebuilds(shares, facts.contentRecipient);
    for (const share of shares) share.fill(0);
    // A stop may have come while the shares were being opened.
    if (vault.rows.isLockedNow(investigationId)) throw lockedError();
    return identity;
  } finally {
    slotKey.fill(0);
  }
}

async function openShare(
  vault: Vault,
  investigationId: string,
  { person, keys }: OpenPerson,
  slotKey: Uint8Array,
): Promise<Uint8Array> {
  const row = vault.envelope(CONTENT_SHARE, investigationId, person.personId);
  if (row === null) throw lockedError();
  const file = decryptGcm(slotKey, row.box, placeOf(investigationId, person.personId));
  return decryptAge(file, keys.ageIdentity);
}

/** Nobody at the school can open it. */
export function lockedError(): EvidenceError {
  return new EvidenceError('VAULT_LOCKED', 'investigation expected to be open, got a locked one');
}
