import type { Role } from '#src/core/roles.ts';
import { isCaHolder, mayHoldKeys, type Person } from './person.ts';

type RoleHolder = Pick<Person, 'personId' | 'roles' | 'deputyFor'>;

const AUTHORISED: ReadonlySet<Role> = new Set(['reviewer', 'dsl', 'headteacher', 'chair']);

/** Whether a person holds, or acts for the holder of, a role that sees content. */
function seesContent(person: Pick<Person, 'roles' | 'deputyFor'>): boolean {
  return [...person.roles, ...person.deputyFor].some((role) => AUTHORISED.has(role));
}

/** Fewest people who must be able to open an investigation, the two reviewers included. */
export const FEWEST_AUTHORISED = 4;

/** Whether a person holds one of the roles that may be named in an authority. */
export function mayBeAuthorised(person: Pick<Person, 'roles' | 'deputyFor'>): boolean {
  return mayHoldKeys(person) && seesContent(person);
}

/**
 * What people are still missing before a vault can work: two reviewers, a DSL, a headteacher and a
 * chair; two different people to hold the CA's key; four who may be authorised.
 * @returns one line of words each, empty when nothing is missing
 */
export function missingRoles(people: readonly RoleHolder[]): readonly string[] {
  const count = (role: Role): number => people.filter(({ roles }) => roles.includes(role)).length;
  const missing: string[] = [];
  if (count('reviewer') === 0) missing.push('Two reviewers, both senior staff');
  if (count('reviewer') === 1) missing.push('A second reviewer, also senior staff');
  if (count('dsl') === 0) missing.push('A designated safeguarding lead');
  if (count('headteacher') === 0) missing.push('A headteacher');
  if (count('chair') === 0) missing.push('A chair of trustees');
  if (missing.length > 0) return missing;
  if (people.filter(isCaHolder).length < 2) {
    missing.push('Two different people among safeguarding lead, headteacher and chair');
  }
  const able = people.filter(mayBeAuthorised).length;
  if (able < FEWEST_AUTHORISED) {
    missing.push(
      `Four different people among reviewers, safeguarding lead, headteacher and chair: ${able} so far`,
    );
  }
  return missing;
}

/**
 * Why a person can't hold these roles, or null. The network manager and a trustee see no content (R32),
 * so neither can hold a role that does.
 */
export function rolesRefusal(person: Pick<Person, 'roles' | 'deputyFor'>): string | null {
  if (person.roles.length === 0) return 'expected at least one, got none';
  if (new Set(person.roles).size !== person.roles.length) return 'expected each once';
  if (!mayHoldKeys(person) && seesContent(person)) {
    return 'expected network manager and trustee apart from roles that see content';
  }
  return null;
}
