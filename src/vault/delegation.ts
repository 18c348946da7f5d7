import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { ed25519PublicKey } from '#src/crypto/ed25519.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import { Fields, damaged } from './fields.ts';
import type { OpenPerson, Person } from './person.ts';
import { readStatement, signStatement, statementSigners } from './signed-statement.ts';

/** Longest life of a sitting key. */
export const MAX_SITTING_MS = 12 * 60 * 60 * 1000;

const TITLE = 'countersign/delegation/v1';
const MEMBERS = [
  ...['v', 'sittingId', 'origin', 'size', 'root', 'computerId', 'bootId'],
  ...['startedAt', 'expiresAt', 'publicKey', 'personIds'],
];

/** What both people of a sitting sign: who may write to which ledger, from which head on, until when. */
export interface Delegation {
  readonly sittingId: string;
  readonly origin: string;
  /** Size and root of the ledger that both accept by signing. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly computerId: string;
  readonly bootId: string;
  readonly startedAt: string;
  /** At most {@link MAX_SITTING_MS} after `startedAt`. */
  readonly expiresAt: string;
  /** Ed25519 public key of the sitting, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly personIds: readonly [string, string];
}

/**
 * Sign a delegation by both people.
 * @param input - without what follows from the people and the sitting's key
 * @returns UTF-8 bytes of a signed note
 * @see docs/spec/vault.md, section 7
 */
export function signDelegation(
  input: Omit<Delegation, 'publicKey' | 'personIds'>,
  sittingSeed: Uint8Array,
  people: readonly [OpenPerson, OpenPerson],
): Uint8Array {
  const [first, second] = people;
  const value = {
    ...{ v: 1, ...input, root: toBase64(input.root) },
    publicKey: toBase64(ed25519PublicKey(sittingSeed)),
    personIds: [first.person.personId, second.person.personId],
  };
  const signers = people.map(({ person, keys }) => ({
    name: personSignerName(input.origin, person.personId),
    seed: keys.ed25519Seed,
  }));
  return utf8(signStatement(TITLE, value, signers));
}

/**
 * Read a delegation without verifying who signed it.
 * @param bytes - untrusted
 * @throws {EvidenceError} STORE_DAMAGED - not a delegation
 */
export function parseDelegation(bytes: Uint8Array): {
  readonly note: string;
  readonly delegation: Delegation;
} {
  let note: string;
  try {
    note = fromUtf8(bytes);
  } catch (cause) {
    throw damaged('delegation expected UTF-8', cause);
  }
  const fields = new Fields('delegation', readStatement(TITLE, note), MEMBERS);
  fields.version('v', 1);
  const [first, second, ...more] = fields.ids('personIds');
  if (first === undefined || second === undefined || more.length > 0) {
    throw damaged('"personIds" of delegation expected two people');
  }
  const delegation: Delegation = {
    sittingId: fields.id('sittingId'),
    origin: fields.line('origin'),
    size: fields.count('size'),
    root: fields.bytes('root', 32),
    computerId: fields.id('computerId'),
    bootId: fields.line('bootId'),
    startedAt: fields.instant('startedAt'),
    expiresAt: fields.instant('expiresAt'),
    publicKey: fields.bytes('publicKey', 32),
    personIds: [first, second],
  };
  const lifeMs = Date.parse(delegation.expiresAt) - Date.parse(delegation.startedAt);
  if (lifeMs <= 0 || lifeMs > MAX_SITTING_MS)
    throw damaged('delegation expected to end within 12 hours');
  return { note, delegation };
}

/**
 * Verify that both people whom a delegation names signed it.
 * @param person - the person of an id if they may sit over this ledger, verified against the CA; else null
 * @throws {EvidenceError} SIGNER_UNKNOWN - one of them may not sit there, or did not sign
 * @throws {EvidenceError} SIGNATURE_INVALID - a signature is not of this text
 */
export function assertDelegated(
  note: string,
  { origin, personIds }: Delegation,
  person: (personId: string) => Person | null,
): void {
  const keys = personIds.flatMap((personId) => {
    const known = person(personId);
    if (known === null) return [];
    return [{ name: personSignerName(origin, personId), publicKey: known.keys.ed25519PublicKey }];
  });
  if (keys.length === 2 && statementSigners(note, keys).length === 2) return;
  throw new EvidenceError(
    'SIGNER_UNKNOWN',
    'delegation expected the signatures of two people who may sit, got others',
  );
}
