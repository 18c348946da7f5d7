import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { isId } from '#src/core/ids.ts';
import { NOBODY_ASKED, type SchoolNetwork } from '#src/core/school-network.ts';
import { fingerprintOf, verifyCertificate } from '#src/crypto/certificate.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { NoteSigner } from '#src/crypto/note.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import { damaged, Fields, swapped } from './fields.ts';
import { installationOrigin } from './names.ts';
import { networkMember, parseNetwork } from './network-settings.ts';
import { encodePublicRecord, isCaHolder, type Person } from './person.ts';
import { readStatement, signStatement, statementSigners } from './signed-statement.ts';

/** Key of the settings in the store. */
export const SETTINGS_KEY = 'settings';

const TITLE = 'countersign/settings/v1';
const VERSION = 1;
const MEMBERS = [
  ...['vaultVersion', 'installationId', 'madeAt', 'schoolName', 'referencePrefix', 'demonstration'],
  ...['computer', 'stopKey', 'caFingerprint', 'caCertificate', 'caPublicKey', 'listRecipient'],
  ...['custodianIds', 'sheetCoordinates', 'releaseKeyId', 'releaseRecipient', 'releaseCertificate'],
  'people',
];
/** Absent where nobody is to be asked, as in every vault made before it was known. */
const NETWORK_MEMBER = 'network';
const COMPUTER_MEMBERS = [
  ...[
    'computerId',
    'name',
    'location',
    'assetNo',
    'keyBackend',
    'keyRealProtection',
    'certificate',
  ],
];

/** The registered computer. */
interface ComputerFacts {
  readonly computerId: string;
  readonly name: string;
  readonly location: string;
  readonly assetNo: string;
  /** Operating system's key store that binds its key. */
  readonly keyBackend: string;
  /** False where that protects nothing: forms and packs say so. */
  readonly keyRealProtection: boolean;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** What was decided at first run; signed by two of those who hold the CA's key, so that nobody alone changes it. */
export interface VaultSettings {
  readonly installationId: string;
  readonly vaultVersion: number;
  readonly madeAt: string;
  readonly schoolName: string;
  readonly referencePrefix: string;
  /** Made as a demonstration: everything that comes out of it is marked. */
  readonly demonstration: boolean;
  readonly computer: ComputerFacts;
  readonly stopKey: string;
  /** Whom the school lets us ask for the time and for the address it goes out with. */
  readonly network: SchoolNetwork;
  readonly caFingerprint: Digest;
  /** DER. */
  readonly caCertificate: Uint8Array;
  /** SubjectPublicKeyInfo of the CA: what its two shares have to rebuild. */
  readonly caPublicKey: Uint8Array;
  /** Recipient of what those who may list investigations read. */
  readonly listRecipient: string;
  readonly custodianIds: readonly string[];
  /** Coordinate of each custodian's share, in the order of `custodianIds`: tells whose sheet was used. */
  readonly sheetCoordinates: readonly number[];
  readonly releaseKeyId: string;
  readonly releaseRecipient: string;
  /** DER. */
  readonly releaseCertificate: Uint8Array;
  /** Digest of each person's public record. */
  readonly people: ReadonlyMap<string, Digest>;
}

/**
 * Sign the settings for the store.
 * @param signers - at least two holders of the CA's key
 * @returns UTF-8 bytes of a signed note
 */
export function encodeSettings(
  settings: VaultSettings,
  signers: readonly NoteSigner[],
): Uint8Array {
  const { computer, network, ...rest } = settings;
  const value: JsonValue = {
    ...rest,
    ...networkMember(network),
    computer: { ...computer, certificate: toBase64(computer.certificate) },
    caCertificate: toBase64(settings.caCertificate),
    caPublicKey: toBase64(settings.caPublicKey),
    releaseCertificate: toBase64(settings.releaseCertificate),
    people: Object.fromEntries(settings.people),
  };
  return utf8(signStatement(TITLE, value, signers));
}

/**
 * Read the settings without believing them yet; {@link verifySettings} does the rest.
 * @param bytes - untrusted
 * @throws {EvidenceError} STORE_DAMAGED, STORE_NEWER_VERSION - not settings of this version
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - the CA certificate is not the one of the fingerprint
 */
export function parseSettings(bytes: Uint8Array): VaultSettings {
  const value = readStatement(TITLE, settingsNote(bytes));
  const asksNetwork = value !== null && typeof value === 'object' && NETWORK_MEMBER in value;
  const members = asksNetwork ? [...MEMBERS, NETWORK_MEMBER] : MEMBERS;
  const fields = new Fields('settings', value, members);
  fields.version('vaultVersion', VERSION);
  const settings: VaultSettings = {
    installationId: fields.id('installationId'),
    vaultVersion: VERSION,
    madeAt: fields.instant('madeAt'),
    schoolName: fields.line('schoolName'),
    referencePrefix: fields.line('referencePrefix'),
    demonstration: fields.boolean('demonstration'),
    computer: parseComputer(fields.value('computer')),
    stopKey: fields.line('stopKey'),
    network: asksNetwork ? parseNetwork(fields.value(NETWORK_MEMBER)) : NOBODY_ASKED,
    caFingerprint: fields.digest('caFingerprint'),
    caCertificate: fields.bytes('caCertificate'),
    caPublicKey: fields.bytes('caPublicKey'),
    listRecipient: fields.text('listRecipient'),
    custodianIds: fields.ids('custodianIds'),
    sheetCoordinates: fields.counts('sheetCoordinates'),
    releaseKeyId: fields.id('releaseKeyId'),
    releaseRecipient: fields.text('releaseRecipient'),
    releaseCertificate: fields.bytes('releaseCertificate'),
    people: parsePeople(fields.value('people')),
  };
  if (fingerprintOf(settings.caCertificate) !== settings.caFingerprint) {
    throw swapped('"caCertificate" of settings expected that of the fingerprint, got another');
  }
  return settings;
}

function settingsNote(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw damaged('settings expected UTF-8', cause);
  }
}

