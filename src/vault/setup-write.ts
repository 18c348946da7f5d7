import { utf8 } from '#src/core/bytes.ts';
import type { SchoolNetwork } from '#src/core/school-network.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { encryptAge, newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { openLedger } from '#src/ledger/ledger.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { EnvelopeRow } from '#src/ledger/vault-store.ts';
import { splitCaKey } from './ca-key.ts';
import { COMPUTER_KEY, protectComputerKeys } from './computer-key.ts';
import type { CustodianSheets } from './custodian-sheets.ts';
import { installationOrigin } from './names.ts';
import { encodePublicRecord, isCaHolder, mayHoldKeys } from './person.ts';
import type { VaultPorts } from './ports.ts';
import { encodeSettings, SETTINGS_KEY, type VaultSettings } from './settings.ts';
import { certifyRelease, type CertifiedComputer } from './setup-certify.ts';
import type { ComputerInput, SchoolInput, SetupCa, SetupPerson } from './setup-state.ts';
import { computerWriterFor } from './writers.ts';

/** Everything that first run decided. */
export interface SetupResult {
  readonly installationId: string;
  readonly school: SchoolInput;
  readonly computer: ComputerInput;
  readonly stopKey: string;
  readonly network: SchoolNetwork;
  readonly ca: SetupCa;
  readonly people: readonly SetupPerson[];
  /** DER by person. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  readonly certifiedComputer: CertifiedComputer;
  readonly sheets: CustodianSheets;
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
}

/** Write a new vault: settings, people, shares of the CA's key, list keys, the first entry. One transaction. */
export async function writeSetup(ports: VaultPorts, result: SetupResult): Promise<void> {
  const { store, clock, random, osKeyStore } = ports;
  const { people, ca, certifiedComputer } = result;
  const list = await newAgeIdentity();
  const settings = await settingsOf(ports, result, list.recipient);
  const origin = installationOrigin(result.installationId);
  const signers = people
    .filter(({ person }) => isCaHolder(person))
    .map(({ person, keys }) => ({
      name: personSignerName(origin, person.personId),
      seed: keys.ed25519Seed,
    }));
  const settingsBytes = encodeSettings(settings, signers);
  const envelopes = [
    ...(await listEnvelopes(result, list.identity)),
    ...(await splitCaKey(ca.keys.pkcs8, people.map(({ person }) => person).filter(isCaHolder))),
  ];
  const computerKey = await protectComputerKeys(
    { ...certifiedComputer, caFingerprint: ca.fingerprint },
    osKeyStore,
  );
  const rows = people.map(({ person, keyFile }) => ({
    personId: person.personId,
    publicRecord: encodePublicRecord(person),
    keyFile,
    certificate: certificateOf(result, person.personId),
  }));
  const ledger = openLedger({ store: store.ledgerStore(origin), clock, random });
  const writer = await computerWriterFor(origin, certifiedComputer, {
    recipients: [list.recipient],
    random,
  });
  store.write((db) => {
    store.tables.kv.put(db, SETTINGS_KEY, settingsBytes);
    store.tables.kv.put(db, COMPUTER_KEY, computerKey);
    for (const row of rows) store.tables.people.put(db, row);
    for (const row of envelopes) store.tables.envelopes.put(db, row);
    ledger.append(db, writer, {
      kind: 'vault-made',
      payload: firstPayload(settings, settingsBytes),
    });
  });
}

async function settingsOf(
  ports: VaultPorts,
  result: SetupResult,
  listRecipient: string,
): Promise<VaultSettings> {
  const { installationId, school, computer, stopKey, network, ca, sheets, certifiedComputer } =
    result;
  const { backend, realProtection } = ports.osKeyStore;
  const { notBeforeAt, notAfterAt } = result;
  const releaseCertificate = await certifyRelease(
    { certificate: ca.certificate, pkcs8: ca.keys.pkcs8 },
    sheets,
    { notBeforeAt, notAfterAt },
  );
  return {
    ...{ vaultVersion: 1, installationId, madeAt: notBeforeAt, schoolName: school.name },
    ...{ referencePrefix: school.referencePrefix, demonstration: school.demonstration },
    computer: {
      ...{ computerId: certifiedComputer.computerId, ...computer },
      ...{ keyBackend: backend, keyRealProtection: realProtection },
      certificate: certifiedComputer.certificate,
    },
    ...{ stopKey, network, caFingerprint: ca.fingerprint, caCertificate: ca.certificate },
    ...{ caPublicKey: ca.keys.spki, listRecipient },
    ...{ custodianIds: sheets.custodianIds, sheetCoordinates: sheets.coordinates },
    ...{ releaseKeyId: sheets.keyId, releaseRecipient: sheets.recipient, releaseCertificate },
    people: new Map(
      result.people.map(({ person }) => [person.personId, digestOf(encodePublicRecord(person))]),
    ),
  };
}

async function listEnvelopes(
  result: SetupResult,
  identity: string,
): Promise<readonly EnvelopeRow[]> {
  const rows: EnvelopeRow[] = [];
  for (const { person } of result.people) {
    if (!mayHoldKeys(person)) continue;
    const box = await encryptAge(utf8(identity), [person.keys.ageRecipient]);
    rows.push({ kind: 'list', investigationId: '', personId: person.personId, box });
  }
  return rows;
}

function certificateOf(result: SetupResult, personId: string): Uint8Array {
  const certificate = result.certificates.get(personId);
  if (certificate !== undefined) return certificate;
  throw new EvidenceError('VAULT_SETUP_INCOMPLETE', 'person expected a certificate, got none');
}

function firstPayload(settings: VaultSettings, settingsBytes: Uint8Array) {
  const { schoolName, demonstration, caFingerprint, releaseKeyId, custodianIds, computer } =
    settings;
  const { computerId, keyBackend, keyRealProtection } = computer;
  return {
    ...{ v: 1, schoolName, demonstration, caFingerprint, releaseKeyId, custodianIds },
    ...{ computerId, keyBackend, keyRealProtection, people: [...settings.people.keys()] },
    settingsDigest: digestOf(settingsBytes),
  };
}
