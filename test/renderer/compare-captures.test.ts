import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { channels } from '#src/contract/channels.ts';
import type { ComparisonView } from '#src/contract/comparison.ts';
import { usualAnswers } from './answers.ts';
import type { Scripted } from './fake-api.ts';
import { callsOf, keepPicture, push, Screens, violationsOf } from './harness.ts';
import { exhibit, inside, overviewScreen, views } from './views.ts';

let screens: Screens;
let answers: Scripted;

const before = exhibit(1);
const after = exhibit(4, { address: before.address, capturedAt: '2026-11-18T09:03:07.000Z' });
const elsewhere = exhibit(3);
const overview = { ...overviewScreen, exhibits: [before, elsewhere, after] };
/** Text of a page that would do something if it were taken as anything but text. */
const HOSTILE = '<img src=x onerror="document.title=1"><b>Who should be left out?</b>\u202e';

const style = 'margin:0;width:1280px;font-family:sans-serif;font-size:28px';
const post = (words: string, colour: string): string =>
  `<body style="${style}"><h1>EHS Whispers</h1><p>@ehs-whispers, 2 h</p><p>${words}</p><div style="width:600px;height:260px;background:${colour}"></div><p>14 replies</p>`;

const PICTURED = 'The page as it was captured in';
type Bytes = Readonly<Record<'base64', string>>;

beforeAll(async () => {
  screens = await Screens.start();
  const sheet = async (html: string, topCss = 0) => {
    const png: Bytes = { base64: Buffer.from(await screens.pictureOf(html)).toString('base64') };
    return { png, topCss, heightCss: 720 };
  };
  const [old, now, rest] = [
    await sheet(post('Who should be left out?', '#a33')),
    await sheet(post('Nothing to see here', '#37a')),
    await sheet(post('More replies', '#ddd'), 720),
  ];
  const caption = 'The page as it stood.';
  const bands = [
    { topCss: 160, heightCss: 50 },
    { topCss: 222, heightCss: 260 },
  ];
  const none = { count: 0, addresses: [] };
  const site = 'https://chatterly.example';
  answers = {
    ...(await usualAnswers(screens)),
    'exhibit.compare': {
      words: [
        'The recorded text and the pictures of the page differ.',
        'Other facts that differ: picture size, requests.',
      ],
      earlier: { ...sideOf(before), caption, bands, sheets: [old] },
      later: { ...sideOf(after), caption, bands, sheets: [now, rest] },
      facts: [
        { name: 'Title', earlier: 'EHS Whispers', later: 'EHS Whispers', same: true },
        { name: 'Address after redirects', earlier: site, later: site, same: true },
        { name: 'Status', earlier: '200', later: '200', same: true },
        {
          name: 'Picture size',
          earlier: '1,280 px by 720 px',
          later: '1,280 px by 1,440 px',
          same: false,
        },
        { name: 'Requests', earlier: '24', later: '26', same: false },
      ],
      text: {
        ...{ state: 'differs', notes: [], added: 1, removed: 1 },
        lines: [
          { kind: 'skipped', text: '12 lines the same in both' },
          { kind: 'same', text: '@ehs-whispers, 2 h' },
          { kind: 'removed', text: HOSTILE },
          { kind: 'added', text: 'Nothing to see here' },
          { kind: 'same', text: '14 replies' },
        ],
      },
      pictures: { state: 'differs', notes: [] },
      requests: {
        changed: { count: 2, addresses: [`GET ${site}/post/4401`, `GET ${site}/a.png`] },
        ...{ appeared: { count: 1, addresses: [`GET ${site}/b.png`] }, gone: none, unknown: none },
        same: 21,
      },
    },
  };
}, 120_000);
afterAll(async () => {
  await screens.close();
});

function sideOf({ exhibitId, exhibitRef, address, capturedAt }: typeof before) {
  return { exhibitId, exhibitRef, address, capturedAt };
}

async function shown(more: Scripted = {}): Promise<Page> {
  return await screens.show(inside(overview, 'review'), { ...answers, ...more });
}

async function passphrases(page: Page): Promise<void> {
  for (const field of await page.getByRole('dialog').locator('input[type=password]').all())
    await field.fill('lantern orbit velvet candle');
}

/** Both captures, opened from what is suggested on the later one's card. */
async function opened(more: Scripted = {}): Promise<Page> {
  const page = await shown(more);
  await page.getByRole('button', { name: 'Compare RJT/1 with RJT/4…' }).click();
  await passphrases(page);
  await page.getByRole('button', { name: 'Compare RJT/4 with RJT/1' }).click();
  await page.getByRole('heading', { name: 'What changed from RJT/1 to RJT/4' }).waitFor();
  return page;
}

async function looks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await screens.axeFindings(page)).toEqual([]);
    await keepPicture(page, `${name}-${colorScheme}`);
  }
  expect(await violationsOf(page)).toEqual([]);
}

