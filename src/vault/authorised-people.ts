import { EvidenceError } from '#src/core/errors.ts';
import type { Role } from '#src/core/roles.ts';
import type { InvestigationInput } from './investigation-keys.ts';
import { actsAs, type Person } from './person.ts';
import { FEWEST_AUTHORISED, mayBeAuthorised } from './required-roles.ts';
import { assertAmong, assertTwoPeople } from './two-people.ts';

/**
 * Everyone who is to have keys to a new investigation, once they are enough and may have them.
 * @param personOf - throws VAULT_PERSON_UNKNOWN for strangers
 * @throws {EvidenceError} VAULT_TOO_FEW_PEOPLE, VAULT_NOT_AUTHORISED, VAULT_SAME_PERSON, VAULT_PERSON_UNKNOWN
 */
export function authorisedPeople(
  personOf: (personId: string) => Person,
  input: Pick<InvestigationInput, 'authorisedIds' | 'reviewerIds' | 'signers'>,
): readonly Person[] {
  const { authorisedIds, reviewerIds, signers } = input;
  assertTwoPeople(signers);
  if (reviewerIds[0] === reviewerIds[1]) {
    throw new EvidenceError('VAULT_SAME_PERSON', 'reviewers expected two different people');
  }
  const people = [...new Set(authorisedIds)].map((personId) => personOf(personId));
  const tooFew = (expected: string): EvidenceError =>
    new EvidenceError('VAULT_TOO_FEW_PEOPLE', `authorised people expected ${expected}`);
  if (people.length < FEWEST_AUTHORISED) throw tooFew(`four or more, got ${people.length}`);
  if (!people.some((person) => actsAs(person, 'dsl'))) throw tooFew('a safeguarding lead');
  if (!people.some(isHeadOrChair)) throw tooFew('the headteacher or the chair');
  const reviewers = reviewerIds.map((personId) => personOf(personId));
  if (
    !people.every(mayBeAuthorised) ||
    !reviewers.every((person) => people.includes(person) && person.roles.includes('reviewer'))
  ) {
    throw new EvidenceError('VAULT_NOT_AUTHORISED', 'person expected one who may be authorised');
  }
  assertAmong(
    people.map(({ personId }) => personId),
    signers,
  );
  return people;
}

function isHeadOrChair(person: Person): boolean {
  return actsAs(person, 'headteacher') || actsAs(person, 'chair');
}

/**
 * Who of the authorised may read restricted payloads (the reporter): the DSL, and the headteacher or, where
 * the head is not authorised, the chair. A deputy only where no holder of either role is.
 */
export function restrictedOf(authorised: readonly Person[]): readonly string[] {
  const holders = (role: Role): readonly Person[] =>
    authorised.filter(({ roles }) => roles.includes(role));
  const acting = (role: Role): readonly Person[] =>
    authorised.filter((person) => actsAs(person, role));
  const people = [
    ...firstOf(holders('dsl'), acting('dsl')),
    ...firstOf(holders('headteacher'), holders('chair'), acting('headteacher'), acting('chair')),
  ];
  return [...new Set(people.map(({ personId }) => personId))];
}

function firstOf(...groups: readonly (readonly Person[])[]): readonly Person[] {
  return groups.find((group) => group.length > 0) ?? [];
}
