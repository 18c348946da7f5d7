import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { NOBODY_ASKED, type SchoolNetwork } from '#src/core/school-network.ts';
import { fingerprintOf, issueCa } from '#src/crypto/certificate.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { assertPassphrase } from '#src/crypto/passphrase.ts';
import { newPersonKeys, publicKeysOf, type PersonKeys } from '#src/crypto/person-keys.ts';
import { CustodianSheets } from './custodian-sheets.ts';
import { assertNetwork } from './network-settings.ts';
import type { VaultPorts } from './ports.ts';
import { missingRoles } from './required-roles.ts';
import { SETTINGS_KEY } from './settings.ts';
import { certifyComputer, certifyPeople, type CertifiedComputer } from './setup-certify.ts';
import type {
  ComputerInput,
  SchoolInput,
  SetupCa,
  SetupPerson,
  SetupState,
} from './setup-state.ts';
import { assertLine, assertNewPerson, setupInvalid, type NewPerson } from './setup-person.ts';
import { writeSetup } from './setup-write.ts';
import { instantAfter, VALID_YEARS } from './validity.ts';

export type { SetupState } from './setup-state.ts';

/**
 * First run. Everything is held in memory and written in one transaction by {@link VaultSetup.finish}, so
 * that a crash leaves no half-made vault. The order of the steps is that of the methods; the school is
 * named first, because its CA stands in every person's key file.
 * @see docs/spec/vault.md, section 5
 */
export class VaultSetup {
  readonly #ports: VaultPorts;
  readonly #installationId: string;
  #school: SchoolInput | null = null;
  #computer: ComputerInput | null = null;
  #network = NOBODY_ASKED;
  #stopKey = 'F12';
  #ca: SetupCa | null = null;
  #people = new Map<string, SetupPerson>();
  #peopleDone = false;
  #certificates: ReadonlyMap<string, Uint8Array> | null = null;
  #certifiedComputer: CertifiedComputer | null = null;
  #sheets: CustodianSheets | null = null;

  /** @throws {EvidenceError} VAULT_ALREADY_SET_UP - the store holds a vault already */
  constructor(ports: VaultPorts) {
    if (ports.store.tables.kv.get(ports.store.read, SETTINGS_KEY) !== null) {
      throw new EvidenceError('VAULT_ALREADY_SET_UP', 'store expected to be new, got a vault');
    }
    this.#ports = ports;
    this.#installationId = newId(ports.random);
  }

