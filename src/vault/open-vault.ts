import { EvidenceError } from '#src/core/errors.ts';
import { COMPUTER_KEY, openComputerKeys } from './computer-key.ts';
import { finishLocks } from './lock.ts';
import { parsePerson, type Person } from './person.ts';
import type { VaultPorts } from './ports.ts';
import { parseSettings, SETTINGS_KEY, verifySettings, type VaultSettings } from './settings.ts';
import { judgedAt } from './validity.ts';
import { Vault } from './vault.ts';

/**
 * Open a vault: settings and everyone's keys verified against the school's CA, the computer recognised,
 * unfinished locks finished before anything else can happen.
 * @throws {EvidenceError} VAULT_NOT_SET_UP - the store holds no vault yet
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED, CERTIFICATE_INVALID, CERTIFICATE_EXPIRED, SIGNATURE_INVALID,
 * NOTE_MALFORMED - a key or a setting is not what was certified and signed
 * @throws {EvidenceError} VAULT_OTHER_COMPUTER - the vault belongs to another computer
 * @throws {EvidenceError} STORE_DAMAGED, STORE_NEWER_VERSION - what is on disk can't be read
 */
export async function openVault(ports: VaultPorts): Promise<Vault> {
  const { store, clock, osKeyStore } = ports;
  const bytes = store.tables.kv.get(store.read, SETTINGS_KEY);
  if (bytes === null)
    throw new EvidenceError('VAULT_NOT_SET_UP', 'store expected a vault, got none');
  const settings = parseSettings(bytes);
  const at = judgedAt(clock.now(), settings.madeAt);
  const people = await readPeople(ports, settings, at);
  const computerKey = await verifySettings(bytes, settings, people, at);
  const box = store.tables.kv.get(store.read, COMPUTER_KEY);
  if (box === null) {
    throw new EvidenceError('VAULT_OTHER_COMPUTER', 'computer key expected to be there, got none');
  }
  const computer = await openComputerKeys(box, osKeyStore, settings, computerKey);
  const vault = new Vault(ports, { settings, people, computer, computerKey });
  await finishLocks(vault);
  return vault;
}

async function readPeople(
  { store }: VaultPorts,
  settings: VaultSettings,
  at: string,
): Promise<readonly Person[]> {
  const { caCertificate } = settings;
  const people: Person[] = [];
  for (const row of store.tables.people.list(store.read)) {
    people.push(await parsePerson(row, { caCertificate, at }));
  }
  return people;
}
