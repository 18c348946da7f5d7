import type { Role } from '#src/core/roles.ts';
import { mayActAs, refuse, type DecisionContext, type Refusal } from './decision.ts';
import type { Facts, InvestigationState } from './state.ts';

/** Roles that make a person senior staff: who may review and judge (R9). */
export const SENIOR_ROLES: readonly Role[] = ['reviewer', 'dsl', 'headteacher', 'chair'];

/** Whose presence a command needs, beside nobody's. */
export type Presence = 'reviewers' | 'authorised';

/** R35: who the concern is about, who reported it and who is conflicted take no part. */
function recused(facts: Facts, personIds: readonly string[]): Refusal | null {
  if (!personIds.some((id) => facts.excludedIds.includes(id))) return null;
  return refuse(
    'R35',
    'one of the two is excluded from this investigation',
    'VAULT_NOT_AUTHORISED',
  );
}

/** R8: two different people, who are the ones this needs. */
function twoOf(facts: Facts, personIds: readonly string[], who: Presence): Refusal | null {
  const [first, second, ...more] = personIds;
  if (first === undefined)
    return refuse('R8', 'nobody is signed in, and this needs two people', 'SITTING_NONE');
  if (second === undefined || more.length > 0) {
    return refuse('R8', 'one person is signed in, and this needs two', 'VAULT_TOO_FEW_PEOPLE');
  }
  if (first === second)
    return refuse('R8', 'the two have to be different people', 'VAULT_SAME_PERSON');
  const excluded = recused(facts, personIds);
  if (excluded !== null) return excluded;
  const entitled = who === 'reviewers' ? facts.reviewerIds : facts.authorisedIds;
  if (personIds.every((id) => entitled.includes(id))) return null;
  const reason =
    who === 'reviewers'
      ? 'the two named reviewers have to be here for this'
      : 'both have to be authorised for this investigation';
  return refuse('R8', reason, 'VAULT_NOT_AUTHORISED');
}

/** R8 for a sitting that begins: both signed in, different, entitled, and the sitting has not run out. */
export function presentToStart(
  state: InvestigationState,
  context: DecisionContext,
  who: Presence,
): Refusal | null {
  if (state.facts === null) return unknown();
  const { sitting } = context;
  const missing = twoOf(state.facts, sitting?.personIds ?? [], who);
  if (missing !== null) return missing;
  if (sitting?.expired !== true) return null;
  return refuse('R8', 'the sitting has run out: both sign in again', 'SITTING_EXPIRED');
}

/** R8 within a sitting: as at its start, and they are the two who are on record as sitting down. */
export function presentForThis(
  state: InvestigationState,
  context: DecisionContext,
  who: Presence,
): Refusal | null {
  const refusal = presentToStart(state, context, who);
  if (refusal !== null || state.sitting === null) return refusal;
  if (state.sitting.personIds.every((id) => context.sitting?.personIds.includes(id))) return null;
  return refuse('R8', 'the two who sat down have to be here for this', 'VAULT_NOT_AUTHORISED');
}

/** R8 for a weighty act: two different entitled people each gave their passphrase for it. */
export function signedForThis(
  state: InvestigationState,
  context: DecisionContext,
  who: Presence,
): Refusal | null {
  if (state.facts === null) return unknown();
  return twoOf(state.facts, context.signerIds, who);
}

/** The two who signed, in the order in which they are typed. Call after {@link signedForThis} allowed it. */
export function bothSigners(context: DecisionContext): readonly [string, string] {
  const [first, second] = context.signerIds;
  if (first === undefined || second === undefined) throw new TypeError('"signerIds" expected two');
  return [first, second];
}

/** R9, R8, R35: who may be named as the two reviewers. */
export function reviewersRefusal(
  reviewerIds: readonly [string, string],
  excludedIds: readonly string[],
  context: DecisionContext,
): Refusal | null {
  const [first, second] = reviewerIds;
  if (first === second)
    return refuse('R8', 'the two reviewers have to be different people', 'VAULT_SAME_PERSON');
  for (const id of reviewerIds) {
    const person = context.people.get(id);
    if (person === undefined)
      return refuse('R9', 'a reviewer is not known here', 'VAULT_PERSON_UNKNOWN');
    if (!person.roles.includes('reviewer'))
      return refuse('R9', 'a reviewer has to be senior staff with that role');
    if (person.position.trim() === '')
      return refuse('R9', 'a reviewer needs a position, which stands on the form');
    if (excludedIds.includes(id))
      return refuse('R35', 'a reviewer can’t be excluded from the investigation');
  }
  return null;
}

/** Whether a person is senior staff (R9), deputies included. */
export function isSenior(context: DecisionContext, personId: string): boolean {
  const person = context.people.get(personId);
  return SENIOR_ROLES.some((role) => mayActAs(person, role));
}

/** The role that decides in the school: the chair where the concern is about the headteacher (R35). */
export function headRole(facts: Pick<Facts, 'subjectKind'>): Role {
  return facts.subjectKind === 'headteacher' ? 'chair' : 'headteacher';
}

function unknown(): Refusal {
  return refuse('R11', 'there is no such investigation', 'INVESTIGATION_UNKNOWN');
}
