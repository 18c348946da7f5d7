import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { newEd25519Seed } from '#src/crypto/ed25519.ts';
import { cosignNote } from '#src/crypto/note.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { WriteDb } from '#src/ledger/store-port.ts';
import { lockedError } from './content-keys.ts';
import { MAX_SITTING_MS } from './delegation.ts';
import { openList, openRecord } from './investigation-keys.ts';
import { mayHoldKeys, type OpenPerson } from './person.ts';
import { SittingCodes, type CodeCheck, type Half } from './sitting-codes.ts';
import {
  openForSitting,
  type LedgerHandle,
  type OpenedLedger,
  type SittingKey,
} from './sitting-ledger.ts';
import type { InvestigationFacts } from './statement.ts';
import { assertAmong, assertTwoPeople } from './two-people.ts';
import type { Vault } from './vault.ts';

export type { LedgerHandle } from './sitting-ledger.ts';

/** The ledger of the investigation that a sitting has open. */
export type InvestigationHandle = LedgerHandle & { readonly investigationId: string };

type Pair = readonly [OpenPerson, OpenPerson];

/**
 * Begin a sitting of two people: both sign the delegation of a fresh key for each ledger. Their key files
 * are only needed until this resolves.
 * @param options.investigationId - opened with it, or null for the list alone
 * @param options.codes - the four digits that the first and the second person chose
 * @throws {EvidenceError} VAULT_SAME_PERSON, SITTING_CODE_INVALID, SITTING_CODE_SAME
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED - network manager, trustee, or no key to the investigation
 * @throws {EvidenceError} VAULT_LOCKED, VAULT_OTHER_COMPUTER, INVESTIGATION_UNKNOWN, VAULT_RECIPIENT_SWAPPED
 */
export async function startSitting(
  vault: Vault,
  people: Pair,
  options: { readonly investigationId: string | null; readonly codes: readonly [string, string] },
): Promise<Sitting> {
  assertTwoPeople(people);
  if (!people.every(({ person }) => mayHoldKeys(person))) {
    throw new EvidenceError('VAULT_NOT_AUTHORISED', 'person expected one who may sit, got another');
  }
  const codes = new SittingCodes(options.codes, vault.ports.random);
  return Sitting.start(vault, people, options.investigationId, codes);
}

/** One period in which two people are signed in; {@link startSitting} makes it. */
export class Sitting {
  readonly sittingId: string;
  readonly personIds: readonly [string, string];
  readonly startedAt: string;
  /** RFC 3339 UTC, 12 hours later; by the wall clock or the monotonic one, whichever gets there first. */
  readonly expiresAt: string;
  readonly #vault: Vault;
  readonly #codes: SittingCodes;
  readonly #startedMs: number;
  #seed: Uint8Array | null = newEd25519Seed();
  #installation: LedgerHandle | null = null;
  #investigation: InvestigationHandle | null = null;
  /** Everything opened in this sitting, so that going back to one needs no second delegation. */
  readonly #attached = new Map<string, InvestigationHandle>();

  private constructor(vault: Vault, people: Pair, codes: SittingCodes) {
    const { clock, random } = vault.ports;
    this.#vault = vault;
    this.#codes = codes;
    this.sittingId = newId(random);
    this.personIds = [people[0].person.personId, people[1].person.personId];
    this.startedAt = clock.now();
    this.#startedMs = clock.monotonicMs();
    this.expiresAt = new Date(Date.parse(this.startedAt) + MAX_SITTING_MS).toISOString();
  }