function parseComputer(value: JsonValue): ComputerFacts {
  const fields = new Fields('computer', value, COMPUTER_MEMBERS);
  return {
    computerId: fields.id('computerId'),
    name: fields.line('name'),
    location: fields.line('location'),
    assetNo: fields.line('assetNo'),
    keyBackend: fields.line('keyBackend'),
    keyRealProtection: fields.boolean('keyRealProtection'),
    certificate: fields.bytes('certificate'),
  };
}

function parsePeople(value: JsonValue): ReadonlyMap<string, Digest> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw damaged('"people" of settings expected an object');
  }
  const people = new Map<string, Digest>();
  for (const [personId, digest] of Object.entries(value)) {
    if (!isId(personId) || !isDigest(digest)) {
      throw damaged('"people" of settings expected digests by person');
    }
    people.set(personId, digest);
  }
  return people;
}

/**
 * Verify that the settings are what two holders of the CA's key signed, that they name exactly these
 * people, and that computer and release recipient are certified.
 * @param bytes - the signed settings
 * @param settings - {@link parseSettings} of the same bytes
 * @param people - everyone in the store, verified against the CA already
 * @param at - RFC 3339 UTC instant at which certificates must hold
 * @returns the computer's Ed25519 public key, 32 bytes
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - anything is not what was signed or certified
 * @throws {EvidenceError} NOTE_MALFORMED, SIGNATURE_INVALID, CERTIFICATE_INVALID, CERTIFICATE_EXPIRED
 */
export async function verifySettings(
  bytes: Uint8Array,
  settings: VaultSettings,
  people: readonly Person[],
  at: string,
): Promise<Uint8Array> {
  assertPeople(settings, people);
  const origin = installationOrigin(settings.installationId);
  const holders = people.filter(isCaHolder).map(({ personId, keys }) => ({
    name: personSignerName(origin, personId),
    publicKey: keys.ed25519PublicKey,
  }));
  if (statementSigners(settingsNote(bytes), holders).length < 2) {
    throw swapped('settings expected signatures of two holders of the CA key, got fewer');
  }
  const { computer, caCertificate } = settings;
  const release = await verifyCertificate(settings.releaseCertificate, caCertificate, at);
  if (
    release.kind !== 'release' ||
    release.id !== settings.releaseKeyId ||
    release.ageRecipient !== settings.releaseRecipient
  ) {
    throw swapped('"releaseRecipient" of settings expected the certified one, got another');
  }
  const certified = await verifyCertificate(computer.certificate, caCertificate, at);
  const { ed25519PublicKey } = certified;
  if (
    certified.kind !== 'computer' ||
    certified.id !== computer.computerId ||
    ed25519PublicKey === null
  ) {
    throw swapped('"computer" of settings expected the certified one, got another');
  }
  return ed25519PublicKey;
}

function assertPeople(settings: VaultSettings, people: readonly Person[]): void {
  const unlisted = people.find(
    (person) => settings.people.get(person.personId) !== digestOf(encodePublicRecord(person)),
  );
  if (unlisted !== undefined || people.length !== settings.people.size) {
    throw swapped('people expected those whom the settings name, got others');
  }
}
