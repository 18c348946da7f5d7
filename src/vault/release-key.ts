import { equalBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decryptAge, encryptAge, recipientOf } from '#src/crypto/age-file.ts';
import { decodeSheet } from '#src/crypto/recovery-sheet.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { EnvelopeRow } from '#src/ledger/vault-store.ts';
import { openCaKey } from './ca-key.ts';
import { RELEASE } from './content-keys.ts';
import { assertRebuilds, CustodianSheets } from './custodian-sheets.ts';
import { identityIn } from './investigation-keys.ts';
import type { OpenPerson } from './person.ts';
import { encodeSettings, SETTINGS_KEY, type VaultSettings } from './settings.ts';
import { certifyRelease } from './setup-certify.ts';
import { instantAfter, VALID_YEARS } from './validity.ts';
import type { Vault } from './vault.ts';

/** 26 words. */
export type SheetWords = readonly string[];

/** Store key that says that a release used the present release key's sheets, so that it has to be renewed. */
export const RENEWAL_DUE = 'release-renewal-due';

/** Whether a release was made since the release key was made: its sheets are known now. */
export function renewalDue(vault: Vault): boolean {
  const { store } = vault.ports;
  return store.tables.kv.get(store.read, RENEWAL_DUE) !== null;
}

/**
 * Rebuild the release identity from two custodians' sheets.
 * @param sheets - words as typed
 * @returns the identity, secret, and whose sheets they are
 * @throws {EvidenceError} SHEET_WORD_UNKNOWN, SHEET_CHECK_FAILED - mistyped, or sheets of another key
 * @throws {EvidenceError} SHARE_MALFORMED - one sheet twice; SHARE_MISMATCH - not this key
 */
export async function openReleaseKey(
  vault: Vault,
  sheets: readonly [SheetWords, SheetWords],
): Promise<{ readonly identity: string; readonly custodianIds: readonly string[] }> {
  const { releaseKeyId, releaseRecipient, custodianIds, sheetCoordinates } = vault.settings;
  const shares = [
    decodeSheet(sheets[0], releaseKeyId),
    decodeSheet(sheets[1], releaseKeyId),
  ] as const;
  const identity = await assertRebuilds(shares, releaseRecipient);
  const used = shares.flatMap((share) => {
    const custodianId = custodianIds[sheetCoordinates.indexOf(share.at(-1) ?? 0)];
    share.fill(0);
    return custodianId === undefined ? [] : [custodianId];
  });
  return { identity, custodianIds: used };
}

/**
 * Begin to make a new release key, after a release or when custodians change. Its sheets are shown and typed
 * back as at set-up; until `finish` the old key and its sheets stay good.
 * @param releaseIdentity - of the present key, from `release` or `openReleaseKey`
 * @param custodianIds - 2 to 5 different people with accounts
 * @throws {EvidenceError} VAULT_RELEASE_REFUSED - not the identity of the present release key
 * @throws {EvidenceError} VAULT_SETUP_INVALID, VAULT_PERSON_UNKNOWN - the custodians
 */
export async function renewReleaseKey(
  vault: Vault,
  releaseIdentity: string,
  custodianIds: readonly string[],
): Promise<ReleaseRenewal> {
  if ((await recipientOf(releaseIdentity)) !== vault.settings.releaseRecipient) {
    throw new EvidenceError('VAULT_RELEASE_REFUSED', 'identity expected that of the release key');
  }
  for (const personId of custodianIds) vault.person(personId);
  const sheets = await CustodianSheets.make(custodianIds, vault.ports.random);
  return new ReleaseRenewal(vault, releaseIdentity, sheets);
}

/** A release key being renewed; {@link renewReleaseKey} makes it. */
export class ReleaseRenewal {
  /** The new sheets: show each, have each typed back. */
  readonly sheets: CustodianSheets;
  readonly #vault: Vault;
  readonly #oldIdentity: string;

  /** @param oldIdentity - secret */
  constructor(vault: Vault, oldIdentity: string, sheets: CustodianSheets) {
    this.#vault = vault;
    this.#oldIdentity = oldIdentity;
    this.sheets = sheets;
  }

