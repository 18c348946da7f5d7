import type { CommandOf } from './commands.ts';
import {
  allow,
  mayActAs,
  refuse,
  type Decision,
  type DecisionContext,
  type Refusal,
} from './decision.ts';
import type { InvestigationState } from './state.ts';
import { headRole, reviewersRefusal } from './two-people.ts';

type Create = CommandOf<'create'>;

/** R11: written authority and reason before any viewing. R12: the LADO first where staff are concerned. */
export function viewingRefusal(state: InvestigationState): Refusal | null {
  const { facts, authority, lado } = state;
  if (facts === null)
    return refuse('R11', 'there is no such investigation', 'INVESTIGATION_UNKNOWN');
  if (authority === null) return refuse('R11', 'nobody has given the authority in writing yet');
  if (needsLado(facts.subjectKind) && lado === null) {
    return refuse('R12', 'it concerns staff: the LADO has to be contacted first');
  }
  return null;
}

/** Create an investigation together with its authority and, for staff, the contact with the LADO. */
export function create(
  state: InvestigationState,
  command: Create,
  context: DecisionContext,
): Decision {
  const refusal =
    (state.facts === null ? null : refuse('R18', 'this investigation exists already')) ??
    reviewersRefusal(command.reviewerIds, command.excludedIds, context) ??
    authorisedRefusal(command, context) ??
    authorityRefusal(command, context) ??
    signersRefusal(command, context);
  if (refusal !== null) return refusal;
  const [first, second] = context.signerIds;
  if (first === undefined || second === undefined)
    return refuse('R8', 'two people have to sign', 'VAULT_TOO_FEW_PEOPLE');
  const signedByIds = [first, second] as const;
  const {
    reference,
    title,
    reason,
    scope,
    subjectKind,
    reviewerIds,
    authorisedIds,
    excludedIds,
    demonstration,
  } = command;
  const said = { reference, title, reason, scope, subjectKind, demonstration, signedByIds };
  const { computerId } = context;
  return allow(
    { kind: 'investigation-created', ...said, reviewerIds, authorisedIds, excludedIds, computerId },
    { kind: 'review-authorised', ...command.authority, signedByIds },
    ...(command.lado === null ? [] : [{ kind: 'lado-contacted', ...command.lado } as const]),
  );
}

/** Whether the LADO has to be contacted before anything is viewed (R12). */
export function needsLado(subjectKind: Create['subjectKind']): boolean {
  return subjectKind === 'staff' || subjectKind === 'headteacher';
}

function authorisedRefusal(command: Create, context: DecisionContext): Refusal | null {
  const { authorisedIds, excludedIds, reviewerIds } = command;
  if (!reviewerIds.every((id) => authorisedIds.includes(id))) {
    return refuse('R8', 'both reviewers have to be authorised');
  }
  for (const id of authorisedIds) {
    const person = context.people.get(id);
    if (person === undefined)
      return refuse('R35', 'somebody authorised is not known here', 'VAULT_PERSON_UNKNOWN');
    if (excludedIds.includes(id)) return refuse('R35', 'who is excluded can’t be authorised');
    if (command.subjectKind === 'headteacher' && person.roles.includes('headteacher')) {
      return refuse('R35', 'it concerns the headteacher, who takes no part in it');
    }
  }
  for (const role of ['dsl', headRole(command)] as const) {
    if (!authorisedIds.some((id) => mayActAs(context.people.get(id), role))) {
      return refuse(
        'R29',
        `${role === 'dsl' ? 'a DSL' : role === 'chair' ? 'the chair' : 'the headteacher'} has to be authorised`,
      );
    }
  }
  return null;
}

function authorityRefusal(command: Create, context: DecisionContext): Refusal | null {
  const { authority, excludedIds, lado } = command;
  const giver = context.people.get(authority.givenById);
  if (authority.document.trim() === '')
    return refuse('R11', 'the document that gives the authority has to be named');
  if (!mayActAs(giver, headRole(command)) || excludedIds.includes(authority.givenById)) {
    const who = headRole(command) === 'chair' ? 'chair' : 'headteacher';
    return refuse('R11', `the authority has to be given by the ${who}`);
  }
  if (command.subjectKind === 'headteacher' && giver?.roles.includes('headteacher') === true) {
    return refuse('R35', 'the headteacher can’t give the authority for this one');
  }
  if (authority.givenAt > context.at)
    return refuse('R11', 'the authority can’t be dated in the future');
  if (!needsLado(command.subjectKind)) return null;
  if (lado === null)
    return refuse('R12', 'it concerns staff: contact the LADO first and write down the advice');
  return lado.at > context.at
    ? refuse('R12', 'the contact with the LADO can’t be dated in the future')
    : null;
}

function signersRefusal(command: Create, context: DecisionContext): Refusal | null {
  const [first, second, ...more] = context.signerIds;
  if (first === undefined || second === undefined || more.length > 0) {
    return refuse('R8', 'two people have to sign', 'VAULT_TOO_FEW_PEOPLE');
  }
  if (first === second)
    return refuse('R8', 'the two have to be different people', 'VAULT_SAME_PERSON');
  if (context.sitting === null)
    return refuse('R8', 'nobody is signed in, and this needs two people', 'SITTING_NONE');
  if (context.sitting.expired)
    return refuse('R8', 'the sitting has run out: both sign in again', 'SITTING_EXPIRED');
  if (context.signerIds.every((id) => command.authorisedIds.includes(id))) return null;
  return refuse('R35', 'both who sign have to be authorised for it', 'VAULT_NOT_AUTHORISED');
}
