import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { decryptAge, encryptAge, newAgeIdentity, recipientOf } from '#src/crypto/age-file.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import type { EnvelopeRow, InvestigationRow } from '#src/ledger/vault-store.ts';
import { authorisedPeople, restrictedOf } from './authorised-people.ts';
import { encryptContentKey } from './content-keys.ts';
import { damaged, swapped } from './fields.ts';
import type { OpenPerson, Person } from './person.ts';
import {
  encodeFacts,
  signKeyStatement,
  type InvestigationFacts,
  type KeyStatement,
} from './statement.ts';
import { assertAmong } from './two-people.ts';
import type { Vault } from './vault.ts';

export { openContent } from './content-keys.ts';
export type { InvestigationFacts } from './statement.ts';

/** Who is to have keys to a new investigation. */
export interface InvestigationInput {
  readonly investigationId: string;
  /** Neutral, e.g. `NHS-2026-014`; plain on disk. */
  readonly reference: string;
  readonly reviewerIds: readonly [string, string];
  /** The reviewers, a DSL, and the headteacher or chair; at least four people, none excluded (R35). */
  readonly authorisedIds: readonly string[];
  /** The two authorised people who sign for the recipients. */
  readonly signers: readonly [OpenPerson, OpenPerson];
}

/** Keys of a new investigation, not yet in the database. */
export interface PreparedInvestigation {
  readonly facts: InvestigationFacts;
  /** Secret; for the first reading of its ledger. */
  readonly recordIdentity: string;
  /** Write its rows, in the transaction that also writes its first entries. */
  commit(db: WriteDb): void;
  /** Give it up instead: its slot goes. */
  discard(): void;
}

/**
 * Make an investigation's keys: record, restricted and content, each for those entitled to it, and the lock
 * slot (durable before this returns). Until `commit`, writers for its ledger can be had already.
 * @throws {EvidenceError} VAULT_TOO_FEW_PEOPLE - fewer than four, or no DSL, or neither headteacher nor chair
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED - a reviewer or signer who isn't among them, or someone who may not be
 * @throws {EvidenceError} VAULT_SAME_PERSON, VAULT_PERSON_UNKNOWN
 */
export async function prepareInvestigation(
  vault: Vault,
  input: InvestigationInput,
): Promise<PreparedInvestigation> {
  const { store, random, clock } = vault.ports;
  const { investigationId, reference, reviewerIds, signers } = input;
  const authorised = authorisedPeople((personId) => vault.person(personId), input);
  const restrictedIds = restrictedOf(authorised);
  const [record, restricted, content] = [
    await newAgeIdentity(),
    await newAgeIdentity(),
    await newAgeIdentity(),
  ];
  const { releaseRecipient } = vault.settings;
  const slotId = newId(random);
  const slotKey = random(32);
  const statement: KeyStatement = {
    ...{ investigationId, reference, origin: vault.originOf(investigationId), slotId },
    ...{ computerId: vault.settings.computer.computerId, madeAt: clock.now() },
    ...{ reviewerIds, authorisedIds: authorised.map(({ personId }) => personId), restrictedIds },
    signerIds: [signers[0].person.personId, signers[1].person.personId],
    recordRecipient: record.recipient,
    contentRecipient: content.recipient,
    restrictedRecipient: restricted.recipient,
  };
  const row = rowOf(statement, signers);
  const envelopes = [
    ...(await identityEnvelopes('record', investigationId, record.identity, authorised)),
    ...(await identityEnvelopes(
      'restricted',
      investigationId,
      restricted.identity,
      authorised.filter(({ personId }) => restrictedIds.includes(personId)),
    )),
    ...(await encryptContentKey({
      ...{ investigationId, identity: content.identity, authorised, slotKey },
      releaseRecipient,
    })),
  ];
  store.slots.create(slotId, slotKey.slice());
  slotKey.fill(0);
  vault.rows.prepare(row);
  return {
    facts: vault.investigation(investigationId),
    recordIdentity: record.identity,
    commit(db) {
      // A release key renewed meanwhile would leave an envelope that no sheet opens.
      if (vault.settings.releaseRecipient !== releaseRecipient) {
        throw swapped(
          'release recipient expected to be the present one, got one renewed meanwhile',
        );
      }
      vault.rows.put(db, row);
      for (const envelope of envelopes) store.tables.envelopes.put(db, envelope);
    },
    discard() {
      vault.rows.unprepare(investigationId);
      store.slots.remove(slotId);
    },
  };
}

/** The row of a new investigation, its statement signed. */
function rowOf(
  statement: KeyStatement,
  signers: readonly [OpenPerson, OpenPerson],
): InvestigationRow {
  const { investigationId, reference, origin, slotId } = statement;
  const facts = encodeFacts(signKeyStatement(statement, statementKeys(origin, signers)));
  return {
    ...{ investigationId, reference, origin, slotId, facts },
    ...{ state: 'open', lastOpenedAt: null, lastSittingEndedAt: null },
  };
}

