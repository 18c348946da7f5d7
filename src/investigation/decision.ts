import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { Role } from '#src/core/roles.ts';
import type { InvestigationEvent } from './events.ts';

/** The hard rules of procedure.md §4 that this folder enforces. */
export type RuleNumber =
  | 'R1'
  | 'R2'
  | 'R3'
  | 'R4'
  | 'R6'
  | 'R8'
  | 'R9'
  | 'R10'
  | 'R11'
  | 'R12'
  | 'R13'
  | 'R14'
  | 'R15'
  | 'R16'
  | 'R17'
  | 'R18'
  | 'R19'
  | 'R21'
  | 'R22'
  | 'R23'
  | 'R24'
  | 'R26'
  | 'R29'
  | 'R35'
  | 'R37';

/** A command that the procedure does not allow now. */
export interface Refusal {
  readonly ok: false;
  readonly rule: RuleNumber;
  readonly code: EvidenceErrorCode;
  /** One plain sentence without a full stop, for the people at the screen. */
  readonly reason: string;
}

/** A command that is allowed, and what it makes happen; possibly nothing. */
export interface Allowed {
  readonly ok: true;
  readonly events: readonly InvestigationEvent[];
}

export type Decision = Allowed | Refusal;

/** A person as the rules see one. */
export interface PersonFacts {
  readonly personId: string;
  readonly position: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  /** Roles this person fills while their holder is away. */
  readonly deputyFor: readonly Role[];
}

/** What the rules need to know beside the state. */
export interface DecisionContext {
  /** RFC 3339 UTC, now. */
  readonly at: string;
  /** The computer this runs on. */
  readonly computerId: string;
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** Who is signed in here; null where nobody is. */
  readonly sitting: { readonly personIds: readonly string[]; readonly expired: boolean } | null;
  /** Who proved for this very command that they are there, by passphrase or sitting code. */
  readonly signerIds: readonly string[];
}

/** Allow, with what happens. */
export function allow(...events: readonly InvestigationEvent[]): Allowed {
  return { ok: true, events };
}

/** Refuse, naming the rule. */
export function refuse(
  rule: RuleNumber,
  reason: string,
  code: EvidenceErrorCode = 'INVESTIGATION_REFUSED',
): Refusal {
  return { ok: false, rule, code, reason };
}

/** Whether a person holds a role, or deputises for whoever does. */
export function mayActAs(person: PersonFacts | undefined, role: Role): boolean {
  return person !== undefined && (person.roles.includes(role) || person.deputyFor.includes(role));
}