describe('ExhibitCard', () => {
  it('suggests only an earlier capture of the same address, and offers any other', async () => {
    const page = await shown();
    const suggested = page.getByText('An earlier capture of this address');
    expect(await suggested.allInnerTexts()).toEqual([
      'An earlier capture of this address: RJT/1, Tuesday 17 November 2026, 10:44:31',
    ]);
    await page.getByRole('button', { name: 'Compare with… RJT/3' }).click();
    const choices = page.getByRole('dialog').getByRole('radio');
    expect(await choices.count()).toBe(2);
    expect(await page.getByRole('dialog').getByRole('radio', { checked: true }).count()).toBe(0);
    await page.getByText('Choose the other capture first').waitFor();
    await page.close();
  });

  it('says that there is no other capture where there is none', async () => {
    const page = await screens.show(inside({ ...overview, exhibits: [before] }, 'review'), answers);
    await page.getByText('There is no other capture yet').waitFor();
    await page.getByRole('button', { name: 'Compare with… RJT/1' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.close();
  });
});

describe('CompareCaptures', () => {
  it('asks for the other capture and both passphrases, by keyboard alone', async () => {
    const page = await shown();
    await page.getByRole('button', { name: 'Compare with… RJT/4' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Compare RJT/4 with…' }).waitFor();
    await looks(page, 'compare-ask');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await passphrases(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What changed from RJT/1 to RJT/4' }).waitFor();
    const { input } = (await callsOf(page)).at(-1) ?? {};
    expect(channels['exhibit.compare'].input.parse(input).exhibitIds).toEqual([
      ...[after.exhibitId, before.exhibitId],
    ]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Close both');
    await page.close();
  });

  it('shows both side by side, what differs outlined on each, its text as text', async () => {
    const page = await opened();
    await looks(page, 'compare');
    const [left, right] = await page.getByAltText(PICTURED).all();
    const [a, b] = [await left?.boundingBox(), await right?.boundingBox()];
    expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual(b?.x ?? 0);
    const bands = page.locator('[class*=band]');
    expect(await bands.count()).toBe(4);
    const band = await bands.nth(1).boundingBox();
    const share = ((band?.y ?? 0) - (a?.y ?? 0)) / (a?.height ?? 1);
    expect(share).toBeCloseTo(222 / 720, 2);
    expect(await page.getByText('2 stretches outlined').count()).toBe(2);
    const lines = page.getByRole('region', { name: 'Lines that differ' });
    expect(await lines.locator('img, b').count()).toBe(0);
    expect(await lines.getByText('<b>Who should be left out?</b><U+202E>').count()).toBe(1);
    expect(await page.title()).not.toBe('1');
    await page.getByText('The recorded text', { exact: true }).scrollIntoViewIfNeeded();
    await looks(page, 'compare-below');
    await page.getByText('What servers answered').scrollIntoViewIfNeeded();
    await looks(page, 'compare-end');
    await page.close();
  });

  it('goes from sheet to sheet on both sides at once, and says where one has ended', async () => {
    const page = await opened();
    await page.getByText('Sheets 1 of 2').waitFor();
    await page.getByRole('button', { name: 'Sheets below' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Sheets 2 of 2').waitFor();
    await page.getByText('This picture has ended above.').waitFor();
    expect(await page.getByAltText(PICTURED).count()).toBe(1);
    expect(await page.locator('[class*=band]').count()).toBe(0);
    await page.close();
  });

  it('says why pictures were not compared, and outlines nothing', async () => {
    const usual = answers['exhibit.compare'] as ComparisonView;
    const why = 'One picture is 1,280 px wide, the other 800 px.';
    const page = await opened({
      'exhibit.compare': {
        ...usual,
        pictures: { state: 'not-compared', notes: [why] },
        earlier: { ...usual.earlier, bands: [] },
        later: { ...usual.later, bands: [], sheets: [], caption: 'This capture has no picture.' },
      },
    });
    await page.getByText(`Nothing is outlined. ${why}`).waitFor();
    await page.getByText('This capture has no picture.').waitFor();
    expect(await page.locator('[class*=band]').count()).toBe(0);
    await page.close();
  });

  it('drops everything when it is closed, and when it was stopped', async () => {
    const page = await opened();
    await page.keyboard.press('Escape');
    expect(await page.getByAltText(PICTURED).count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Compare RJT/1 with RJT/4…' }).click();
    await passphrases(page);
    await page.getByRole('button', { name: 'Compare RJT/4 with RJT/1' }).click();
    await page.getByAltText(PICTURED).first().waitFor();
    const { stopped } = views;
    if (stopped === undefined) throw new RangeError('no view of the stopped screen');
    await push(page, stopped);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByAltText(PICTURED).count()).toBe(0);
    await page.close();
  });
});
