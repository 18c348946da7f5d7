import type { PersonView } from '#src/contract/views.ts';
import type { Person } from '#src/vault/person.ts';

/** A person as tiles and lists show them. */
export function personView(person: Omit<Person, 'certificate' | 'keys'>): PersonView {
  const { personId, name, position, initials, roles, deputyFor } = person;
  return { personId, name, position, initials, roles: [...roles], deputyFor: [...deputyFor] };
}