  /** For {@link startSitting} alone. */
  static async start(
    vault: Vault,
    people: Pair,
    investigationId: string | null,
    codes: SittingCodes,
  ): Promise<Sitting> {
    const sitting = new Sitting(vault, people, codes);
    try {
      const list = await openList(vault, people[0]);
      await openList(vault, people[1]);
      const { installationOrigin } = vault;
      const opened = await openForSitting(vault, installationOrigin, sitting.#key(), people, list);
      const { store } = vault.ports;
      store.write((db) => {
        store.ledgerStore(installationOrigin).putSitting(db, opened.row);
      });
      sitting.#installation = opened.handle;
      if (investigationId !== null) await sitting.attach(people, investigationId);
      return sitting;
    } catch (error) {
      sitting.drop();
      throw error;
    }
  }

  /** The installation's ledger. @throws {EvidenceError} SITTING_NONE - the sitting has ended */
  get installation(): LedgerHandle {
    if (this.#installation === null) throw none();
    return this.#installation;
  }

  /** The open investigation's ledger, or null. */
  get investigation(): InvestigationHandle | null {
    return this.#investigation;
  }

  /** Whether the key can still sign. */
  get open(): boolean {
    return this.#seed !== null && !this.#isExpired();
  }

  /** For how long the key can still sign, by whichever clock gets there first, ms; negative once it can't. */
  msLeft(): number {
    const { clock } = this.#vault.ports;
    const byWall = Date.parse(this.expiresAt) - Date.parse(clock.now());
    const byMonotonic = this.#startedMs + MAX_SITTING_MS - clock.monotonicMs();
    return Math.min(byWall, byMonotonic);
  }

  /**
   * Open an investigation in this sitting, in place of the one that was open.
   * @param people - the two people of this sitting, their key files just opened
   * @throws {EvidenceError} SITTING_NONE, SITTING_EXPIRED, and as {@link startSitting}
   */
  async attach(people: Pair, investigationId: string): Promise<void> {
    this.#assertOurs(people);
    const { store, clock } = this.#vault.ports;
    const facts = this.#vault.investigation(investigationId);
    const { authorisedIds, computerId, origin } = facts;
    assertAmong(authorisedIds, people);
    if (facts.state !== 'open') throw lockedError();
    if (computerId !== this.#vault.settings.computer.computerId) {
      throw new EvidenceError('VAULT_OTHER_COMPUTER', 'investigation expected of this computer');
    }
    const known = this.#attached.get(investigationId);
    if (known !== undefined) await known.refreshRing();
    const opened = known === undefined ? await this.#openInvestigation(people, facts) : null;
    if (this.#vault.rows.isLockedNow(investigationId)) throw lockedError();
    store.write((db) => {
      if (opened !== null) store.ledgerStore(origin).putSitting(db, opened.row);
      const row = this.#vault.rows.get(investigationId);
      this.#vault.rows.put(db, { ...row, lastOpenedAt: clock.now() });
    });
    const handle = known ?? (opened === null ? null : { ...opened.handle, investigationId });
    if (handle === null || this.#seed === null) throw none();
    this.#attached.set(investigationId, handle);
    this.#investigation = handle;
  }

  async #openInvestigation(people: Pair, facts: InvestigationFacts): Promise<OpenedLedger> {
    const { investigationId, origin } = facts;
    const identity = await openRecord(this.#vault, investigationId, people[0]);
    await openRecord(this.#vault, investigationId, people[1]);
    return openForSitting(this.#vault, origin, this.#key(), people, identity);
  }

  /** Check one person's sitting code. After the third wrong one of a person every answer is `third-wrong`. */
  checkCode(half: Half, code: string): CodeCheck {
    return this.#codes.check(half, code);
  }

  /**
   * End the sitting: both cosign the head of each ledger with their own keys, then everything is forgotten.
   * @param people - the two people of this sitting, their key files just opened
   * @throws {EvidenceError} SITTING_NONE, VAULT_SAME_PERSON, VAULT_NOT_AUTHORISED - the sitting goes on
   */
  end(people: Pair): Promise<void> {
    return new Promise((resolve) => {
      this.#assertOurs(people);
      const handles = [this.installation, ...this.#attached.values()];
      this.#vault.ports.store.write((db) => {
        for (const handle of handles) this.#endLedger(db, handle, people);
      });
      this.drop();
      resolve();
    });
  }

  /** Forget the keys at once: pause, stop, screen lock. What was written last stands. */
  drop(): void {
    this.#seed?.fill(0);
    this.#seed = null;
    this.#codes.drop();
    this.#installation = null;
    this.#investigation = null;
    this.#attached.clear();
  }

  #key(): SittingKey {
    const { sittingId, startedAt, expiresAt } = this;
    return { sittingId, startedAt, expiresAt, seed: () => this.#requireSeed() };
  }

  #requireSeed(): Uint8Array {
    if (this.#seed === null) throw none();
    if (this.#isExpired()) {
      throw new EvidenceError('SITTING_EXPIRED', 'sitting expected at most 12 hours, got more');
    }
    return this.#seed;
  }

  #isExpired(): boolean {
    return this.msLeft() < 0;
  }

  #assertOurs(people: Pair): void {
    this.#requireSeed();
    assertTwoPeople(people);
    assertAmong(this.personIds, people);
  }

  #endLedger(
    db: WriteDb,
    handle: LedgerHandle & { readonly investigationId?: string },
    people: Pair,
  ): void {
    const { store, clock } = this.#vault.ports;
    const { ledger, investigationId } = handle;
    const { origin } = ledger;
    let note = ledger.head().checkpoint;
    // A ledger without an entry has no head to cosign: nothing was written in this sitting.
    if (note === null) return;
    const unixSeconds = Math.floor(Date.parse(clock.now()) / 1000);
    for (const { person, keys } of people) {
      note = cosignNote(
        note,
        personSignerName(origin, person.personId),
        keys.ed25519Seed,
        unixSeconds,
      );
    }
    store.ledgerStore(origin).endSitting(db, this.sittingId, note);
    if (investigationId === undefined) return;
    const row = this.#vault.rows.get(investigationId);
    this.#vault.rows.put(db, { ...row, lastSittingEndedAt: clock.now() });
  }
}

function none(): EvidenceError {
  return new EvidenceError('SITTING_NONE', 'sitting expected to be open, got none');
}
