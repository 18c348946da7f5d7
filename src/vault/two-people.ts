import { EvidenceError } from '#src/core/errors.ts';
import type { OpenPerson } from './person.ts';

/** Verify that two people are two. @throws {EvidenceError} VAULT_SAME_PERSON - one person twice */
export function assertTwoPeople([first, second]: readonly [OpenPerson, OpenPerson]): void {
  if (first.person.personId !== second.person.personId) return;
  throw new EvidenceError('VAULT_SAME_PERSON', 'people expected two different ones, got one twice');
}

/**
 * Verify that everyone is named in a list.
 * @throws {EvidenceError} VAULT_NOT_AUTHORISED - somebody isn't
 */
export function assertAmong(personIds: readonly string[], people: readonly OpenPerson[]): void {
  if (people.every(({ person }) => personIds.includes(person.personId))) return;
  throw new EvidenceError('VAULT_NOT_AUTHORISED', 'person expected to be authorised, got another');
}
