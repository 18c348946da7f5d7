import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startKeyWorker, type KeyWorker } from '#src/crypto/key-worker.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, type OpenStore } from '#src/store/store.ts';
import { VaultSetup } from '#src/vault/setup.ts';
import { openVault } from '#src/vault/open-vault.ts';
import {
  fillSetup,
  TEST_LOG_N,
  TEST_PEOPLE,
  testClock,
  testKeyStore,
  type TestPerson,
} from '#test/support/vault.ts';

let keyWorker: KeyWorker;
let folder: string;
let store: OpenStore;

beforeAll(() => {
  keyWorker = startKeyWorker({ logN: TEST_LOG_N });
});
afterAll(async () => {
  await keyWorker.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-setup-'));
  store = createStore(join(folder, 'vault'), { holder: 'test' });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function portsOf() {
  return { store, clock: testClock(), random: randomBytes, keyWorker, osKeyStore: testKeyStore() };
}

const school = { name: 'Nowhere High School', referencePrefix: 'NHS', demonstration: false };

async function addPerson(setup: VaultSetup, person: TestPerson): Promise<string> {
  return setup.addPerson({ ...person, deputyFor: person.deputyFor ?? [] });
}

function personAt(index: number): TestPerson {
  const person = TEST_PEOPLE[index];
  if (person === undefined) throw new RangeError('no such person');
  return person;
}

describe('VaultSetup', () => {
  it('makes a vault that opens, with everyone certified and the first entry signed by the computer', async () => {
    const ports = portsOf();
    const setup = new VaultSetup(ports);
    await fillSetup(setup, TEST_PEOPLE, false);
    expect(setup.state()).toMatchObject({ pairsProved: 3, pairsTotal: 3, finishRefusal: null });
    const { caFingerprint } = setup.state();
    await setup.finish();
    const vault = await openVault(ports);
    expect(vault.settings).toMatchObject({
      ...{ schoolName: 'Nowhere High School', referencePrefix: 'NHS', demonstration: false },
      ...{ stopKey: 'F12', caFingerprint, vaultVersion: 1 },
      computer: { name: 'REVIEW-01', keyBackend: 'basic_text', keyRealProtection: false },
    });
    expect(
      vault
        .people()
        .map(({ initials }) => initials)
        .sort(),
    ).toEqual(['CS', 'DAP', 'HE', 'IMS', 'NF', 'RJT']);
    const head = vault.ledger(vault.installationOrigin).head();
    expect(head.size).toBe(1);
    expect(head.checkpoint).toContain(
      `${vault.installationOrigin}/computer/${vault.settings.computer.computerId} `,
    );
    expect(() => new VaultSetup(ports)).toThrow(
      expect.objectContaining({ code: 'VAULT_ALREADY_SET_UP' }),
    );
  });

  it('writes nothing before finish: a store left earlier holds no vault', async () => {
    const ports = portsOf();
    await fillSetup(new VaultSetup(ports));
    await expect(openVault(ports)).rejects.toMatchObject({
      code: 'VAULT_NOT_SET_UP',
      message: 'store expected a vault, got none',
    });
    expect(store.tables.people.list(store.read)).toEqual([]);
    expect(store.origins()).toEqual([]);
  });

  it('gives no list key to the network manager and a CA share to DSL, headteacher and chair alone', async () => {
    const setup = new VaultSetup(portsOf());
    const { ids } = await fillSetup(setup);
    await setup.finish();
    const holders = (kind: string) =>
      store.tables.envelopes
        .list(store.read, { kind })
        .map(({ personId }) => personId)
        .sort();
    const idsOf = (...initials: string[]) => initials.map((one) => ids.get(one) ?? '').sort();
    expect(holders('list')).toEqual(idsOf('RJT', 'IMS', 'DAP', 'HE', 'CS'));
    expect(holders('ca-share')).toEqual(idsOf('DAP', 'HE', 'CS'));
  });

  it('says which roles are missing and refuses to go on without them', async () => {
    const setup = new VaultSetup(portsOf());
    await setup.setSchool(school);
    expect(setup.missingRoles()).toEqual([
      'Two reviewers, both senior staff',
      'A designated safeguarding lead',
      'A headteacher',
      'A chair of trustees',
    ]);
    await addPerson(setup, personAt(0));
    expect(setup.missingRoles()[0]).toBe('A second reviewer, also senior staff');
    expect(() => setup.peopleDone()).toThrow(
      expect.objectContaining({
        code: 'VAULT_SETUP_INVALID',
        message: 'people expected to fill every role',
      }),
    );
  });

  it('takes overlapping roles as long as four different people can be authorised', async () => {
    const setup = new VaultSetup(portsOf());
    await setup.setSchool(school);
    await addPerson(setup, { ...personAt(0), roles: ['reviewer', 'dsl'] });
    await addPerson(setup, personAt(1));
    await addPerson(setup, { ...personAt(3), roles: ['headteacher', 'chair'] });
    expect(setup.missingRoles()).toEqual([
      'Four different people among reviewers, safeguarding lead, headteacher and chair: 3 so far',
    ]);
    await addPerson(setup, { ...personAt(2), roles: ['online-safety-lead'], deputyFor: ['dsl'] });
    expect(setup.missingRoles()).toEqual([]);
  });

  it('refuses initials twice, a weak passphrase, and a network manager who would see content', async () => {
    const setup = new VaultSetup(portsOf());
    await expect(addPerson(setup, personAt(0))).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
    });
    await setup.setSchool(school);
    const personId = await addPerson(setup, personAt(0));
    await expect(addPerson(setup, { ...personAt(1), initials: 'RJT' })).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
      message: '"initials" expected to be nobody else’s',
    });
    await expect(
      addPerson(setup, { ...personAt(1), passphrase: 'password1' }),
    ).rejects.toMatchObject({
      code: 'PASSPHRASE_WEAK',
    });
    await expect(
      addPerson(setup, { ...personAt(5), roles: ['network-manager', 'reviewer'] }),
    ).rejects.toMatchObject({ code: 'VAULT_SETUP_INVALID' });
    await expect(setup.setSchool({ ...school, name: 'Another School' })).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
    });
    setup.removePerson(personId);
    await addPerson(setup, { ...personAt(1), initials: 'RJT' });
  });

  it('does not finish before every sheet is typed back, and refuses another custodian’s', async () => {
    const setup = new VaultSetup(portsOf());
    const { ids, sheets } = await fillSetup(setup);
    const [dsl, head, chair] = ['DAP', 'HE', 'CS'].map((initials) => ids.get(initials) ?? '');
    await setup.chooseCustodians([dsl ?? '', head ?? '', chair ?? '']);
    await expect(setup.finish()).rejects.toMatchObject({ code: 'VAULT_SETUP_INCOMPLETE' });
    await expect(setup.proveSheet(dsl ?? '', sheets.get('DAP') ?? [])).rejects.toMatchObject({
      code: 'SHEET_CHECK_FAILED',
    });
    const words = setup.showSheet(dsl ?? '');
    await expect(setup.proveSheet(head ?? '', words)).rejects.toMatchObject({
      code: 'SHARE_MISMATCH',
    });
    await setup.proveSheet(dsl ?? '', words);
    await setup.proveSheet(head ?? '', setup.showSheet(head ?? ''));
    expect(setup.state()).toMatchObject({ pairsProved: 1, pairsTotal: 3 });
    expect(setup.state().finishRefusal).toBe('Not every recovery sheet was typed back in yet.');
    await expect(setup.finish()).rejects.toMatchObject({ code: 'VAULT_SETUP_INCOMPLETE' });
    await expect(setup.chooseCustodians([dsl ?? '', dsl ?? ''])).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
    });
    await expect(setup.chooseCustodians([dsl ?? ''])).rejects.toMatchObject({
      code: 'VAULT_SETUP_INVALID',
    });
  });
});
