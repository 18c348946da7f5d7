import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#src/core/clock.ts';
import { newId } from '#src/core/ids.ts';
import { NOBODY_ASKED, type SchoolNetwork } from '#src/core/school-network.ts';
import type { Role } from '#src/core/roles.ts';
import { decryptGcm, encryptGcm } from '#src/crypto/gcm.ts';
import { startKeyWorker } from '#src/crypto/key-worker.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, openStore, type OpenStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { prepareInvestigation, type InvestigationFacts } from '#src/vault/investigation-keys.ts';
import { forget, type OpenPerson } from '#src/vault/person.ts';
import type { OsKeyStore, VaultPorts } from '#src/vault/ports.ts';
import { VaultSetup } from '#src/vault/setup.ts';
import { openVault } from '#src/vault/open-vault.ts';
import type { Vault } from '#src/vault/vault.ts';

/** A fictional person with an account. */
export interface TestPerson {
  readonly name: string;
  readonly position: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly deputyFor?: readonly Role[];
  readonly passphrase: string;
  /** Keeps a recovery sheet. */
  readonly custodian?: boolean;
}

/** Everyone at the fictional school. */
export const TEST_PEOPLE: readonly TestPerson[] = [
  {
    ...{ name: 'Rowan Testwell', position: 'Deputy headteacher', initials: 'RJT' },
    ...{ roles: ['reviewer'], passphrase: 'lantern quarry pebble drift walnut' },
  },
  {
    ...{ name: 'Imogen Sampleford', position: 'Assistant headteacher', initials: 'IMS' },
    ...{ roles: ['reviewer'], passphrase: 'copper meadow thimble gravel ostrich' },
  },
  {
    ...{ name: 'Dana Placeholder', position: 'Designated safeguarding lead', initials: 'DAP' },
    ...{ roles: ['dsl'], passphrase: 'saffron kettle orbit mitten brisket', custodian: true },
  },
  {
    ...{ name: 'Harriet Exemplar', position: 'Headteacher', initials: 'HE' },
    ...{
      roles: ['headteacher'],
      passphrase: 'juniper anvil ripple cobalt satchel',
      custodian: true,
    },
  },
  {
    ...{ name: 'Clive Specimen', position: 'Chair of governors', initials: 'CS' },
    ...{ roles: ['chair'], passphrase: 'marble thistle gondola pewter acorn', custodian: true },
  },
  {
    ...{ name: 'Nico Fixture', position: 'Network manager', initials: 'NF' },
    ...{ roles: ['network-manager'], passphrase: 'velvet turbine hazel domino crumpet' },
  },
];

/** Scrypt work factor of tests: 2^10. */
export const TEST_LOG_N = 10;

/**
 * An operating system's key store as on a computer of its own: another instance can't open what this
 * one protected.
 */
export function testKeyStore(realProtection = false): OsKeyStore {
  const key = randomBytes(32);
  const place = new Uint8Array();
  return {
    backend: realProtection ? 'test_protected' : 'basic_text',
    realProtection,
    protect: (bytes) => Promise.resolve(encryptGcm(key, bytes, place)),
    unprotect: (bytes) => new Promise((resolve) => resolve(decryptGcm(key, bytes, place))),
  };
}

/** The computer's clock, which a test may set forward or back. */
export interface TestClock extends Clock {
  /** Set wall clock and monotonic clock forward together, as time passing would. */
  pass(ms: number): void;
  /** Set the wall clock alone. */
  step(ms: number): void;
}

/** A real clock with offsets. */
export function testClock(): TestClock {
  const clock = systemClock();
  let wallMs = 0;
  let passedMs = 0;
  return {
    now: () => new Date(Date.parse(clock.now()) + wallMs).toISOString(),
    monotonicMs: () => clock.monotonicMs() + passedMs,
    bootId: () => clock.bootId(),
    pass(ms) {
      wallMs += ms;
      passedMs += ms;
    },
    step(ms) {
      wallMs += ms;
    },
  };
}

/** A set-up vault in a folder of its own. */
export interface TestVault {
  /** The vault folder. */
  readonly path: string;
  readonly ports: VaultPorts;
  readonly clock: TestClock;
  readonly store: OpenStore;
  readonly vault: Vault;
  /** Person's id by initials. */
  readonly id: (initials: string) => string;
  readonly passphrase: (initials: string) => string;
  /** Words of a custodian's sheet by initials. */
  sheet(initials: string): readonly string[];
  /** Open one person's key file. */
  unlock(initials: string): Promise<OpenPerson>;
  /** Open two people's key files. */
  pair(first?: string, second?: string): Promise<readonly [OpenPerson, OpenPerson]>;
  /** Make an investigation of the first reviewer, second reviewer, DSL and headteacher. */
  investigation(reference?: string): Promise<InvestigationFacts>;
  /** Close the store as if the process had ended and open everything anew; `store` and `vault` change. */
  reopen(ports?: Partial<VaultPorts>): Promise<Vault>;
  /** Close everything and remove the folder. */
  close(): Promise<void>;
}

