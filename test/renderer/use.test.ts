import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channels } from '#src/contract/channels.ts';
import type { AppView } from '#src/contract/views.ts';
import { sheet, usualAnswers } from './answers.ts';
import type { Scripted } from './fake-api.ts';
import { callsOf, keepPicture, push, Screens, violationsOf } from './harness.ts';
import {
  cedric,
  exportScreen,
  hettie,
  idOf,
  imogen,
  recordScreen,
  rowan,
  septimus,
  setup,
  views,
} from './views.ts';

let screens: Screens;
let answers: Scripted;
let page: Page;

beforeAll(async () => {
  screens = await Screens.start();
  answers = await usualAnswers(screens);
});
afterEach(async () => {
  await page.close();
});
afterAll(async () => {
  await screens.close();
});

function viewOf(name: string): AppView {
  const view = views[name];
  if (view === undefined) throw new RangeError(`no view "${name}"`);
  return view;
}

async function show(name: string, more: Scripted = {}): Promise<Page> {
  page = await screens.show(viewOf(name), { ...answers, ...more });
  return page;
}

/** Name or text of what has the focus. */
async function focused(): Promise<string> {
  return page.evaluate(() => {
    const held = document.activeElement;
    if (held === null) return '';
    const label = held.id === '' ? null : document.querySelector(`label[for="${held.id}"]`);
    return (held.getAttribute('aria-label') ?? label?.textContent ?? held.textContent ?? '').trim();
  });
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function expectClean(name: string): Promise<void> {
  await keepPicture(page, name);
  expect(await screens.axeFindings(page)).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
}

/** The input of the one call of a channel; it also has to be what the contract accepts. */
async function inputOf(channel: keyof typeof channels): Promise<unknown> {
  const inputs = (await callsOf(page)).filter((call) => call.channel === channel);
  expect(inputs).toHaveLength(1);
  const input = inputs[0]?.input;
  expect(channels[channel].input.safeParse(input).success).toBe(true);
  return input;
}

/** Wait until a page of the preview has ink on it. */
async function inkOf(number: string): Promise<void> {
  const canvas = page.locator(`canvas[data-page="${number}"]`);
  const darkPixels = (): Promise<number> =>
    canvas.evaluate((one: HTMLCanvasElement) => {
      const context = one.getContext('2d');
      if (context === null || one.width === 0) return 0;
      const { data } = context.getImageData(0, 0, one.width, one.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) {
        if ((data[at] ?? 255) < 90 && data[at + 3] === 255) dark += 1;
      }
      return dark;
    });
  await expect.poll(darkPixels, { timeout: 20_000 }).toBeGreaterThan(1000);
}

describe('App', () => {
  it('is reached in order: skip link, bar with STOP last, content, strip', async () => {
    await show('board');
    await press('Tab');
    expect(await focused()).toBe('Skip to main content');
    await press('Tab');
    expect(await focused()).toBe('Pause');
    await press('Tab');
    expect(await focused()).toMatch(/^STOP/);
    await press('Tab');
    expect(await focused()).toBe('New investigation');
  });

  it('skips to the content', async () => {
    await show('board');
    await press('Tab', 'Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('moves between bar, content, page, panel and strip with F6 and back with Shift+F6', async () => {
    await show('review');
    const places: string[] = [];
    const region = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-region') ?? 'none');
    for (let step = 0; step < 6; step += 1) {
      await press('F6');
      places.push(await region());
    }
    expect(places).toEqual(['bar', 'content', 'page', 'panel', 'strip', 'bar']);
    await press('Shift+F6');
    expect(await region()).toBe('strip');
  });

  it('stops at once, without a question, from the button', async () => {
    await show('overview');
    await page.getByRole('button', { name: /^STOP/ }).click();
    expect(await callsOf(page)).toEqual([{ channel: 'stop.press', input: {} }]);
  });

  it('takes the focus to a new screen and says that it stopped', async () => {
    await show('review');
    await push(page, viewOf('stopped'));
    await page.getByRole('heading', { name: 'Stopped. The page is gone.' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.getByRole('alert').count()).toBe(1);
    expect(await page.getByRole('button', { name: /^STOP/ }).count()).toBe(0);
  });

  it('keeps the bar and STOP when a screen fails', async () => {
    await show('review-check', { 'capture.sheet': {} });
    await page.getByText('Something went wrong that should not have').waitFor();
    expect(await page.getByRole('button', { name: /^STOP/ }).isVisible()).toBe(true);
  });

  it('keeps every meaning in forced colours', async () => {
    await show('record');
    await page.emulateMedia({ forcedColors: 'active' });
    await inkOf('1');
    const stop = page.getByRole('button', { name: /^STOP/ });
    expect(await stop.evaluate((button) => getComputedStyle(button).borderTopWidth)).toBe('4px');
    const pressed = page.getByRole('button', { name: 'As it will be printed' });
    const other = page.getByRole('button', { name: 'Field by field' });
    const background = (one: typeof stop): Promise<string> =>
      one.evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await background(pressed)).not.toBe(await background(other));
    await expectClean('forced-colours-record');
  });
});

describe('Setup', () => {
  it('does not go on before the school is named, and says what is missing', async () => {
    await show('setup-school');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await focused()).toBe('To put right first');
    expect(await callsOf(page)).toEqual([]);
    await expectClean('setup-school-errors');
    await page.getByLabel('Name of the school').fill('Example High School');
    await page.getByLabel('How references begin').fill('ehs');
    await page.getByText('A demonstration').click();
    await page.keyboard.press('Enter');
    expect(await inputOf('setup.school')).toEqual({
      name: 'Example High School',
      referencePrefix: 'EHS',
      demonstration: true,
    });
  });

  it('keeps what only the network manager knows folded away, and opens it where it is wrong', async () => {
    await show('setup-computer');
    const server = page.getByLabel('The school’s time server');
    expect(await server.isVisible()).toBe(false);
    await page.getByText('For the network manager').click();
    await expectClean('setup-network-open');
    await server.fill('http://ntp.example');
    await page.getByLabel('Address the school’s network goes out with').fill('203.0.113.7');
    await page.getByLabel('Or a server of the school’s own').fill('http://localhost/ip');
    await page.getByLabel('Name of this computer').fill('EHS-LT-0417');
    await page.getByLabel('Where it stands').fill('Office 3');
    await page.getByLabel('Its number in the school’s list').fill('A-0417');
    await page.getByText('No pupil uses this computer').click();
    await page.getByText('Nobody can watch or steer').click();
    await page.getByText('For the network manager').click();
    expect(await server.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await callsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Type the time server’s name' }).click();
    expect(await focused()).toBe('The school’s time server');
    await page.getByText('Fill in one of the two, not both').first().waitFor();
    await expectClean('setup-network-errors');
    await server.fill('10.0.0.5');
    await page.getByLabel('Address the school’s network goes out with').fill('');
    await page.getByText('Name another computer than this one').first().waitFor();
    await page.getByLabel('Or a server of the school’s own').fill('http://10.0.0.9/ip');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await inputOf('setup.computer')).toMatchObject({
      name: 'EHS-LT-0417',
      network: {
        timeServer: '10.0.0.5',
        egress: { how: 'asked', source: 'http://10.0.0.9/ip' },
      },
    });
  });

  it('asks nobody where the network manager filled in nothing', async () => {
    await show('setup-computer', {});
    for (const [label, words] of [
      ['Name of this computer', 'EHS-LT-0417'],
      ['Where it stands', 'Office 3'],
      ['Its number in the school’s list', 'A-0417'],
    ] as const)
      await page.getByLabel(label).fill(words);
    await page.getByText('No pupil uses this computer').click();
    await page.getByText('Nobody can watch or steer').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await inputOf('setup.computer')).toMatchObject({
      network: { timeServer: null, egress: null },
    });
  });

  it('refuses a folder that is copied to a cloud, with the reason beside the button', async () => {
    await show('setup-folder-refused');
    const button = page.getByRole('button', { name: 'Continue' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('The vault’s folder is copied to a cloud service').waitFor();
    await button.click({ force: true });
    expect(await callsOf(page)).toEqual([]);
  });

  it('waits for the chosen STOP key on the real keyboard', async () => {
    await show('setup-stop-key');
    await page.getByText('If both are taken').click();
    expect(await inputOf('setup.stop-key')).toEqual({ key: 'F9' });
    const on = page.getByRole('button', { name: 'Continue' });
    expect(await on.getAttribute('aria-disabled')).toBe('true');
    const { screen } = viewOf('setup-stop-key');
    if (screen.kind !== 'setup') throw new TypeError('not the set-up');
    await push(page, setup({ ...screen, stopKey: 'F9', stopKeyTried: true }));
    await page.getByText('F9 works on this keyboard').waitFor();
    await expectClean('setup-stop-key-tried');
    await on.click();
    await page.getByRole('heading', { name: 'Who works with it?' }).waitFor();
  });

  it('adds a person with the words offered, typed twice', async () => {
    await show('setup-people-empty');
    await page.getByLabel('Name', { exact: true }).fill('Hettie R Mockford');
    await page.getByLabel('Position').fill('Designated safeguarding lead');
    await page.getByLabel('Reviewer').check();
    await page.getByLabel('Designated safeguarding lead (DSL)').first().check();
    await page.getByLabel('Headteacher').last().check();
    await page.getByRole('button', { name: 'Offer five words' }).click();
    const words = 'lantern orbit velvet candle meadow';
    await page.getByText(words).waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill(words);
    await page.getByLabel('The same once more').fill('lantern orbit');
    await page.getByText('Hard enough to guess (about 72 bits)').waitFor();
    await page.getByRole('button', { name: 'Add this person' }).click();
    await page.getByRole('button', { name: 'The two passphrases are not the same' }).waitFor();
    await expectClean('setup-add-person');
    await page.getByLabel('The same once more').fill(words);
    await page.getByText('Hard enough to guess').waitFor();
    await page.getByRole('button', { name: 'Add this person' }).click();
    expect(await inputOf('setup.add-person')).toEqual({
      name: 'Hettie R Mockford',
      position: 'Designated safeguarding lead',
      initials: 'HRM',
      roles: ['reviewer', 'dsl'],
      deputyFor: ['headteacher'],
      passphrase: words,
    });
  });

  it('shows a sheet to its custodian alone, prints it alone and takes it back word by word', async () => {
    await show('setup-custodians');
    await page.getByRole('button', { name: 'I am Cedric: show my sheet' }).click();
    expect(await inputOf('setup.show-sheet')).toEqual({ personId: cedric.personId });
    await page.getByText('Print only on a printer on a cable').waitFor();
    await expectClean('setup-sheet-shown');
    await page.emulateMedia({ media: 'print' });
    const printed = await page.evaluate(() => document.body.innerText);
    expect(printed).toContain('Countersign recovery sheet');
    expect(printed).toContain('velvet');
    expect(printed).not.toContain('STOP');
    expect(printed).not.toContain('Print the sheet');
    await keepPicture(page, 'setup-sheet-printed');
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'I have it on paper' }).click();
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('velvet');
    await page.getByRole('button', { name: 'Check these words' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('prove-1');
    for (const [index, word] of sheet.entries()) {
      await page.locator(`#prove-${index + 1}`).fill(word.toUpperCase());
    }
    await expectClean('setup-sheet-typed');
    await page.keyboard.press('Enter');
    expect(await inputOf('setup.prove-sheet')).toEqual({ personId: cedric.personId, words: sheet });
  });

  it('names the word that is on no sheet', async () => {
    await show('setup-custodians', {
      'setup.prove-sheet': {
        error: { code: 'SHEET_WORD_UNKNOWN', message: '', details: { position: 4 } },
      },
    });
    await page.getByRole('button', { name: 'I am Cedric: show my sheet' }).click();
    await page.getByRole('button', { name: 'I have it on paper' }).click();
    await page.locator('#prove-1').evaluate((field, text) => {
      const data = new DataTransfer();
      data.setData('text', text);
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, sheet.join(' '));
    expect(await page.locator('#prove-26').inputValue()).toBe(sheet[25]);
    await page.getByRole('button', { name: 'Check these words' }).click();
    await page.getByText('Word 4 is on no sheet').waitFor();
  });

  it('needs two to five custodians', async () => {
    await show('setup-custodians-choose');
    await page.getByLabel(hettie.name).check();
    await page.getByRole('button', { name: 'Make their sheets' }).click();
    await page.getByRole('button', { name: 'Tick two to five people' }).waitFor();
    await page.getByLabel(septimus.name).check();
    await page.getByRole('button', { name: 'Make their sheets' }).click();
    expect(await inputOf('setup.custodians')).toEqual({
      personIds: [hettie.personId, septimus.personId],
    });
  });
});

describe('Renewal', () => {
  it('shows a new sheet only for its custodian’s passphrase, and asks for it again', async () => {
    await show('renewal');
    await page.getByRole('button', { name: 'I am Cedric: show my sheet' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sheet-pass');
    expect(await callsOf(page)).toEqual([]);
    await page.getByLabel('Cedric’s passphrase').fill('his own words');
    await page.keyboard.press('Enter');
    const { personId } = cedric;
    expect(await inputOf('renewal.show-sheet')).toEqual({
      credential: { personId, passphrase: 'his own words' },
    });
    await page.getByText('Print only on a printer on a cable').waitFor();
    await expectClean('renewal-sheet-shown');
    await page.getByRole('button', { name: 'I have it on paper' }).click();
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('velvet');
    for (const [index, word] of sheet.entries())
      await page.locator(`#prove-${index + 1}`).fill(word);
    await page.getByRole('button', { name: 'Check these words' }).click();
    expect(await inputOf('renewal.prove-sheet')).toEqual({ personId, words: sheet });
    await page.getByRole('button', { name: 'Show the sheet again' }).click();
    expect(await page.getByLabel('Cedric’s passphrase').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Do it later' }).click();
    expect(await inputOf('renewal.leave')).toEqual({});
  });

  it('begins the new sheets with two of the present ones, from the reminder on the board', async () => {
    await show('board');
    await page.getByRole('button', { name: 'Make new recovery sheets' }).click();
    expect(await inputOf('renewal.open')).toEqual({});
    await push(page, viewOf('renewal-begin'));
    await page.getByRole('button', { name: 'Make new sheets' }).click();
    await page.getByRole('button', { name: 'Second sheet: 26 words' }).waitFor();
    await expectClean('renewal-begin-errors');
    for (const id of ['old-one', 'old-two']) {
      for (const [index, word] of sheet.entries())
        await page.locator(`#${id}-${index + 1}`).fill(word);
    }
    await page.getByRole('button', { name: 'Make new sheets' }).click();
    expect(await inputOf('renewal.begin')).toEqual({ sheets: [sheet, sheet] });
  });

  it('has two holders of the certificate key put the new sheets in force', async () => {
    await show('renewal-finish');
    await page.getByLabel('Who').first().selectOption(hettie.personId);
    await page.getByLabel('Who').last().selectOption(septimus.personId);
    await page.getByLabel('Hettie’s passphrase').fill('one');
    await page.getByLabel('Septimus’s passphrase').fill('two');
    await page.getByRole('button', { name: 'Put the new sheets in force' }).click();
    expect(await inputOf('renewal.finish')).toEqual({
      credentials: [
        { personId: hettie.personId, passphrase: 'one' },
        { personId: septimus.personId, passphrase: 'two' },
      ],
    });
  });
});

describe('CallStep', () => {
  it('leads to the questions where nothing was suspected, without a call that was not made', async () => {
    await show('stopped');
    await page.getByRole('button', { name: 'Both of you are sure that nothing was' }).click();
    await page.getByRole('heading', { name: 'Two questions' }).waitFor();
    await page.getByLabel('Nothing: the key was pressed by mistake').check();
    await page.getByText('Both reviewers sign here that they suspected nothing.').waitFor();
    expect(await callsOf(page)).toEqual([]);
  });
});

describe('ReleaseForm', () => {
  it('says beside each reason why not yet, and takes the headteacher as one of the two', async () => {
    await show('stopped-done');
    await page.getByRole('button', { name: 'Release it by two custodians…' }).click();
    const mistake = page.getByLabel('The key was pressed by mistake');
    await page
      .getByText('Not yet: both reviewers have to sign first that nothing was suspected.')
      .waitFor();
    await page.getByText('Only after “No, something else” was answered').waitFor();
    await page.getByText('The Headteacher approves every release.').waitFor();
    const approvers = page.getByLabel('Who').last().locator('option:not([value=""])');
    expect(await approvers.allTextContents()).toEqual([`${cedric.name}, ${cedric.position}`]);
    await expectClean('stopped-release');
    await mistake.check();
    await page.getByRole('button', { name: 'Release it', exact: true }).click();
    await page
      .getByRole('button', { name: 'Not yet: both reviewers have to sign first' })
      .waitFor();
    expect(await callsOf(page)).toEqual([]);
  });
});

describe('NewInvestigation', () => {
  async function answerFirstTwo(): Promise<void> {
    await page.locator('#new-title').focus();
    await page.keyboard.type('Allegation about a colleague');
    await press('Tab');
    await page.keyboard.type('A message was reported.');
    await press('Tab', 'Enter');
    await page.getByRole('heading', { name: 'What may be looked at?', level: 1 }).waitFor();
    expect(await focused()).toBe('What may be looked at?');
    await press('Tab');
    await page.keyboard.type('One public account.');
    await press('Tab', 'Enter');
    await page.getByRole('heading', { name: 'Who is it about?', level: 1 }).waitFor();
  }

  it('is answered by keyboard alone, asks for the LADO contact for staff, and sends it all', async () => {
    await show('new');
    await answerFirstTwo();
    await press('Tab', 'Space', 'ArrowDown');
    await page.getByText('LADO first, within one working day').waitFor();
    await expectClean('new-subject-staff');
    await press('Enter');
    await page.getByRole('heading', { name: 'What did the LADO say?', level: 1 }).waitFor();
    await press('Enter');
    await page.locator('#lado-name').focus();
    await press('Enter');
    expect(await focused()).toBe('To put right first');
    await page.locator('#lado-name').fill('Lorna Ficton, duty LADO');
    await page.locator('#lado-at').fill('2026-11-17T08:40');
    await page.locator('#lado-advice').fill('Review the public page only. Say nothing to him.');
    await expectClean('new-lado');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByLabel(hettie.name).press('Space');
    await expectClean('new-excluded');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    expect(await page.locator('#reviewer-first option').allTextContents()).not.toContain(
      `${hettie.name}, ${hettie.position}`,
    );
    await page.locator('#reviewer-first').selectOption(rowan.personId);
    await page.locator('#reviewer-second').selectOption(imogen.personId);
    await expectClean('new-reviewers');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.locator('#authority-by').selectOption(cedric.personId);
    await page.locator('#authority-at').fill('2026-11-17T09:00');
    await page.locator('#authority-document').fill('Letter of 17 November 2026');
    await expectClean('new-authority');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByLabel('Rowan’s passphrase').fill('one two three');
    await page.getByLabel('Imogen’s passphrase').fill('four five six');
    await expectClean('new-check');
    await press('Enter');
    expect(await inputOf('investigation.create')).toEqual({
      title: 'Allegation about a colleague',
      reason: 'A message was reported.',
      scope: 'One public account.',
      subjectKind: 'staff',
      firstReviewerId: rowan.personId,
      secondReviewerId: imogen.personId,
      excludedIds: [hettie.personId],
      authority: {
        givenById: cedric.personId,
        givenAt: '2026-11-17T09:00:00.000Z',
        document: 'Letter of 17 November 2026',
      },
      lado: {
        at: '2026-11-17T08:40:00.000Z',
        name: 'Lorna Ficton, duty LADO',
        advice: 'Review the public page only. Say nothing to him.',
      },
      credentials: [
        { personId: rowan.personId, passphrase: 'one two three' },
        { personId: imogen.personId, passphrase: 'four five six' },
      ],
    });
    expect(await page.getByLabel('Rowan’s passphrase').inputValue()).toBe('');
  });

  it('lets only the Chair authorise what is about the Headteacher', async () => {
    await show('new');
    await answerFirstTwo();
    await page.getByText('The Headteacher', { exact: true }).click();
    const steps = page.getByRole('navigation', { name: 'Questions' });
    expect(await steps.getByRole('listitem').count()).toBe(8);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#lado-name').fill('Lorna Ficton');
    await page.getByRole('button', { name: 'Now' }).click();
    await page.locator('#lado-advice').fill('Go on.');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#reviewer-first').selectOption(rowan.personId);
    await page.locator('#reviewer-second').selectOption(imogen.personId);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.locator('#authority-by option').allTextContents()).toEqual([
      'Choose…',
      `${septimus.name}, ${septimus.position}`,
    ]);
    await page.getByRole('button', { name: 'Who is it about?' }).click();
    await page.getByText('A pupil', { exact: true }).click();
    expect(await steps.getByRole('listitem').count()).toBe(7);
  });
});

describe('Overview', () => {
  it('opens the next step and keeps the others focusable with their reasons', async () => {
    await show('overview');
    const record = page.getByRole('button', { name: 'Open the record' });
    expect(await record.getAttribute('aria-disabled')).toBe('true');
    await record.focus();
    await press('Enter');
    expect(await callsOf(page)).toEqual([]);
    const described = await record.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described ?? ''}"]`).textContent()).toBe(
      'The review is not finished',
    );
    await page.getByRole('button', { name: 'Go on with the review' }).click();
    expect(await inputOf('screen.go')).toEqual({ to: 'review' });
  });

  it('shows an exhibit only after both passphrases, and lets it go on Escape', async () => {
    await show('overview');
    const look = page.getByRole('button', { name: 'Look at it together… RJT/3' });
    await look.focus();
    await press('Enter');
    expect(await focused()).toBe('Leave it closed');
    await expectClean('overview-look-asks');
    await press('Escape');
    expect(await focused()).toBe('Look at it together… RJT/3');
    await press('Enter');
    await press('Shift+Tab');
    expect(await focused()).toMatch(/^Look at RJT\/3/);
    await page.getByLabel('Rowan’s passphrase').fill('one');
    await press('Enter');
    await page.getByRole('button', { name: 'On the right: type the passphrase' }).waitFor();
    expect(await callsOf(page)).toEqual([]);
    await page.getByLabel('Imogen’s passphrase').fill('two');
    await press('Enter');
    await page.getByAltText('The page as it was captured in RJT/3').waitFor();
    await expectClean('overview-look-shown');
    await press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows nothing to look at for a locked exhibit', async () => {
    await show('overview');
    expect(await page.getByRole('button', { name: /RJT\/2/ }).count()).toBe(0);
    const locked = page.getByRole('article', { name: /RJT\/2/ });
    expect(await locked.textContent()).not.toContain('chatterly');
  });
});

describe('Record', () => {
  it('draws the document and gives its text to screen readers', async () => {
    await show('record');
    await inkOf('1');
    expect(await page.locator('canvas').count()).toBe(3);
    await expect
      .poll(() => page.getByRole('figure').first().textContent(), { timeout: 20_000 })
      .toContain('Record of reviewing devices / Internet sites');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('says so when the document can’t be drawn', async () => {
    const broken = Buffer.from('not a document').toString('base64');
    await show('record', { 'record.preview': { pdf: { base64: broken }, previewKey: 'x' } });
    await page.getByText('The document can’t be read').waitFor();
    await page.getByText(/PDF_MALFORMED/).waitFor();
  });

  it('shows every field in the order of the form', async () => {
    await show('record');
    await page.getByRole('button', { name: 'Field by field' }).click();
    const labels = await page.locator('tbody th').allTextContents();
    expect(labels).toEqual(recordScreen.fields.map((field) => field.label));
    await expectClean('record-fields');
  });

  it('takes each signature with that person’s own passphrase, beside the document', async () => {
    await show('record', {
      'record.sign': { error: { code: 'PASSPHRASE_WRONG', message: '', details: {} } },
    });
    await page.getByLabel('Imogen’s passphrase').focus();
    await press('Enter');
    await page.getByText('Type your passphrase').waitFor();
    await page.keyboard.type('four five six');
    await press('Enter');
    expect(await inputOf('record.sign')).toEqual({ half: 'second', passphrase: 'four five six' });
    await page.getByText('That passphrase does not open this person’s keys').waitFor();
    expect(await page.getByLabel('Imogen’s passphrase').inputValue()).toBe('');
    await expectClean('record-wrong-passphrase');
  });

  it('puts the conclusion rows in before anybody signs', async () => {
    await show('record-missing');
    await page.getByLabel('Row 1', { exact: true }).fill('Messages that may be bullying.');
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByLabel('Row 2', { exact: true }).fill('The DSL speaks to Pupil A.');
    await page.getByRole('button', { name: 'Put it into the record' }).click();
    expect(await inputOf('record.conclusion')).toEqual({
      rows: ['Messages that may be bullying.', 'The DSL speaks to Pupil A.'],
    });
    const sign = page.getByRole('button', { name: 'Sign the record, Imogen' });
    expect(await sign.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('Judge', () => {
  it('asks for reasons, an outcome that fits and two different people', async () => {
    await show('judge');
    await page.getByText('Yes, there is substance').click();
    expect(await page.getByText('Nothing follows').count()).toBe(0);
    await page.getByRole('button', { name: 'Record the judgement' }).click();
    await page.getByRole('button', { name: 'Write down the reasons' }).waitFor();
    await expectClean('judge-errors');
    await page.locator('#reasons').fill('RJT/1 shows it.');
    await page.getByText('Action in school').click();
    await page.getByLabel('Action 1').fill('The DSL speaks to Pupil A');
    await page.getByLabel('Who').first().selectOption(cedric.personId);
    await page.getByLabel('Who').last().selectOption(cedric.personId);
    await page.getByLabel('Cedric’s passphrase').first().fill('one');
    await page.getByLabel('Cedric’s passphrase').last().fill('two');
    await press('Enter');
    await page.getByRole('button', { name: 'Two different people are needed' }).waitFor();
    await page.getByLabel('Who').last().selectOption(hettie.personId);
    await page.getByRole('button', { name: 'Record the judgement' }).click();
    expect(await inputOf('judgement.make')).toEqual({
      substance: true,
      reasons: 'RJT/1 shows it.',
      outcome: 'internal-action',
      actions: ['The DSL speaks to Pupil A'],
      credentials: [
        { personId: cedric.personId, passphrase: 'one' },
        { personId: hettie.personId, passphrase: 'two' },
      ],
    });
  });
});

describe('Export', () => {
  it('goes through its four steps and hands over both passphrases once', async () => {
    await show('export');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await focused()).toBe('To put right first');
    await page.locator('#recipient').fill('Officer 2206');
    await page.locator('#organisation').fill('Sampleshire Police');
    await page.locator('#purpose').fill('To look into threats in three posts.');
    await page.locator('#basis').fill('Request of 20 November, reference SP-26-88120.');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('6 files, 2.6 MB').waitFor();
    await page.getByText('7 entries withheld').waitFor();
    await expectClean('export-leaves');
    await page.getByRole('button', { name: 'Look through it' }).last().click();
    expect(await page.locator('tbody tr').count()).toBe(exportScreen.leaves.length);
    await expectClean('export-look');
    await page.getByRole('button', { name: 'It may leave: go on to sign' }).click();
    await page.getByLabel('Who').first().selectOption(hettie.personId);
    await page.getByLabel('Who').last().selectOption(cedric.personId);
    await page.getByLabel('Hettie’s passphrase').fill('one');
    await page.getByLabel('Cedric’s passphrase').fill('two');
    await expectClean('export-sign');
    await press('Enter');
    expect(await inputOf('export.start')).toEqual({
      recipient: 'Officer 2206',
      organisation: 'Sampleshire Police',
      purpose: 'To look into threats in three posts.',
      lawfulBasis: 'Request of 20 November, reference SP-26-88120.',
      dsl: { personId: hettie.personId, passphrase: 'one' },
      headteacher: { personId: cedric.personId, passphrase: 'two' },
    });
  });

  it('says whether the pack was saved, and never lets one out that did not hold', async () => {
    await show('export-done');
    await page.getByRole('button', { name: 'Save the pack…' }).click();
    await page.getByText('Saved, read back and the same').waitFor();
    await page.close();
    await show('export-failed');
    const save = page.getByRole('button', { name: 'Save the pack…' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await save.click({ force: true });
    expect(await callsOf(page)).toEqual([]);
  });
});

describe('ArchiveChoice', () => {
  it('is off, asks what is suspected, and never asks for an archive of what there may be none', async () => {
    await show('review-archive');
    const summary = page.getByText('Keep a full archive as well? It is off');
    const button = page.getByRole('button', { name: 'Ask both for a full archive…' });
    expect(await button.isVisible()).toBe(false);
    await summary.click();
    await button.click({ force: true });
    await page.getByLabel('C14 Cyber-bullying').check();
    await page.getByLabel('C2 Nude').check();
    await button.click({ force: true });
    await page.getByText('No full archive is ever made of C2').waitFor();
    expect((await callsOf(page)).map(({ channel }) => channel)).not.toContain(
      'agreement.propose-archive',
    );
    await expectClean('review-archive-never');
    await page.getByLabel('C2 Nude').uncheck();
    await button.click();
    expect(await inputOf('agreement.propose-archive')).toEqual({ categories: ['C14'] });
  });

  it('takes both codes, and can be dropped before and after', async () => {
    await show('review-archive-agree');
    await page.getByRole('region', { name: 'Keep a full archive?' }).waitFor();
    await page
      .getByRole('button', { name: /^I agree, / })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'No archive', exact: true }).click();
    expect(await inputOf('agreement.drop')).toEqual({});
    await page.close();
    await show('review-archive-agreed');
    await page.getByText('Both asked for a full archive').waitFor();
    await expectClean('review-archive-agreed');
    await page.getByRole('button', { name: 'No archive after all' }).click();
    expect(await inputOf('agreement.drop')).toEqual({});
  });
});

describe('the pictures of a capture', () => {
  const fetched = async (): Promise<unknown[]> =>
    (await callsOf(page))
      .filter(({ channel }) => channel === 'capture.sheet')
      .map(({ input }) => input);

  it('are shown one at a time, a tall one sheet by sheet, each with what it is', async () => {
    await show('review-sheets');
    await page.getByText('Sheet 1 of 10').waitFor();
    const above = page.getByRole('button', { name: 'Sheet above' });
    expect(await above.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Sheet below' }).click();
    await page.getByRole('img', { name: 'The page as it was captured, sheet 2 of 10' }).waitFor();
    expect(await page.getByRole('img', { name: /sheet 1 of 10/u }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Picture' }).selectOption('without-overlays');
    await page.getByText('Not the page as it stood').waitFor();
    await page.getByRole('img', { name: 'Without what lay over it' }).waitFor();
    const captureId = idOf('capture');
    // The strict mode of a development build fetches everything twice.
    const once = new Set((await fetched()).map((one) => JSON.stringify(one)));
    expect([...once].map((one): unknown => JSON.parse(one))).toEqual([
      { captureId, picture: 'page', sheet: 0 },
      { captureId, picture: 'page', sheet: 1 },
      { captureId, picture: 'without-overlays', sheet: 0 },
    ]);
    await expectClean('review-sheets-second');
  });

  it('can be made again with the overlay hidden, which both are asked', async () => {
    await show('review-check');
    expect(await page.getByRole('button', { name: /^Capture again with/u }).count()).toBe(0);
    await show('review-covered');
    await page.getByRole('button', { name: /^Capture again with/u }).click();
    expect(await inputOf('capture.again')).toEqual({ captureId: idOf('capture') });
    await expectClean('review-covered');
    await show('review-covered-agree');
    await page.getByRole('region', { name: 'Capture it again?' }).waitFor();
    await expectClean('review-covered-agree');
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(await inputOf('agreement.drop')).toEqual({});
  });

  it('grow while they are taken, with what is being done and how much of it', async () => {
    await show('review-progress');
    await page.getByText('Scrolling through the page, 7 of 31').waitFor();
    await page.getByRole('img', { name: 'The page as far as it is pictured' }).waitFor();
    const asked = (await callsOf(page)).find(({ channel }) => channel === 'capture.growing');
    expect(asked?.input).toEqual({ captureId: idOf('capture') });
    await expectClean('review-progress-growing');
  });
});

describe('a second request', () => {
  it('is off, says that the site can see it, and goes with the question when it is chosen', async () => {
    await show('review-archive');
    const box = page.getByLabel('Ask the site for this page a second time as well');
    expect(await box.isChecked()).toBe(false);
    await page.getByText('The site can see that it was asked again').waitFor();
    await box.check();
    await page.getByRole('button', { name: 'Capture this page…' }).click();
    expect(await inputOf('agreement.propose')).toEqual({ what: 'capture', secondLook: true });
  });
});

describe('ProxyQuestion', () => {
  it('asks outside the page, says what becomes of what is typed, and sends it once', async () => {
    await show('review-proxy');
    const asked = page.getByRole('region', { name: 'The school’s proxy', exact: true });
    await asked.getByText('The school’s proxy at proxy.example:3128 asks').waitFor();
    await asked.getByText('They are kept until the sitting ends, never recorded.').waitFor();
    expect(await page.locator('[data-stage]').getByRole('textbox').count()).toBe(0);
    await page.getByText('The page waits: the school’s proxy asks first').waitFor();
    await expectClean('review-proxy');
    await asked.getByRole('button', { name: 'Send to the proxy' }).click();
    await asked.getByText('Type the name', { exact: true }).waitFor();
    expect(await focused()).toBe('Name for the proxy');
    await page.keyboard.type('reviewers');
    const password = asked.getByLabel('Password for the proxy');
    expect(await password.getAttribute('type')).toBe('password');
    await password.fill('of a made-up pond');
    await press('Enter');
    expect(await inputOf('proxy.answer')).toEqual({
      ...{ questionId: idOf('proxy'), name: 'reviewers', password: 'of a made-up pond' },
    });
    expect(await password.inputValue()).toBe('');
  });

  it('says that it was wrong and how often it may be tried, and is declined with one click', async () => {
    await show('review-proxy-wrong');
    const asked = page.getByRole('region', { name: 'The school’s proxy', exact: true });
    await asked.getByText('did not accept that name and password. 1 try left.').waitFor();
    await expectClean('review-proxy-wrong');
    await asked.getByRole('button', { name: 'Don’t open the page' }).click();
    expect(await inputOf('proxy.decline')).toEqual({ questionId: idOf('proxytwo') });
  });
});

describe('ExceptionsPanel', () => {
  it('is off and folded at first, and asks both', async () => {
    await show('review-exception');
    const summary = page.getByText('Exceptions for this site: none is on');
    const button = page.getByRole('button', { name: 'Let its scripts send by POST…' });
    expect(await button.isVisible()).toBe(false);
    await summary.click();
    await expectClean('review-exception');
    await button.click();
    expect(await inputOf('exception.ask')).toEqual({ exception: 'script-posts', account: null });
    await page.close();
    await show('review-exception-agree');
    await page.getByRole('region', { name: 'An exception?' }).waitFor();
    await expectClean('review-exception-agree');
    await page.getByRole('button', { name: 'No exception' }).click();
    expect(await inputOf('agreement.drop')).toEqual({});
  });

  it('says what is on and who agreed, and ends with one click', async () => {
    await show('review-exception-on');
    const on = page.getByRole('region', { name: 'Exceptions for this site' });
    await on.getByText('Rowan Testwell and Imogen Sampleford agreed').waitFor();
    await page.getByText('sound are off. This site’s scripts may send').waitFor();
    await expectClean('review-exception-on');
    await on.getByRole('button', { name: 'End it now' }).click();

    expect(await inputOf('exception.end')).toEqual({ agreementId: idOf('exception') });
  });

  it('asks for a log-in only with the name of the account, and for no password', async () => {
    await show('review-exception');
    await page.getByText('Exceptions for this site: none is on').click();
    const button = page.getByRole('button', { name: 'Log in with the school’s account…' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await page.getByLabel('Name of the school’s account').fill(' northfield-viewer ');
    await button.click();
    expect(await inputOf('exception.ask')).toEqual({
      ...{ exception: 'viewing-account', account: 'northfield-viewer' },
    });
  });

  it('says that both are logged in, as whom, and that nothing can be posted', async () => {
    await show('review-exception-account');
    const on = page.getByRole('region', { name: 'Exceptions for this site' });
    await on.getByText('northfield-viewer').waitFor();
    await page.getByText('Logged in with the school’s account. Posting').waitFor();
    await page.getByText('Other exceptions for this site').click();
    await expectClean('review-exception-account');
    await on.getByRole('button', { name: 'End the log-in now' }).click();
    expect(await inputOf('exception.end')).toEqual({ agreementId: idOf('exception') });
  });
});

describe('PhaseBar', () => {
  it('counts a log-in down in the bar, names its site, and ends it', async () => {
    await show('review-log-in');
    const bar = page.getByRole('region', { name: 'Log-in', exact: true }).first();
    await bar.getByText('4:07 left').waitFor();
    await bar.getByText('https://chatterly.example').waitFor();
    await expectClean('review-log-in');
    await bar.getByRole('button', { name: 'We are logged in' }).click();
    expect(await inputOf('exception.phase-end')).toEqual({ how: 'done', pressed: null });
    await page.close();
    await show('review-log-in');
    await page.getByRole('button', { name: 'Give up' }).click();
    expect(await inputOf('exception.phase-end')).toEqual({ how: 'given-up', pressed: null });
  });
});

describe('PhasePanel', () => {
  it('takes what was pressed before a notice is gone', async () => {
    await show('review-notice');
    await page.getByText('1:05 left').waitFor();
    const button = page.getByRole('button', { name: 'The notice is gone' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('We refused all').check();
    await expectClean('review-notice');
    await button.click();
    expect(await inputOf('exception.phase-end')).toEqual({ how: 'done', pressed: 'refused-all' });
  });
});
