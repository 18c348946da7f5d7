import type { Hands } from './hands.ts';
import { firstName, PEOPLE, type DemoPerson } from './people.ts';

/** Finish the review, write the conclusion, and have both sign the record. */
export async function signRecord(hands: Hands, conclusion: string): Promise<void> {
  await hands.press('The review is finished');
  await hands.until('the record', ({ screen }) => screen.kind !== 'review');
  await toRecord(hands);
  await hands.type('Row 1', conclusion);
  await hands.press('Put it into the record');
  await hands.until(
    'nothing to be missing',
    ({ screen }) => screen.kind === 'record' && screen.missing.length === 0,
  );
  await bothSign(hands, 'record');
}

/** Go to the record from wherever the app is. */
export async function toRecord(hands: Hands): Promise<void> {
  if ((await hands.view()).screen.kind !== 'record') await hands.press('Open the record');
  await hands.on('record');
}

/** Both sign the version that is shown, each beside it with their own passphrase. */
export async function bothSign(hands: Hands, picture: string): Promise<void> {
  for (const [person, side] of [
    [PEOPLE.first, 'first'],
    [PEOPLE.second, 'second'],
  ] as const) {
    const name = firstName(person);
    await hands.driver.waitFor('button', `Sign the record, ${name}`, {
      exact: true,
      waitMs: 30_000,
    });
    await hands.type(`${name}’s passphrase`, person.passphrase);
    if (side === 'second') await hands.picture(picture);
    await hands.press(`Sign the record, ${name}`);
    await hands.until(
      `${person.name} to have signed`,
      ({ screen }) => screen.kind !== 'record' || screen[side].signedAt !== null,
    );
  }
  hands.say('Both signed the record');
}

async function two(hands: Hands, first: DemoPerson, second: DemoPerson): Promise<void> {
  await hands.pick('Who', `${first.name}, ${first.position}`, 0);
  await hands.pick('Who', `${second.name}, ${second.position}`, 1);
  await hands.type(`${firstName(first)}’s passphrase`, first.passphrase);
  await hands.type(`${firstName(second)}’s passphrase`, second.passphrase);
}

/** The senior team's judgement, written down by two of them. */
export async function judge(hands: Hands): Promise<void> {
  await hands.on('judge');
  await hands.choose('radio', 'Yes, there is substance');
  await hands.type('Reasons', 'One post tells a pupil to stay away; it is exhibit RJT/1.');
  await hands.choose('radio', 'Action in school');
  await hands.type('Action 1', 'The pupils’ parents were told, and the form tutor follows it up.');
  await two(hands, PEOPLE.dsl, PEOPLE.head);
  await hands.picture('judgement');
  await hands.press('Record the judgement');
  await hands.until(
    'the judgement',
    ({ screen }) => screen.kind === 'judge' && screen.judged !== null,
  );
  hands.say('DSL and headteacher judged: there is substance');
}

/** DSL and headteacher sign a pack for the police; it is verified and saved. */
export async function exportPack(hands: Hands, folder: string): Promise<void> {
  await hands.on('export');
  await hands.type('Person or office', 'Evidence desk');
  await hands.type('Organisation', 'Fictional Constabulary');
  await hands.type('What it is for', 'To show what a signed pack looks like.');
  await hands.type('Lawful basis', 'Public task (demonstration).');
  await hands.press('Continue');
  await hands.picture('export-leaves-and-stays');
  await hands.press('Look through it');
  await hands.press('It may leave: go on to sign');
  await two(hands, PEOPLE.dsl, PEOPLE.head);
  await hands.picture('export-signing');
  await hands.press('Sign and write the pack');
  const done = await hands.until(
    'the pack',
    ({ screen }) => (screen.kind === 'export' ? screen.done : null),
    180_000,
  );
  if (!done.verified) throw new Error(`the pack does not verify: ${done.findings.join(' ')}`);
  await hands.picture('export-done');
  await hands.driver.saveInto(folder);
  await hands.press('Save the pack…');
  await hands.driver.waitForText('Saved, read back and the same', 30_000);
  hands.say(`DSL and headteacher sealed ${done.fileName}, ${done.sizeBytes} bytes; it verifies`);
}