/** The two signing keys under the names that a statement of this ledger is signed with. */
export function statementKeys(
  origin: string,
  signers: readonly [OpenPerson, OpenPerson],
): { readonly name: string; readonly seed: Uint8Array }[] {
  return signers.map(({ person, keys }) => ({
    name: personSignerName(origin, person.personId),
    seed: keys.ed25519Seed,
  }));
}

async function identityEnvelopes(
  kind: 'record' | 'restricted',
  investigationId: string,
  identity: string,
  people: readonly Person[],
): Promise<readonly EnvelopeRow[]> {
  const rows: EnvelopeRow[] = [];
  for (const { personId, keys } of people) {
    const box = await encryptAge(utf8(identity), [keys.ageRecipient]);
    rows.push({ kind, investigationId, personId, box });
  }
  return rows;
}

/**
 * Open an identity that one person's envelope holds, and compare it with its public half.
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED - there is none for this person
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - another identity than the recipient's
 * @throws {EvidenceError} AGE_DAMAGED, AGE_NO_MATCH - the envelope is not what was written
 */
async function openEnvelope(
  vault: Vault,
  envelope: { readonly kind: string; readonly investigationId: string; readonly recipient: string },
  { person, keys }: OpenPerson,
): Promise<string> {
  const row = vault.envelope(envelope.kind, envelope.investigationId, person.personId);
  if (row === null) {
    throw new EvidenceError(
      'VAULT_NOT_AUTHORISED',
      'person expected to be authorised, got another',
    );
  }
  return identityIn(await decryptAge(row.box, keys.ageIdentity), envelope.recipient);
}

/**
 * Read the identity in an opened envelope.
 * @param plain - overwritten before this returns
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED, STORE_DAMAGED
 */
export async function identityIn(plain: Uint8Array, recipient: string): Promise<string> {
  let identity: string;
  let held: string;
  try {
    identity = fromUtf8(plain);
    held = await recipientOf(identity);
  } catch {
    // Without its cause: it may quote the identity.
    throw damaged('envelope expected an age identity');
  } finally {
    plain.fill(0);
  }
  if (held !== recipient) throw swapped('identity expected that of the recipient, got another');
  return identity;
}

/**
 * Open an investigation's record identity for one authorised person: what reads its ledger.
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED, VAULT_RECIPIENT_SWAPPED, AGE_DAMAGED, INVESTIGATION_UNKNOWN
 */
export async function openRecord(
  vault: Vault,
  investigationId: string,
  person: OpenPerson,
): Promise<string> {
  const { authorisedIds, recordRecipient } = vault.investigation(investigationId);
  assertAmong(authorisedIds, [person]);
  return openEnvelope(
    vault,
    { kind: 'record', investigationId, recipient: recordRecipient },
    person,
  );
}

/** Open the identity of restricted payloads (the reporter), for DSL and headteacher. Throws as {@link openRecord}. */
export async function openRestricted(
  vault: Vault,
  investigationId: string,
  person: OpenPerson,
): Promise<string> {
  const { restrictedIds, restrictedRecipient } = vault.investigation(investigationId);
  assertAmong(restrictedIds, [person]);
  const recipient = restrictedRecipient;
  return openEnvelope(vault, { kind: 'restricted', investigationId, recipient }, person);
}

/** Open the identity that lists investigations, for everyone but network manager and trustee. */
export async function openList(vault: Vault, person: OpenPerson): Promise<string> {
  const recipient = vault.settings.listRecipient;
  return openEnvelope(vault, { kind: 'list', investigationId: '', recipient }, person);
}

/**
 * Open the identity that an accepted capture is encrypted to.
 * @param contentIdentity - from `openContent`
 * @throws {EvidenceError} CAPTURE_UNKNOWN - no accepted capture of this id
 * @throws {EvidenceError} AGE_NO_MATCH, AGE_DAMAGED, STORE_DAMAGED - not for this identity, or not what was written
 */
export async function openExhibitKey(
  vault: Vault,
  investigationId: string,
  captureId: string,
  contentIdentity: string,
): Promise<string> {
  const { store } = vault.ports;
  const row = store.tables.exhibitKeys.get(store.read, investigationId, captureId);
  if (row === null) {
    throw new EvidenceError('CAPTURE_UNKNOWN', 'capture expected to be accepted, got another');
  }
  const plain = await decryptAge(row.box, contentIdentity);
  try {
    const identity = fromUtf8(plain);
    await recipientOf(identity);
    return identity;
  } catch {
    throw damaged('exhibit key expected an age identity');
  } finally {
    plain.fill(0);
  }
}
