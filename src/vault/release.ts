import { utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { decryptAge, encryptAge, newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import type { EnvelopeRow, ExhibitKeyRow, InvestigationRow } from '#src/ledger/vault-store.ts';
import { CONTENT_SHARE, encryptContentKey, RELEASE } from './content-keys.ts';
import { identityIn, openExhibitKey, statementKeys } from './investigation-keys.ts';
import { RELEASED_ENTRY } from './lock.ts';
import type { OpenPerson } from './person.ts';
import { openReleaseKey, RENEWAL_DUE, type SheetWords } from './release-key.ts';
import {
  encodeFacts,
  signKeyStatement,
  type InvestigationFacts,
  type KeyStatement,
} from './statement.ts';
import { assertAmong, assertTwoPeople } from './two-people.ts';
import type { Vault } from './vault.ts';

/** Why a locked investigation may be opened again (procedure.md R3, §2.4). */
type ReleaseReason = 'police-instruction' | 'police-or-lado-request' | 'not-illegal' | 'mistake';

/** One release. */
export interface ReleaseInput {
  readonly investigationId: string;
  readonly reason: ReleaseReason;
  /** As it stands now, from the record: `police-or-lado-request` opens L1 only. */
  readonly level: 'L1' | 'L2';
  /** The writing it rests on: reference and wording; goes into the record. */
  readonly document: string;
  /** Words of two custodians' sheets. */
  readonly sheets: readonly [SheetWords, SheetWords];
  /** Two authorised people; they sign for the new content key. */
  readonly approvers: readonly [OpenPerson, OpenPerson];
}

/** What a release leaves to do: its sheets were read out, so the release key has to be renewed at once. */
export interface ReleaseOutcome {
  readonly facts: InvestigationFacts;
  /** Whose sheets were used. */
  readonly custodianIds: readonly string[];
  /** Secret; for `renewReleaseKey`. */
  readonly releaseIdentity: string;
}

/**
 * Open a locked investigation again with two custodians' sheets: its content key is read from the release
 * envelope, and everything that was accepted is wrapped for a new one, under a new lock slot, with new shares
 * and a statement signed by the two approvers. One transaction with the entry `released`. What was under way
 * at the stop stays closed for ever.
 * @throws {EvidenceError} VAULT_RELEASE_REFUSED - not locked, no document, or the reason does not reach its level
 * @throws {EvidenceError} VAULT_SAME_PERSON, VAULT_NOT_AUTHORISED - not two authorised people
 * @throws {EvidenceError} SHEET_WORD_UNKNOWN, SHEET_CHECK_FAILED, SHARE_MALFORMED, SHARE_MISMATCH - the sheets
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED, AGE_DAMAGED, AGE_NO_MATCH - the release envelope
 */
export async function release(vault: Vault, input: ReleaseInput): Promise<ReleaseOutcome> {
  const { investigationId, approvers } = input;
  const before = vault.investigation(investigationId);
  assertReleasable(before, input);
  const { identity: releaseIdentity, custodianIds } = await openReleaseKey(vault, input.sheets);
  const oldContent = await contentFromRelease(vault, before, releaseIdentity);
  const { store, random, clock } = vault.ports;
  const { releaseRecipient } = vault.settings;
  const content = await newAgeIdentity();
  const [slotId, slotKey] = [newId(random), random(32)];
  const statement = newStatement(before, {
    ...{ slotId, contentRecipient: content.recipient, madeAt: clock.now() },
    signerIds: [approvers[0].person.personId, approvers[1].person.personId],
  });
  const row = releasedRow(vault, statement, approvers);
  const envelopes = await encryptContentKey({
    ...{ investigationId, identity: content.identity, slotKey },
    authorised: before.authorisedIds.map((personId) => vault.person(personId)),
    releaseRecipient,
  });
  const exhibitKeys = await rewrapExhibits(vault, investigationId, oldContent, content.recipient);
  const writer = await vault.peopleWriter(before.origin, approvers);
  store.slots.create(slotId, slotKey.slice());
  slotKey.fill(0);
  const { reason, level, document } = input;
  const payload = {
    ...{ v: 1, reason, level, document, custodianIds, approverIds: statement.signerIds },
    ...{ exhibits: exhibitKeys.length, statement: digestOf(row.facts) },
  };
  writeRelease(vault, { row, envelopes, exhibitKeys, releaseRecipient }, writer, payload);
  store.slots.remove(before.slotId);
  vault.rows.setLockedNow(investigationId, false);
  return { facts: vault.investigation(investigationId), custodianIds, releaseIdentity };
}

function assertReleasable(facts: InvestigationFacts, input: ReleaseInput): void {
  const refused = (expected: string): EvidenceError =>
    new EvidenceError('VAULT_RELEASE_REFUSED', `release expected ${expected}`);
  if (facts.state !== 'locked') throw refused('a locked investigation, got another');
  if (input.document.trim() === '') throw refused('a document, got none');
  if (input.reason === 'police-or-lado-request' && input.level !== 'L1') {
    throw refused('a written police instruction at L2, got a request');
  }
  assertTwoPeople(input.approvers);
  assertAmong(facts.authorisedIds, input.approvers);
}

async function contentFromRelease(
  vault: Vault,
  { investigationId, contentRecipient }: InvestigationFacts,
  releaseIdentity: string,
): Promise<string> {
  const row = vault.envelope(RELEASE, investigationId, '');
  if (row === null) {
    throw new EvidenceError('VAULT_RELEASE_REFUSED', 'release expected an envelope, got none');
  }
  return identityIn(await decryptAge(row.box, releaseIdentity), contentRecipient);
}

function newStatement(
  before: InvestigationFacts,
  changes: Pick<KeyStatement, 'slotId' | 'contentRecipient' | 'madeAt' | 'signerIds'>,
): KeyStatement {
  const { investigationId, reference, origin, computerId, reviewerIds, authorisedIds } = before;
  const { restrictedIds, recordRecipient, restrictedRecipient } = before;
  return {
    ...{ investigationId, reference, origin, computerId, reviewerIds, authorisedIds },
    ...{ restrictedIds, recordRecipient, restrictedRecipient, ...changes },
  };
}

function releasedRow(
  vault: Vault,
  statement: KeyStatement,
  approvers: readonly [OpenPerson, OpenPerson],
): InvestigationRow {
  const keys = statementKeys(statement.origin, approvers);
  return {
    ...vault.rows.get(statement.investigationId),
    ...{ state: 'open', slotId: statement.slotId },
    facts: encodeFacts(signKeyStatement(statement, keys)),
  };
}

async function rewrapExhibits(
  vault: Vault,
  investigationId: string,
  oldContent: string,
  newRecipient: string,
): Promise<readonly ExhibitKeyRow[]> {
  const { store } = vault.ports;
  const rows: ExhibitKeyRow[] = [];
  for (const { captureId } of store.tables.exhibitKeys.list(store.read, investigationId)) {
    const identity = await openExhibitKey(vault, investigationId, captureId, oldContent);
    const box = await encryptAge(utf8(identity), [newRecipient]);
    rows.push({ investigationId, captureId, box });
  }
  return rows;
}

interface ReleaseRows {
  readonly row: InvestigationRow;
  readonly envelopes: readonly EnvelopeRow[];
  readonly exhibitKeys: readonly ExhibitKeyRow[];
  /** What the release envelope is encrypted to. */
  readonly releaseRecipient: string;
}

function writeRelease(
  vault: Vault,
  { row, envelopes, exhibitKeys, releaseRecipient }: ReleaseRows,
  writer: LedgerWriter,
  payload: JsonValue,
): void {
  const { store } = vault.ports;
  const { investigationId, origin } = row;
  const ledger = vault.ledger(origin);
  try {
    store.write((db) => {
      // A release key renewed meanwhile would leave an envelope that no sheet opens.
      if (vault.settings.releaseRecipient !== releaseRecipient) {
        throw new EvidenceError(
          'VAULT_RELEASE_REFUSED',
          'release key expected to be the present one',
        );
      }
      store.tables.envelopes.remove(db, { kind: CONTENT_SHARE, investigationId });
      for (const envelope of envelopes) store.tables.envelopes.put(db, envelope);
      for (const exhibitKey of exhibitKeys) store.tables.exhibitKeys.put(db, exhibitKey);
      vault.rows.put(db, row);
      store.tables.kv.put(db, RENEWAL_DUE, utf8(vault.settings.releaseKeyId));
      ledger.append(db, writer, { kind: RELEASED_ENTRY, payload });
    });
  } catch (error) {
    // Nothing names the new slot then.
    if (row.slotId !== null) store.slots.remove(row.slotId);
    throw error;
  }
}
