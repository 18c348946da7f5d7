import type { Hands } from './hands.ts';
import { PEOPLE, type DemoPerson } from './people.ts';

async function half(hands: Hands, side: 'first' | 'second', person: DemoPerson): Promise<void> {
  // The form of whoever has signed in is gone: what is left on the left is the other one's.
  await hands.pick('Who are you?', `${person.name}, ${person.position}`, 0);
  await hands.type('Your passphrase', person.passphrase, 0);
  await hands.type('Choose a sitting code', person.code, 0);
  await hands.driver.click('button', 'Sign in', { exact: true, nth: 0 });
  await hands.until(
    `${person.name} to be signed in`,
    ({ screen }) =>
      screen.kind === 'sign-in' &&
      screen[side].person?.name === person.name &&
      screen[side].signedInAt !== null,
  );
}

/**
 * Both reviewers sign in, side by side.
 * @param reference - the investigation they come for; null for the list
 */
export async function signIn(hands: Hands, reference: string | null): Promise<void> {
  await hands.on('sign-in');
  if (reference !== null) await hands.pick('What are you here for?', reference);
  await half(hands, 'first', PEOPLE.first);
  await half(hands, 'second', PEOPLE.second);
  await hands.choose('checkbox', 'No pupil uses this computer');
  await hands.choose('checkbox', 'Neither of us is the subject');
  await hands.choose('checkbox', 'We both know the STOP key');
  await hands.picture('sign-in-of-two');
  await hands.press('Start the sitting');
  await hands.until(
    'the sitting to start',
    (view) => view.signedIn && view.screen.kind !== 'sign-in',
  );
  hands.say(`${PEOPLE.first.name} and ${PEOPLE.second.name} signed in`);
}
