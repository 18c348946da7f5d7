import { equalBytes, toBase64 } from '#src/core/bytes.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import type { Role } from '#src/core/roles.ts';
import { verifyCertificate } from '#src/crypto/certificate.ts';
import type { PersonKeys, PublicKeys } from '#src/crypto/person-keys.ts';
import type { PersonRow } from '#src/ledger/vault-store.ts';
import { damaged, Fields, readJson, swapped } from './fields.ts';

/** Someone with an account. Everything here is plain on disk; the keys are those the school's CA certified. */
export interface Person {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  /** For exhibit references; unique in the vault. */
  readonly initials: string;
  readonly roles: readonly Role[];
  /** Roles whose holder this person acts for in a recorded absence. */
  readonly deputyFor: readonly Role[];
  readonly keys: PublicKeys;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** A person whose key file was just opened; hold it only as long as the act lasts, then {@link forget} it. */
export interface OpenPerson {
  readonly person: Person;
  readonly keys: PersonKeys;
}

/** Overwrite what can be overwritten of a person's private keys. */
export function forget({ keys }: OpenPerson): void {
  keys.ed25519Seed.fill(0);
  keys.p256Pkcs8.fill(0);
}

const INITIALS = /^[A-Z]{2,4}$/;
const RECORD = [
  ...['v', 'personId', 'name', 'position', 'initials', 'roles', 'deputyFor'],
  ...['ageRecipient', 'ed25519', 'p256'],
];

/** The plain public record of a person, RFC 8785 bytes. @see docs/spec/vault.md, section 3 */
export function encodePublicRecord(person: Omit<Person, 'certificate'>): Uint8Array {
  const { personId, name, position, initials, roles, deputyFor, keys } = person;
  return canonicalBytes({
    ...{ v: 1, personId, name, position, initials, roles, deputyFor },
    ageRecipient: keys.ageRecipient,
    ed25519: toBase64(keys.ed25519PublicKey),
    p256: toBase64(keys.p256Spki),
  });
}

/** A row's public record without any check of who vouches for it; only for what needs no trust. */
export function parsePublicRecord(bytes: Uint8Array): Omit<Person, 'certificate'> {
  const fields = new Fields('person', readJson('person', bytes), RECORD);
  fields.version('v', 1);
  const initials = fields.line('initials');
  if (!INITIALS.test(initials)) throw damaged('"initials" of person expected 2 to 4 capitals');
  return {
    personId: fields.id('personId'),
    name: fields.line('name'),
    position: fields.line('position'),
    initials,
    roles: fields.roles('roles'),
    deputyFor: fields.roles('deputyFor'),
    keys: {
      ageRecipient: fields.text('ageRecipient'),
      ed25519PublicKey: fields.bytes('ed25519', 32),
      p256Spki: fields.bytes('p256'),
    },
  };
}

/**
 * Read a person's row from disk and believe it only as far as the CA's certificate goes.
 * @param row - untrusted
 * @param trust.caCertificate - DER, already compared with the fingerprint that is trusted
 * @param trust.at - RFC 3339 UTC instant at which certificates must hold
 * @throws {EvidenceError} STORE_DAMAGED - not a person's row
 * @throws {EvidenceError} CERTIFICATE_INVALID, CERTIFICATE_EXPIRED - not certified by this CA
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - id, name, roles or a key differ from the certificate's
 */
export async function parsePerson(
  row: PersonRow,
  trust: { readonly caCertificate: Uint8Array; readonly at: string },
): Promise<Person> {
  const record = parsePublicRecord(row.publicRecord);
  const { certificate } = row;
  if (certificate === null) throw damaged('person expected a certificate, got none');
  const facts = await verifyCertificate(certificate, trust.caCertificate, trust.at);
  const { keys } = record;
  const certified =
    facts.kind === 'person' &&
    facts.id === record.personId &&
    row.personId === record.personId &&
    facts.commonName === record.name &&
    sameSet(facts.roles, certifiedRoles(record)) &&
    facts.ageRecipient === keys.ageRecipient &&
    facts.ed25519PublicKey !== null &&
    equalBytes(facts.ed25519PublicKey, keys.ed25519PublicKey) &&
    equalBytes(facts.p256Spki, keys.p256Spki);
  if (!certified) throw swapped('person expected what the certificate states, got other facts');
  return { ...record, certificate };
}

function sameSet(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}

/** The roles that the CA certifies: those held, and those of whom the person acts for as a deputy. */
export function certifiedRoles({
  roles,
  deputyFor,
}: Pick<Person, 'roles' | 'deputyFor'>): readonly Role[] {
  return [...new Set([...roles, ...deputyFor])];
}

/** Whether a person holds a role, or acts for its holder as a deputy. */
export function actsAs(person: Pick<Person, 'roles' | 'deputyFor'>, role: Role): boolean {
  return person.roles.includes(role) || person.deputyFor.includes(role);
}

const WITHOUT_CONTENT: ReadonlySet<Role> = new Set(['network-manager', 'trustee']);
const CA_HOLDERS: ReadonlySet<Role> = new Set(['dsl', 'headteacher', 'chair']);

/** Whether a person may ever sit, be authorised, or list investigations (R32: not the network manager, nor a trustee). */
export function mayHoldKeys(person: Pick<Person, 'roles'>): boolean {
  return !person.roles.some((role) => WITHOUT_CONTENT.has(role));
}

/** Whether a person holds a share of the CA's key: DSL, headteacher, chair of governors. */
export function isCaHolder(person: Pick<Person, 'roles'>): boolean {
  return person.roles.some((role) => CA_HOLDERS.has(role));
}