  /**
   * Name the school and make its CA.
   * @throws {EvidenceError} VAULT_SETUP_INVALID - a field, or another name once people have key files
   */
  async setSchool(input: SchoolInput): Promise<void> {
    const school = { ...input, name: assertLine('name', input.name) };
    if (!/^[A-Z]{2,5}$/.test(school.referencePrefix)) {
      throw setupInvalid('"referencePrefix" expected 2 to 5 capitals');
    }
    if (this.#ca !== null && this.#school?.name === school.name) {
      this.#school = school;
      return;
    }
    if (this.#people.size > 0) throw setupInvalid('school expected to stay once people are added');
    const keys = newP256KeyPair();
    const certificate = await issueCa({ schoolName: school.name, keys, ...this.#validity() });
    this.#ca = { keys, certificate, fingerprint: fingerprintOf(certificate) };
    this.#school = school;
  }

  /** Register the computer. @throws {EvidenceError} VAULT_SETUP_INVALID - a field, or certificates are issued */
  setComputer(input: ComputerInput): void {
    this.#assertUncertified();
    this.#computer = {
      name: assertLine('name', input.name),
      location: assertLine('location', input.location),
      assetNo: assertLine('assetNo', input.assetNo),
    };
  }

  /**
   * Say whom we may ask for the time and for the address the school goes out with; nobody unless told.
   * @throws {EvidenceError} VAULT_SETUP_INVALID - a field, no school yet, or certificates are issued
   */
  setNetwork(input: SchoolNetwork): void {
    this.#assertUncertified();
    const school = this.#school;
    if (school === null) throw setupInvalid('school expected to be named first');
    this.#network = assertNetwork(input, school.demonstration);
  }

  /** Choose the key that stops. @throws {EvidenceError} VAULT_SETUP_INVALID - not a key's name */
  setStopKey(key: string): void {
    if (!/^[A-Za-z0-9]{1,16}$/.test(key)) throw setupInvalid('"key" expected the name of a key');
    this.#stopKey = key;
  }

  /**
   * Make a person's keys and key file; takes as long as the passphrase's work factor.
   * @returns the person's id
   * @throws {EvidenceError} PASSPHRASE_WEAK - an estimate under 60 bits
   * @throws {EvidenceError} VAULT_SETUP_INVALID - a field, initials taken, no school yet, or too late
   */
  async addPerson(input: NewPerson): Promise<string> {
    const ca = this.#requireCa();
    this.#assertUncertified();
    const checked = assertNewPerson(input, this.#initials());
    assertPassphrase(input.passphrase);
    const personId = newId(this.#ports.random);
    const keys = await newPersonKeys(personId);
    const keyFile = await this.#ports.keyWorker.encodeKeyFile(
      keys,
      ca.fingerprint,
      input.passphrase,
    );
    this.#assertUncertified();
    if (this.#initials().includes(checked.initials)) {
      throw setupInvalid('"initials" expected to be nobody else’s');
    }
    const person = { personId, ...checked, keys: await publicKeysOf(keys) };
    this.#people.set(personId, { person, keys, keyFile });
    return personId;
  }

  /** Take a person out again. @throws {EvidenceError} VAULT_PERSON_UNKNOWN, VAULT_SETUP_INVALID */
  removePerson(personId: string): void {
    this.#assertUncertified();
    const person = this.#people.get(personId);
    if (person === undefined) {
      throw new EvidenceError('VAULT_PERSON_UNKNOWN', 'person expected to be added, got another');
    }
    forgetKeys(person.keys);
    this.#people.delete(personId);
    this.#peopleDone = false;
  }

  /** Which people are still missing, in words; empty when the vault can work with those added. */
  missingRoles(): readonly string[] {
    return missingRoles([...this.#people.values()].map(({ person }) => person));
  }

  /** Say that everyone is added. @throws {EvidenceError} VAULT_SETUP_INVALID - somebody is missing */
  peopleDone(): void {
    if (this.missingRoles().length > 0) throw setupInvalid('people expected to fill every role');
    this.#peopleDone = true;
  }

  /**
   * Certify everyone and the computer; from here on people can't change.
   * @returns the CA's fingerprint, to be printed and kept elsewhere
   * @throws {EvidenceError} VAULT_SETUP_INVALID - an earlier step is missing
   */
  async makeCa(): Promise<Digest> {
    const ca = this.#requireCa();
    const computer = this.#computer;
    if (computer === null) throw setupInvalid('computer expected to be registered');
    if (!this.#peopleDone) throw setupInvalid('people expected to be complete');
    if (this.#certificates !== null) return ca.fingerprint;
    const people = [...this.#people.values()].map(({ person }) => person);
    this.#certificates = await certifyPeople(ca, people, this.#validity());
    this.#certifiedComputer = await certifyComputer(ca, computer.name, {
      ...this.#validity(),
      computerId: newId(this.#ports.random),
    });
    return ca.fingerprint;
  }

  /**
   * Choose who keeps the recovery sheets and make a release key for them; choosing again makes another.
   * @param personIds - 2 to 5 different people with accounts
   * @throws {EvidenceError} VAULT_SETUP_INVALID, VAULT_PERSON_UNKNOWN
   */
  async chooseCustodians(personIds: readonly string[]): Promise<void> {
    if (this.#certificates === null) throw setupInvalid('certificates expected before custodians');
    if (personIds.some((personId) => !this.#people.has(personId))) {
      throw new EvidenceError(
        'VAULT_PERSON_UNKNOWN',
        'custodian expected a person with an account',
      );
    }
    const sheets = await CustodianSheets.make(personIds, this.#ports.random);
    this.#sheets?.forget();
    this.#sheets = sheets;
  }

  /** The 26 words of one custodian's sheet. @throws {EvidenceError} VAULT_SETUP_INVALID, VAULT_PERSON_UNKNOWN */
  showSheet(personId: string): readonly string[] {
    return this.#requireSheets().show(personId);
  }

  /** Take a sheet's words as typed back. Throws as {@link CustodianSheets.prove} does. */
  async proveSheet(personId: string, words: readonly string[]): Promise<void> {
    await this.#requireSheets().prove(personId, words);
  }

  /** Where set-up stands. */
  state(): SetupState {
    const sheets = this.#sheets;
    return {
      school: this.#school,
      computer: this.#computer,
      network: this.#network,
      stopKey: this.#stopKey,
      people: [...this.#people.values()].map(({ person }) => person),
      missingRoles: this.missingRoles(),
      peopleDone: this.#peopleDone,
      caFingerprint: this.#certificates === null ? null : this.#requireCa().fingerprint,
      custodians: sheets?.state() ?? [],
      pairsProved: sheets?.pairsProved ?? 0,
      pairsTotal: sheets?.pairsTotal ?? 0,
      finishRefusal: this.#finishRefusal(),
    };
  }

  /**
   * Write the vault in one transaction and forget every secret.
   * @throws {EvidenceError} VAULT_SETUP_INCOMPLETE - a step is missing, a sheet not typed back, or a pair not proved
   * @throws {EvidenceError} STORE_DISK_FULL, STORE_IO_FAILED - nothing was written
   */
  async finish(): Promise<void> {
    const refusal = this.#finishRefusal();
    const [school, computer, certificates] = [this.#school, this.#computer, this.#certificates];
    const [certifiedComputer, sheets] = [this.#certifiedComputer, this.#sheets];
    if (
      refusal !== null ||
      school === null ||
      computer === null ||
      certificates === null ||
      certifiedComputer === null ||
      sheets === null
    ) {
      throw new EvidenceError('VAULT_SETUP_INCOMPLETE', 'set-up expected every step to be done');
    }
    await writeSetup(this.#ports, {
      ...{ installationId: this.#installationId, school, computer, stopKey: this.#stopKey },
      // The school may have been named anew since.
      network: assertNetwork(this.#network, school.demonstration),
      ...{ ca: this.#requireCa(), people: [...this.#people.values()], certificates },
      ...{ certifiedComputer, sheets, ...this.#validity() },
    });
    this.drop();
  }

  /** Forget everything, e.g. when set-up is given up. */
  drop(): void {
    for (const { keys } of this.#people.values()) forgetKeys(keys);
    this.#people.clear();
    this.#sheets?.forget();
    this.#ca?.keys.pkcs8.fill(0);
    this.#certifiedComputer?.ed25519Seed.fill(0);
    this.#certifiedComputer?.p256Pkcs8.fill(0);
    this.#ca = this.#sheets = this.#certificates = this.#certifiedComputer = null;
  }

  #finishRefusal(): string | null {
    if (this.#school === null) return 'The school is not named yet.';
    if (this.#computer === null) return 'The computer is not registered yet.';
    if (!this.#peopleDone) return 'Not everyone is added yet.';
    if (this.#certificates === null) return 'The certificates are not issued yet.';
    if (this.#sheets === null) return 'The release custodians are not chosen yet.';
    if (!this.#sheets.proved) return 'Not every recovery sheet was typed back in yet.';
    return null;
  }

  #validity(): { readonly notBeforeAt: string; readonly notAfterAt: string } {
    const now = this.#ports.clock.now();
    return { notBeforeAt: now, notAfterAt: instantAfter(now, VALID_YEARS) };
  }

  #initials(): readonly string[] {
    return [...this.#people.values()].map(({ person }) => person.initials);
  }

  #assertUncertified(): void {
    if (this.#certificates !== null)
      throw setupInvalid('people and computer expected to stay once certified');
  }

  #requireCa(): SetupCa {
    if (this.#ca === null) throw setupInvalid('school expected to be named first');
    return this.#ca;
  }

  #requireSheets(): CustodianSheets {
    if (this.#sheets === null) throw setupInvalid('custodians expected to be chosen first');
    return this.#sheets;
  }
}

function forgetKeys(keys: PersonKeys): void {
  keys.ed25519Seed.fill(0);
  keys.p256Pkcs8.fill(0);
}
