import type { Role } from '#src/core/roles.ts';

/** One fictional person with the passphrase and sitting code that they type. */
export interface DemoPerson {
  readonly name: string;
  readonly position: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly passphrase: string;
  /** Chosen at each sign-in; only reviewers need one here. */
  readonly code: string;
}

const person = (
  name: string,
  position: string,
  initials: string,
  roles: readonly Role[],
  passphrase: string,
  code = '',
): DemoPerson => ({ name, position, initials, roles, passphrase, code });

/** Everybody at the fictional school, by what they do in the story. */
export const PEOPLE = {
  first: person(
    'Rowan Testwell',
    'Deputy headteacher',
    'RJT',
    ['reviewer'],
    'lantern quarry pebble drift walnut',
    '4827',
  ),
  second: person(
    'Imogen Sampleford',
    'Assistant headteacher',
    'IMS',
    ['reviewer'],
    'copper meadow thimble gravel ostrich',
    '9164',
  ),
  dsl: person(
    'Dana Placeholder',
    'Designated safeguarding lead',
    'DAP',
    ['dsl'],
    'saffron kettle orbit mitten brisket',
  ),
  head: person(
    'Harriet Exemplar',
    'Headteacher',
    'HEX',
    ['headteacher'],
    'juniper anvil ripple cobalt satchel',
  ),
  chair: person(
    'Clive Specimen',
    'Chair of trustees',
    'CSP',
    ['chair'],
    'marble thistle gondola pewter acorn',
  ),
  network: person(
    'Nico Fixture',
    'Network manager',
    'NFX',
    ['network-manager'],
    'velvet turbine hazel domino crumpet',
  ),
} as const satisfies Readonly<Record<string, DemoPerson>>;

/** Custodians of the release key, in the order in which they are shown their sheets. */
export const CUSTODIANS: readonly DemoPerson[] = [PEOPLE.dsl, PEOPLE.head, PEOPLE.chair];

/** First name, as the screens speak to people. */
export function firstName({ name }: DemoPerson): string {
  return name.split(' ')[0] ?? name;
}