  /**
   * Begin again with other custodians: another new key, while the sheets made so far are forgotten.
   * @throws {EvidenceError} VAULT_SETUP_INVALID, VAULT_PERSON_UNKNOWN - the custodians
   */
  async chooseAgain(custodianIds: readonly string[]): Promise<ReleaseRenewal> {
    const again = await renewReleaseKey(this.#vault, this.#oldIdentity, custodianIds);
    this.sheets.forget();
    return again;
  }

  /**
   * Put the new key in force: certify it, wrap every investigation's release envelope for it, sign the settings
   * anew. One transaction with an entry in the installation's ledger.
   * @param caHolders - two of DSL, headteacher and chair, who together issue the certificate
   * @throws {EvidenceError} VAULT_SETUP_INCOMPLETE - a sheet was not typed back, or a pair not proved
   * @throws {EvidenceError} VAULT_NOT_AUTHORISED, VAULT_SAME_PERSON, SHARE_MISMATCH - not two holders of the CA's key
   * @throws {EvidenceError} LEDGER_HEAD_MOVED - an investigation was made or released meanwhile
   */
  async finish(caHolders: readonly [OpenPerson, OpenPerson]): Promise<void> {
    if (!this.sheets.proved) {
      throw new EvidenceError(
        'VAULT_SETUP_INCOMPLETE',
        'sheets expected to be typed back, got some that were not',
      );
    }
    const vault = this.#vault;
    const { store } = vault.ports;
    const { keyId, recipient, custodianIds } = this.sheets;
    const settings = await this.#newSettings(caHolders);
    const origin = vault.installationOrigin;
    const bytes = encodeSettings(
      settings,
      caHolders.map(({ person, keys }) => ({
        name: personSignerName(origin, person.personId),
        seed: keys.ed25519Seed,
      })),
    );
    const before = this.#releaseEnvelopes();
    const envelopes = await this.#rewrapped(before, recipient);
    const writer = await vault.peopleWriter(origin, caHolders);
    const ledger = vault.ledger(origin);
    const payload = { v: 1, releaseKeyId: keyId, custodianIds, envelopes: envelopes.length };
    store.write((db) => {
      // One wrapped for the old key only would be opened by no sheet.
      if (!sameRows(before, this.#releaseEnvelopes())) {
        throw new EvidenceError('LEDGER_HEAD_MOVED', 'release envelopes expected to be unchanged');
      }
      store.tables.kv.put(db, SETTINGS_KEY, bytes);
      store.tables.kv.remove(db, RENEWAL_DUE);
      for (const envelope of envelopes) store.tables.envelopes.put(db, envelope);
      ledger.append(db, writer, { kind: 'release-key-renewed', payload });
    });
    vault.adoptSettings(settings);
    this.sheets.forget();
  }

  async #newSettings(caHolders: readonly [OpenPerson, OpenPerson]): Promise<VaultSettings> {
    const { settings, ports } = this.#vault;
    const { keyId, recipient, custodianIds, coordinates } = this.sheets;
    const pkcs8 = await openCaKey(this.#vault, caHolders);
    const now = ports.clock.now();
    try {
      const releaseCertificate = await certifyRelease(
        { certificate: settings.caCertificate, pkcs8 },
        { keyId, recipient },
        { notBeforeAt: now, notAfterAt: instantAfter(now, VALID_YEARS) },
      );
      return {
        ...settings,
        ...{ custodianIds, sheetCoordinates: coordinates, releaseKeyId: keyId },
        ...{ releaseRecipient: recipient, releaseCertificate },
      };
    } finally {
      pkcs8.fill(0);
    }
  }

  #releaseEnvelopes(): readonly EnvelopeRow[] {
    const { store } = this.#vault.ports;
    return store.tables.envelopes.list(store.read, { kind: RELEASE });
  }

  async #rewrapped(
    before: readonly EnvelopeRow[],
    recipient: string,
  ): Promise<readonly EnvelopeRow[]> {
    const rows: EnvelopeRow[] = [];
    for (const row of before) {
      const { contentRecipient } = this.#vault.investigation(row.investigationId);
      const plain = await decryptAge(row.box, this.#oldIdentity);
      const identity = await identityIn(plain, contentRecipient);
      rows.push({ ...row, box: await encryptAge(utf8(identity), [recipient]) });
    }
    return rows;
  }
}

function sameRows(before: readonly EnvelopeRow[], now: readonly EnvelopeRow[]): boolean {
  return (
    before.length === now.length &&
    before.every((row, i) => {
      const other = now[i];
      return row.investigationId === other?.investigationId && equalBytes(row.box, other.box);
    })
  );
}