/** What {@link makeVault} can be told. */
export interface TestVaultOptions {
  readonly people?: readonly TestPerson[];
  readonly demonstration?: boolean;
  readonly osKeyStore?: OsKeyStore;
  /** Whom the school lets us ask; nobody where absent. */
  readonly network?: SchoolNetwork;
}

/** Fill in a whole set-up, up to but not including `finish`. @returns sheets by person */
export async function fillSetup(
  setup: VaultSetup,
  people: readonly TestPerson[] = TEST_PEOPLE,
  demonstration = true,
  network: SchoolNetwork = NOBODY_ASKED,
): Promise<{ readonly ids: Map<string, string>; readonly sheets: Map<string, readonly string[]> }> {
  await setup.setSchool({ name: 'Nowhere High School', referencePrefix: 'NHS', demonstration });
  setup.setComputer({ name: 'REVIEW-01', location: 'Office 3', assetNo: 'NHS-0042' });
  setup.setNetwork(network);
  setup.setStopKey('F12');
  const ids = new Map<string, string>();
  for (const person of people) {
    ids.set(
      person.initials,
      await setup.addPerson({ ...person, deputyFor: person.deputyFor ?? [] }),
    );
  }
  setup.peopleDone();
  await setup.makeCa();
  const custodians = people.filter(({ custodian }) => custodian).map(({ initials }) => initials);
  await setup.chooseCustodians(custodians.map((initials) => ids.get(initials) ?? ''));
  const sheets = new Map<string, readonly string[]>();
  for (const initials of custodians) {
    const personId = ids.get(initials) ?? '';
    const words = setup.showSheet(personId);
    sheets.set(initials, words);
    await setup.proveSheet(personId, words);
  }
  return { ids, sheets };
}

/** Make and open a vault: real store, real cryptography, fictional people. Call `close` when done. */
export async function makeVault(options: TestVaultOptions = {}): Promise<TestVault> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-vault-'));
  const path = join(folder, 'vault');
  const people = options.people ?? TEST_PEOPLE;
  const clock = testClock();
  const keyWorker = startKeyWorker({ logN: TEST_LOG_N });
  const osKeyStore = options.osKeyStore ?? testKeyStore();
  const holder = { holder: `test, process ${process.pid}` };
  let store = createStore(path, holder);
  let ports: VaultPorts = { store, clock, random: randomBytes, keyWorker, osKeyStore };
  const setup = new VaultSetup(ports);
  const { ids, sheets } = await fillSetup(setup, people, options.demonstration, options.network);
  await setup.finish();
  let vault = await openVault(ports);
  const passphrase = (initials: string): string =>
    known(people.find((person) => person.initials === initials)?.passphrase);
  const id = (initials: string): string => known(ids.get(initials));
  const unlock = (initials: string): Promise<OpenPerson> =>
    vault.unlock(id(initials), passphrase(initials));
  return {
    path,
    clock,
    get ports() {
      return ports;
    },
    get store() {
      return store;
    },
    get vault() {
      return vault;
    },
    id,
    passphrase,
    sheet: (initials) => known(sheets.get(initials)),
    unlock,
    async pair(first = 'RJT', second = 'IMS') {
      return [await unlock(first), await unlock(second)];
    },
    investigation: (reference = 'NHS-2026-001') =>
      makeInvestigation(vault, reference, ['RJT', 'IMS', 'DAP', 'HE'].map(id), [
        unlock('DAP'),
        unlock('HE'),
      ]),
    async reopen(changed = {}) {
      store.close();
      store = openStore(path, holder);
      ports = { ...ports, store, ...changed };
      vault = await openVault(ports);
      return vault;
    },
    async close() {
      store.close();
      await keyWorker.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeInvestigation(
  vault: Vault,
  reference: string,
  authorisedIds: readonly string[],
  opening: readonly [Promise<OpenPerson>, Promise<OpenPerson>],
): Promise<InvestigationFacts> {
  const [first, second] = authorisedIds;
  const signers = [await opening[0], await opening[1]] as const;
  const investigationId = newId(randomBytes);
  const prepared = await prepareInvestigation(vault, {
    ...{ investigationId, reference, authorisedIds, signers },
    reviewerIds: [known(first), known(second)],
  });
  const { origin } = prepared.facts;
  const writer = await vault.peopleWriter(origin, signers);
  vault.ports.store.write((db) => {
    prepared.commit(db);
    vault.ledger(origin).append(db, writer, { kind: 'test-opened', payload: { v: 1, reference } });
  });
  signers.forEach(forget);
  return vault.investigation(investigationId);
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('expected one of the fictional people');
  return value;
}
