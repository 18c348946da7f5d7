import { equalBytes } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { publicKeysOf } from '#src/crypto/person-keys.ts';
import { openLedger, type Ledger, type LedgerWriter } from '#src/ledger/ledger.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import type { EnvelopeRow, InvestigationRow } from '#src/ledger/vault-store.ts';
import type { LedgerVerifier } from '#src/ledger/verifier.ts';
import type { ComputerKeys } from './computer-key.ts';
import { swapped } from './fields.ts';
import { InvestigationRows } from './investigation-rows.ts';
import { installationOrigin, investigationOrigin } from './names.ts';
import { mayHoldKeys, type OpenPerson, type Person } from './person.ts';
import type { VaultPorts } from './ports.ts';
import type { VaultSettings } from './settings.ts';
import {
  factsOfRow,
  verifyFacts,
  type InvestigationFacts,
  type VerifiedStatement,
} from './statement.ts';
import { assertAmong, assertTwoPeople } from './two-people.ts';
import { vaultVerifier } from './verifier.ts';
import { computerWriterFor, peopleWriterFor } from './writers.ts';

/** What `openVault` verified before there is a vault. */
export interface VaultParts {
  readonly settings: VaultSettings;
  readonly people: readonly Person[];
  readonly computer: ComputerKeys;
  /** Ed25519 public key of the computer's certificate, 32 bytes. */
  readonly computerKey: Uint8Array;
}

/**
 * An open vault: who may open what. It holds no key to any investigation; only the computer's own key
 * stays in memory. Made by `openVault` alone.
 * @see docs/spec/vault.md
 */
export class Vault {
  readonly ports: VaultPorts;
  readonly verifier: LedgerVerifier;
  readonly installationOrigin: string;
  #settings: VaultSettings;
  readonly #people: ReadonlyMap<string, Person>;
  /** Rows as they stand on disk; untrusted. */
  readonly rows: InvestigationRows;
  readonly #computer: ComputerKeys;
  readonly #ledgers = new Map<string, Ledger>();
  readonly #computerWriters = new Map<string, Promise<LedgerWriter>>();
  /** By investigation: the bytes whose signatures were verified last, and what they say. */
  readonly #statements = new Map<
    string,
    { readonly facts: Uint8Array; readonly verified: VerifiedStatement }
  >();

  constructor(ports: VaultPorts, parts: VaultParts) {
    this.ports = ports;
    this.#settings = parts.settings;
    this.#people = new Map(parts.people.map((person) => [person.personId, person]));
    this.#computer = parts.computer;
    this.installationOrigin = installationOrigin(parts.settings.installationId);
    this.rows = new InvestigationRows(ports.store);
    this.verifier = vaultVerifier({
      computerId: parts.settings.computer.computerId,
      computerKey: parts.computerKey,
      signersOf: (origin) => this.signersOf(origin),
    });
  }

  /** What first run decided, and the present release key. */
  get settings(): VaultSettings {
    return this.#settings;
  }

