import { roleNames } from '../../renderer/roles.ts';
import type { Hands } from './hands.ts';
import { CUSTODIANS, firstName, PEOPLE, type DemoPerson } from './people.ts';

/** The words of each custodian's recovery sheet, as copied from the screen. */
export type Sheets = ReadonlyMap<string, readonly string[]>;

async function addPerson(hands: Hands, person: DemoPerson): Promise<void> {
  await hands.type('Name', person.name);
  await hands.type('Position', person.position);
  await hands.type('Initials', person.initials);
  for (const role of person.roles)
    await hands.driver.click('checkbox', roleNames[role], { exact: true, nth: 0 });
  await hands.type('Passphrase', person.passphrase);
  await hands.type('The same once more', person.passphrase);
  await hands.driver.waitForText('Hard enough to guess', 20_000);
  await hands.press('Add this person');
  await hands.until(
    `${person.name} to be added`,
    ({ screen }) =>
      screen.kind === 'setup' && screen.people.some(({ name }) => name === person.name),
  );
  hands.say(`  ${person.name}, ${person.position}`);
}

async function addPeople(hands: Hands): Promise<void> {
  const people = Object.values(PEOPLE);
  for (const [i, person] of people.entries()) {
    if (i > 0) await hands.press('Add another person');
    await addPerson(hands, person);
    if (i === 1) await hands.picture('set-up-people');
  }
  await hands.press('Everyone is here: continue');
}

async function readSheet(hands: Hands): Promise<readonly string[]> {
  const words = await hands.driver.evaluate(
    `[...document.querySelectorAll('ol[aria-label="The words of the sheet"] li')].map((li) => li.lastChild.textContent.trim())`,
  );
  if (!Array.isArray(words) || words.length !== 26) throw new Error('a sheet of 26 words expected');
  return words.map(String);
}

async function proveSheets(hands: Hands): Promise<Sheets> {
  const sheets = new Map<string, readonly string[]>();
  for (const custodian of CUSTODIANS) {
    await hands.press(`I am ${firstName(custodian)}: show my sheet`);
    await hands.driver.waitFor('button', 'I have it on paper', { exact: true });
    const words = await readSheet(hands);
    sheets.set(custodian.name, words);
    await hands.press('I have it on paper');
    for (const [i, word] of words.entries()) await hands.type(`Word ${i + 1}`, word);
    if (custodian === CUSTODIANS[0]) await hands.picture('set-up-sheet-typed-back');
    await hands.press('Check these words');
    await hands.until(
      `${custodian.name}'s sheet to be proved`,
      ({ screen }) =>
        screen.kind === 'setup' &&
        screen.custodians.filter(({ sheetProved }) => sheetProved).length === sheets.size,
    );
  }
  return sheets;
}

/** First run, through its screens: the school, the computer, the key, the people, the keys, the sheets. */
export async function setUp(hands: Hands): Promise<Sheets> {
  await hands.on('setup');
  await hands.picture('set-up-school');
  await hands.type('Name of the school', 'Exemplar High School (fictional)');
  await hands.type('How references begin', 'EHS');
  await hands.choose('radio', 'A demonstration');
  await hands.press('Continue');
  await hands.type('Name of this computer', 'Review laptop');
  await hands.type('Where it stands', 'Office 3');
  await hands.type('Its number in the school’s list of equipment', 'EHS-LT-0417');
  await hands.choose('checkbox', 'No pupil uses this computer');
  await hands.choose('checkbox', 'Nobody can watch or steer its screen');
  await hands.press('Continue');
  await hands.driver.waitForText('Now press');
  await hands.picture('set-up-stop-key');
  await hands.driver.press('F12');
  await hands.until(
    'the key to be tried',
    ({ screen }) => screen.kind === 'setup' && screen.stopKeyTried,
  );
  await hands.driver.waitFor('textbox', 'Position');
  hands.say('People, each with a passphrase of their own:');
  await addPeople(hands);
  await hands.press('Make the certificate key');
  for (const { name } of CUSTODIANS) await hands.choose('checkbox', name);
  await hands.press('Make their sheets');
  const sheets = await proveSheets(hands);
  hands.say('Recovery sheets shown, typed back, every pair proved');
  await hands.driver.waitFor('button', 'Finish setting up');
  await hands.picture('set-up-finish');
  await hands.press('Finish setting up');
  await hands.on('sign-in');
  return sheets;
}
