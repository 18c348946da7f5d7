import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appView } from '#src/contract/views.ts';
import { usualAnswers } from './answers.ts';
import type { Scripted } from './fake-api.ts';
import { Screens, violationsOf } from './harness.ts';
import { views } from './views.ts';

const wide = { width: 1440, height: 900 };
const middle = { width: 1180, height: 720 };
const narrow = { width: 720, height: 450 };
/** Each size and each scheme; every pair of them with `SLOW=1`. The narrow ones come last. */
const looks = [
  { name: 'light, 1440 × 900', scheme: 'light', size: wide, slow: false },
  { name: 'dark, 1440 × 900', scheme: 'dark', size: wide, slow: true },
  { name: 'light, 1180 × 720', scheme: 'light', size: middle, slow: true },
  { name: 'dark, 1180 × 720', scheme: 'dark', size: middle, slow: false },
  { name: 'dark, 720 × 450', scheme: 'dark', size: narrow, slow: true },
  { name: 'light, 720 × 450', scheme: 'light', size: narrow, slow: false },
] as const;
const chosen = looks.filter((look) => !look.slow || process.env['SLOW'] === '1');

let screens: Screens;
let answers: Scripted;

beforeAll(async () => {
  screens = await Screens.start();
  answers = await usualAnswers(screens);
});

afterAll(async () => {
  await screens.close();
});

describe('Screen', () => {
  it.each(Object.entries(views))('shows %s in every look without a finding', async (name, view) => {
    expect(appView.parse(view)).toEqual(view);
    const page = await screens.show(view, answers);
    const failed: string[] = [];
    page.on('pageerror', (error) => failed.push(error.message));
    if (name.startsWith('record')) await page.locator('canvas[data-page="1"]').waitFor();
    const findings: Record<string, unknown> = {};
    const overflows: Record<string, number> = {};
    for (const look of chosen) {
      await page.emulateMedia({ colorScheme: look.scheme });
      await page.setViewportSize(look.size);
      const found = await screens.axeFindings(page);
      if (found.length > 0) findings[look.name] = found;
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) overflows[look.name] = over;
    }
    const refused = await violationsOf(page);
    const alone = await page.locator('h1').count();
    const bar = await page.locator('header').boundingBox();
    await page.close();
    expect(findings).toEqual({});
    expect(overflows).toEqual({});
    expect({ refused, failed, headings: alone }).toEqual({ refused: [], failed: [], headings: 1 });
    expect(bar).toMatchObject({ x: 0, y: 0, width: 720 });
  });
});