  /** Everyone with an account, by id. */
  people(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** @throws {EvidenceError} VAULT_PERSON_UNKNOWN */
  person(personId: string): Person {
    const person = this.#people.get(personId);
    if (person !== undefined) return person;
    throw new EvidenceError('VAULT_PERSON_UNKNOWN', 'person expected an account, got none');
  }

  /**
   * Open a person's key file; takes as long as its work factor, in the worker. The result is for one act:
   * `forget` it at once.
   * @throws {EvidenceError} PASSPHRASE_WRONG, KEY_FILE_DAMAGED, KEY_FILE_NEWER, VAULT_PERSON_UNKNOWN
   * @throws {EvidenceError} KEY_FILE_FOREIGN - another person's key file
   * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - it trusts another CA, or holds other keys than are certified
   */
  async unlock(personId: string, passphrase: string): Promise<OpenPerson> {
    const person = this.person(personId);
    const { store, keyWorker } = this.ports;
    const row = store.tables.people.get(store.read, personId);
    if (row === null) throw swapped('people expected those whom the settings name, got others');
    const { keys, caFingerprint } = await keyWorker.openKeyFile(row.keyFile, passphrase);
    if (keys.personId !== personId) {
      throw new EvidenceError(
        'KEY_FILE_FOREIGN',
        'key file expected to be this person’s, got another',
      );
    }
    if (caFingerprint !== this.#settings.caFingerprint) {
      throw swapped('"caFingerprint" expected that of the key file, got another');
    }
    const held = await publicKeysOf(keys);
    const certified =
      held.ageRecipient === person.keys.ageRecipient &&
      equalBytes(held.ed25519PublicKey, person.keys.ed25519PublicKey) &&
      equalBytes(held.p256Spki, person.keys.p256Spki);
    if (!certified) throw swapped('key file expected the keys that are certified, got others');
    return { person, keys };
  }

  originOf(investigationId: string): string {
    return investigationOrigin(this.#settings.installationId, investigationId);
  }

  /** Every investigation, its statement verified. Throws as {@link Vault.investigation} does. */
  investigations(): readonly InvestigationFacts[] {
    return this.rows.list().map((row) => this.#factsOf(row));
  }

  /**
   * One investigation's plain facts, read anew from the disk, its statement verified: who uses a recipient takes
   * it from here.
   * @throws {EvidenceError} INVESTIGATION_UNKNOWN
   * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - its recipients are not what two people signed
   */
  investigation(investigationId: string): InvestigationFacts {
    return this.#factsOf(this.rows.get(investigationId));
  }

  /** Ids of everyone with keys to an investigation. */
  authorised(investigationId: string): readonly string[] {
    return this.investigation(investigationId).authorisedIds;
  }

  /** The one instance for a ledger. Throws as `openLedger` does. */
  ledger(origin: string): Ledger {
    const known = this.#ledgers.get(origin);
    if (known !== undefined) return known;
    const { store, clock, random } = this.ports;
    const ledger = openLedger({ store: store.ledgerStore(origin), clock, random });
    this.#ledgers.set(origin, ledger);
    return ledger;
  }

  /**
   * Writer for entries outside a sitting that the computer signs. One a ledger, as long as the vault is open.
   * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED, INVESTIGATION_UNKNOWN
   */
  computerWriter(origin: string): Promise<LedgerWriter> {
    const known = this.#computerWriters.get(origin);
    if (known !== undefined) return known;
    const made = this.#makeComputerWriter(origin);
    this.#computerWriters.set(origin, made);
    made.catch(() => this.#computerWriters.delete(origin));
    return made;
  }

  /**
   * Writer for entries outside a sitting that two people sign with their own keys.
   * @throws {EvidenceError} VAULT_SAME_PERSON, VAULT_NOT_AUTHORISED, VAULT_RECIPIENT_SWAPPED, INVESTIGATION_UNKNOWN
   */
  async peopleWriter(
    origin: string,
    people: readonly [OpenPerson, OpenPerson],
  ): Promise<LedgerWriter> {
    assertTwoPeople(people);
    assertAmong(
      this.signersOf(origin).map(({ personId }) => personId),
      people,
    );
    const { random } = this.ports;
    const readers = { recipients: [this.payloadRecipient(origin)], random };
    return peopleWriterFor(origin, people, readers, this.restrictedRecipients(origin));
  }

  /** Recipient of a ledger's payloads, verified: the list recipient, or an investigation's record recipient. */
  payloadRecipient(origin: string): string {
    if (origin === this.installationOrigin) return this.#settings.listRecipient;
    return this.#investigationOf(origin).recordRecipient;
  }

  /** Recipients of restricted payloads, verified; null for the installation's ledger, which has none. */
  restrictedRecipients(origin: string): readonly string[] | null {
    if (origin === this.installationOrigin) return null;
    return [this.#investigationOf(origin).restrictedRecipient];
  }

  /** Who may sit over a ledger or sign in it; nobody for an origin that isn't this vault's. */
  signersOf(origin: string): readonly Person[] {
    if (origin === this.installationOrigin) return this.people().filter(mayHoldKeys);
    const investigationId = this.investigationIdOf(origin);
    if (investigationId === null || this.rows.find(investigationId) === null) return [];
    const { authorisedIds } = this.investigation(investigationId);
    return this.people().filter(({ personId }) => authorisedIds.includes(personId));
  }

  /** The investigation of a ledger's origin; null for the installation's, or another's. */
  investigationIdOf(origin: string): string | null {
    const prefix = this.originOf('');
    return origin.startsWith(prefix) ? origin.slice(prefix.length) : null;
  }

  /** One envelope, or null when there is none. */
  envelope(kind: string, investigationId: string, personId: string): EnvelopeRow | null {
    const { store } = this.ports;
    return store.tables.envelopes.get(store.read, kind, investigationId, personId);
  }

  /** One investigation's row as it stands on disk; untrusted. @throws {EvidenceError} INVESTIGATION_UNKNOWN */
  row(investigationId: string): InvestigationRow {
    return this.rows.get(investigationId);
  }

  /** Write an investigation's row, in a transaction. */
  putRow(db: WriteDb, row: InvestigationRow): void {
    this.rows.put(db, row);
  }

  /** Take over settings that were just written; for `release-key.ts` alone. */
  adoptSettings(settings: VaultSettings): void {
    this.#settings = settings;
  }

  async #makeComputerWriter(origin: string): Promise<LedgerWriter> {
    const recipients = [this.payloadRecipient(origin)];
    const { random } = this.ports;
    return computerWriterFor(origin, this.#computer, { recipients, random });
  }

  #factsOf(row: InvestigationRow): InvestigationFacts {
    const facts = factsOfRow(row, this.#verified(row));
    if (facts.origin !== this.originOf(facts.investigationId)) {
      throw swapped('"origin" of investigation expected that of its id, got another');
    }
    return this.rows.isLockedNow(facts.investigationId) ? { ...facts, state: 'locked' } : facts;
  }

  /** What was verified stays so for the very same bytes: the people it was verified with are fixed while the vault is open. */
  #verified({ investigationId, facts }: InvestigationRow): VerifiedStatement {
    const known = this.#statements.get(investigationId);
    if (known !== undefined && equalBytes(known.facts, facts)) return known.verified;
    const verified = verifyFacts(facts, (personId) => this.#people.get(personId) ?? null);
    this.#statements.set(investigationId, { facts: facts.slice(), verified });
    return verified;
  }

  #investigationOf(origin: string): InvestigationFacts {
    const investigationId = this.investigationIdOf(origin);
    if (investigationId === null) {
      throw new EvidenceError(
        'INVESTIGATION_UNKNOWN',
        '"origin" expected one of this vault, got another',
      );
    }
    return this.investigation(investigationId);
  }
}

export type { VaultSettings } from './settings.ts';
export type { InvestigationFacts } from './statement.ts';
