import type { SubjectKind } from '#src/core/roles.ts';
import { actsAs, mayHoldKeys, type Person } from '#src/vault/person.ts';

const FEWEST = 4;

/**
 * Who gets keys to a new investigation: the two reviewers, the DSL and the headteacher (the chair where it
 * concerns the headteacher), and their deputies and then the chair only where those are fewer than four.
 * @returns ids; never anyone excluded (R35)
 */
export function authorisedFor(
  people: readonly Person[],
  input: {
    readonly reviewerIds: readonly string[];
    readonly excludedIds: readonly string[];
    readonly subjectKind: SubjectKind;
  },
): readonly string[] {
  const { reviewerIds, excludedIds, subjectKind } = input;
  const aboutHead = subjectKind === 'headteacher';
  const open = people.filter(
    (person) =>
      mayHoldKeys(person) &&
      !excludedIds.includes(person.personId) &&
      !(aboutHead && person.roles.includes('headteacher')),
  );
  const head = aboutHead ? 'chair' : 'headteacher';
  const chosen = open.filter(
    ({ personId, roles }) =>
      reviewerIds.includes(personId) || roles.includes('dsl') || roles.includes(head),
  );
  const more = [
    ...open.filter((person) => actsAs(person, 'dsl') || actsAs(person, head)),
    ...open.filter(({ roles }) => roles.includes('chair')),
    ...open.filter(({ roles }) => roles.includes('reviewer')),
  ];
  const needsRole = (role: 'dsl' | typeof head): boolean =>
    !chosen.some((person) => actsAs(person, role));
  for (const person of more) {
    if (chosen.includes(person)) continue;
    const fills =
      (needsRole('dsl') && actsAs(person, 'dsl')) || (needsRole(head) && actsAs(person, head));
    if (chosen.length < FEWEST || fills) chosen.push(person);
  }
  return chosen.map(({ personId }) => personId);
}

/** The next neutral reference, e.g. `NHS-2026-014`. @param taken - references in use */
export function nextReference(prefix: string, at: string, taken: readonly string[]): string {
  const year = at.slice(0, 4);
  const start = `${prefix}-${year}-`;
  const numbers = taken
    .filter((one) => one.startsWith(start))
    .map((one) => Number(one.slice(start.length)));
  const next = Math.max(0, ...numbers.filter(Number.isSafeInteger)) + 1;
  return `${start}${String(next).padStart(3, '0')}`;
}
