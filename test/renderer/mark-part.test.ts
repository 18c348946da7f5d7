import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { STATEMENTS } from '#src/investigation/attestations.ts';
import { usualAnswers } from './answers.ts';
import type { Scripted } from './fake-api.ts';
import { callsOf, keepPicture, push, Screens } from './harness.ts';
import { digestOf, exhibit, idOf, inside, overviewScreen, visit } from './views.ts';

let screens: Screens;
let answers: Scripted;
const LINES = ['EHS Whispers', '@ehs-whispers, 2 h', 'Who should be left out?', 'Say a name.'];

beforeAll(async () => {
  screens = await Screens.start();
  const page =
    '<body style="margin:0;width:1280px;height:1900px;font-family:sans-serif"><h1>EHS Whispers</h1><p>@ehs-whispers, 2 h</p><p>Who should be left out?</p>';
  const base64 = Buffer.from(await screens.pictureOf(page)).toString('base64');
  answers = {
    ...(await usualAnswers(screens)),
    'part.open': {
      png: { base64 },
      ...{ scale: 1, ratio: 1.5, width: 1280, height: 1900, lines: LINES },
    },
    'part.propose': { png: { base64 } },
  };
}, 120_000);
afterAll(async () => {
  await screens.close();
});

async function opened(): Promise<Page> {
  const page = await screens.show(inside(overviewScreen, 'review'), answers);
  await page.getByRole('button', { name: 'Mark a part… RJT/1' }).click();
  const words = await page.getByRole('dialog').locator('input[type=password]').all();
  for (const field of words) await field.fill('lantern orbit velvet candle');
  await page.getByRole('button', { name: 'Open RJT/1' }).click();
  await page.getByRole('heading', { name: 'Mark a part of RJT/1' }).waitFor();
  return page;
}

async function looks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await screens.axeFindings(page)).toEqual([]);
    await keepPicture(page, `${name}-${colorScheme}`);
  }
}

const box = (page: Page): Promise<string[]> =>
  Promise.all(
    ['From the left', 'From the top', 'Width', 'Height'].map((label) =>
      page.getByLabel(label, { exact: true }).inputValue(),
    ),
  );

describe('MarkPart', () => {
  it('takes the part from the numbers and the lines by keyboard alone, and asks both', async () => {
    const page = await opened();
    for (const [label, value] of [
      ['From the left', '40'],
      ['From the top', '60'],
      ['Width', '300'],
      ['Height', '90'],
      ['User name as shown', 'ehs-whispers'],
      ['Why this part', 'It asks for a name.'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(value);
    }
    await page.locator('summary').filter({ hasText: 'recorded text' }).focus();
    await page.keyboard.press('Enter');
    for (const line of [LINES[3] ?? '', LINES[2] ?? '']) {
      await page.getByLabel(line).focus();
      await page.keyboard.press('Space');
    }
    expect(await page.getByLabel('What was said').inputValue()).toBe(
      'Who should be left out?\nSay a name.',
    );
    await looks(page, 'mark-part');
    await page.getByRole('button', { name: 'Ask both for this part' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      (window as unknown as { fake: { calls: { channel: string }[] } }).fake.calls.some(
        ({ channel }) => channel === 'part.propose',
      ),
    );
    expect((await callsOf(page)).at(-1)).toEqual({
      channel: 'part.propose',
      input: {
        css: { x: 40, y: 60, width: 300, height: 90 },
        ...{ username: 'ehs-whispers', displayName: '', shownAt: '' },
        ...{ said: 'Who should be left out?\nSay a name.', why: 'It asks for a name.' },
      },
    });
    await page.close();
  });

  it('takes the part from a drag on the picture, whole CSS pixels inside it', async () => {
    const page = await opened();
    const picture = await page.getByAltText('as it was captured in RJT/1').boundingBox();
    if (picture === null) throw new Error('a picture expected');
    const scale = 1280 / picture.width;
    await page.mouse.move(picture.x + 200, picture.y + 120);
    await page.mouse.down();
    await page.mouse.move(picture.x + 50, picture.y + 20, { steps: 5 });
    await page.mouse.up();
    const [x, y, width, height] = (await box(page)).map(Number);
    expect([x, y, width, height].every((one) => Number.isInteger(one))).toBe(true);
    const near = [50, 20, 150, 100].map((one) => one * scale);
    for (const [i, value] of [x, y, width, height].entries()) {
      expect(Math.abs((value ?? 0) - (near[i] ?? 0)), String(i)).toBeLessThanOrEqual(2);
    }
    await page.mouse.move(picture.x + 5, picture.y + 5);
    await page.mouse.down();
    await page.mouse.move(picture.x - 90, picture.y + 30);
    await page.mouse.up();
    expect((await box(page))[0]).toBe('0');
    await page.close();
  });

  it('says what is missing, shows the part for both to agree to, and then what was kept', async () => {
    const page = await opened();
    await page.getByText('Mark a part of the picture first').waitFor();
    await page.getByLabel('Width', { exact: true }).fill('10');
    await page.getByLabel('Height', { exact: true }).fill('10');
    await page.getByText('Write down at least one thing that stands there').waitFor();
    await page.getByLabel('Display name as shown').fill('EHS Whispers');
    await page.getByText('Say why this part is marked').waitFor();
    await page.getByLabel('Why this part').fill('It asks for a name.');
    await page.getByRole('button', { name: 'Ask both for this part' }).click();
    const partAgreement = {
      ...{ what: 'part' as const, visitId: visit(1).visitId, statement: STATEMENTS.part },
      ...{ firstAgreedAt: null, secondAgreedAt: null, lastWrongHalf: null },
    };
    await push(page, inside({ ...overviewScreen, partAgreement }, 'review'));
    await page.getByAltText('The part as it would be kept').waitFor();
    await page.getByText(STATEMENTS.part).waitFor();
    await page.getByRole('dialog').getByText('It asks for a name.').waitFor();
    await looks(page, 'agree-part');
    const parts = [
      {
        ...{ exhibitId: idOf('part'), exhibitRef: 'RJT/1/1', digest: digestOf('4') },
        ...{ markedAt: '2026-11-17T11:02:00.000Z', username: '', displayName: 'EHS Whispers' },
        ...{ shownAt: '', said: '', why: 'It asks for a name.' },
      },
    ];
    const exhibits = [exhibit(1, { parts }), ...overviewScreen.exhibits.slice(1)];
    await push(page, inside({ ...overviewScreen, exhibits }, 'review'));
    await page.getByText('Kept as RJT/1/1.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('list', { name: 'Parts of RJT/1' }).waitFor();
    expect((await callsOf(page)).at(-1)?.channel).toBe('part.close');
    await page
      .getByRole('button', { name: 'Look at it together… RJT/1/1' })
      .scrollIntoViewIfNeeded();
    await looks(page, 'parts');
    await page.close();
  });
});
