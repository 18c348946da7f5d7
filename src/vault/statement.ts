import type { JsonValue } from '#src/core/canonical-json.ts';
import type { NoteSigner } from '#src/crypto/note.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { InvestigationRow } from '#src/ledger/vault-store.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { damaged, Fields, readJson, swapped } from './fields.ts';
import type { Person } from './person.ts';
import { readStatement, signStatement, statementSigners } from './signed-statement.ts';

const TITLE = 'countersign/investigation-keys/v1';
const MEMBERS = [
  ...['v', 'investigationId', 'reference', 'origin', 'computerId', 'slotId', 'madeAt'],
  ...['reviewerIds', 'authorisedIds', 'restrictedIds', 'signerIds'],
  ...['recordRecipient', 'contentRecipient', 'restrictedRecipient'],
];

/** Who can open what of one investigation, as two authorised people signed it. */
export interface KeyStatement {
  readonly investigationId: string;
  /** Neutral reference, e.g. `NHS-2026-014`. */
  readonly reference: string;
  /** Origin of its ledger. */
  readonly origin: string;
  /** The computer it is bound to (R10). */
  readonly computerId: string;
  readonly slotId: string;
  readonly madeAt: string;
  /** First and second reviewing person. */
  readonly reviewerIds: readonly [string, string];
  /** Everyone with keys: the reviewers, DSL, headteacher or chair; at least four. */
  readonly authorisedIds: readonly string[];
  /** Those of them who may read restricted payloads (the reporter). */
  readonly restrictedIds: readonly string[];
  /** The two who signed. */
  readonly signerIds: readonly [string, string];
  readonly recordRecipient: string;
  readonly contentRecipient: string;
  readonly restrictedRecipient: string;
}

/** An investigation's plain facts: its verified statement, and where its row stands. */
export interface InvestigationFacts extends KeyStatement {
  readonly state: 'open' | 'locked' | 'disposed';
  readonly lastOpenedAt: string | null;
  readonly lastSittingEndedAt: string | null;
  /** The signed note. */
  readonly statement: string;
}

/** Sign a statement of an investigation's keys. @param signers - the two of `signerIds`, in that order */
export function signKeyStatement(statement: KeyStatement, signers: readonly NoteSigner[]): string {
  return signStatement(TITLE, { v: 1, ...statement }, signers);
}

/** The `facts` column of an investigation's row. */
export function encodeFacts(statement: string): Uint8Array {
  return canonicalBytes({ v: 1, statement });
}

/** A statement whose two signatures were verified, with the text that carries it. */
export interface VerifiedStatement {
  readonly statement: KeyStatement;
  readonly note: string;
}

/**
 * Read the `facts` column of an investigation's row and verify the statement in it.
 * @param facts - untrusted
 * @param people - everyone, verified against the CA
 * @throws {EvidenceError} STORE_DAMAGED - not such a column
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - not signed by the two authorised people it names
 */
export function verifyFacts(
  facts: Uint8Array,
  people: (personId: string) => Person | null,
): VerifiedStatement {
  const fields = new Fields('investigation', readJson('investigation', facts), ['v', 'statement']);
  fields.version('v', 1);
  const note = fields.text('statement');
  const statement = parseKeyStatement(readStatement(TITLE, note));
  assertSigned(statement, note, people);
  return { statement, note };
}

/**
 * Put an investigation's row together with its verified statement.
 * @param row - untrusted; its `facts` are those that were verified
 * @throws {EvidenceError} STORE_DAMAGED - not such a row
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED - a statement of another row
 */
export function factsOfRow(
  row: InvestigationRow,
  { statement, note }: VerifiedStatement,
): InvestigationFacts {
  const { investigationId, origin, reference, slotId } = statement;
  if (
    row.investigationId !== investigationId ||
    row.origin !== origin ||
    row.reference !== reference ||
    row.slotId !== slotId
  ) {
    throw swapped('investigation expected the facts of its statement, got others');
  }
  return {
    ...statement,
    state: parseState(row.state),
    lastOpenedAt: row.lastOpenedAt,
    lastSittingEndedAt: row.lastSittingEndedAt,
    statement: note,
  };
}

function parseKeyStatement(value: JsonValue): KeyStatement {
  const fields = new Fields('statement', value, MEMBERS);
  fields.version('v', 1);
  return {
    investigationId: fields.id('investigationId'),
    reference: fields.line('reference'),
    origin: fields.line('origin'),
    computerId: fields.id('computerId'),
    slotId: fields.id('slotId'),
    madeAt: fields.instant('madeAt'),
    reviewerIds: pair(fields.ids('reviewerIds')),
    authorisedIds: fields.ids('authorisedIds'),
    restrictedIds: fields.ids('restrictedIds'),
    signerIds: pair(fields.ids('signerIds')),
    recordRecipient: fields.text('recordRecipient'),
    contentRecipient: fields.text('contentRecipient'),
    restrictedRecipient: fields.text('restrictedRecipient'),
  };
}

function pair([first, second, ...more]: readonly string[]): readonly [string, string] {
  if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
  throw damaged('statement expected two people');
}

function assertSigned(
  statement: KeyStatement,
  note: string,
  people: (personId: string) => Person | null,
): void {
  const { origin, signerIds, authorisedIds } = statement;
  const keys = signerIds.flatMap((personId) => {
    const person = authorisedIds.includes(personId) ? people(personId) : null;
    if (person === null) return [];
    return [{ name: personSignerName(origin, personId), publicKey: person.keys.ed25519PublicKey }];
  });
  let signed = 0;
  try {
    signed = statementSigners(note, keys).length;
  } catch (cause) {
    throw swapped('statement expected signatures of its text, got others', cause);
  }
  if (signed !== 2) throw swapped('statement expected the signatures of two authorised people');
}

function parseState(state: string): InvestigationFacts['state'] {
  if (state === 'open' || state === 'locked' || state === 'disposed') return state;
  throw damaged('"state" of investigation expected open, locked or disposed');
}
