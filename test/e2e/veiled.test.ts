import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstName, PEOPLE } from '#scripts/demo/people.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { VEIL_MAX_PX } from '#src/capture/veil.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { countMarker } from '#test/support/site/marker.ts';
import { expectStopped } from './stop-kit.ts';
import { veiledRoutes } from './veiled-site.ts';

const TEST_MS = 300_000;
let made: Templates;
let site: Site;
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
  site = await startSite(veiledRoutes);
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
});
afterAll(async () => {
  await site.close();
});

/** At the review, with a page of the site open, veiled. */
async function veiledAt(address: string): Promise<RunningApp> {
  const app = await RunningApp.start(made.exhibit);
  apps.push(app);
  await app.toReview();
  await app.visit(`${site.origin}${address}`);
  await app.agree('veiled');
  await until(app, 'veiled');
  return app;
}

async function until(app: RunningApp, pictures: 'not-loaded' | 'veiled' | 'plain'): Promise<void> {
  await app.hands.until(
    `the pictures ${pictures}`,
    ({ screen }) =>
      screen.kind === 'review' &&
      screen.pictures === pictures &&
      screen.current?.outcome === 'shown',
    STEP_MS,
  );
}

/** The veiled picture on the screen, drawn from the very bytes that the screens were given. */
async function onScreen(app: RunningApp): Promise<Uint8Array> {
  await app.driver.waitUntil(
    async () => (await app.driver.evaluate(SHOWN)) === true,
    'a veiled picture',
    STEP_MS,
  );
  const base64 = await app.driver.evaluate(FETCHED);
  return Buffer.from(String(base64), 'base64');
}

const IMG = `document.querySelector('[data-stage] img')`;
const SHOWN = `${IMG}?.complete === true && ${IMG}.naturalWidth > 0`;
const FETCHED = `window.api.call('review.veiled', {}).then(({ value }) => btoa(String.fromCharCode(...value.png)))`;

/** A veiled picture, opened. */
async function opened(png: Uint8Array) {
  const { width, height, channels, space } = await sharp(png).metadata();
  return {
    width,
    height,
    channels,
    space,
    values: await sharp(png).toColourspace('b-w').raw().toBuffer(),
  };
}

/** Contrast of its inside, and how light it is on average. */
async function lookOf(
  png: Uint8Array,
): Promise<{ readonly contrast: number; readonly mean: number }> {
  const { width, height, values } = await opened(png);
  expect(values).toHaveLength(width * height);
  let [low, high, sum, count] = [255, 0, 0, 0];
  for (let y = 6; y < height - 6; y++)
    for (let x = 6; x < width - 6; x++) {
      const value = values[y * width + x] ?? 0;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
      [sum, count] = [sum + value, count + 1];
    }
  return { contrast: (high - low) / Math.max(1, high + low), mean: sum / count };
}

/** The look of the page once it is drawn: a fine pattern of black and white is grey, neither black nor white. */
async function lookOnceDrawn(app: RunningApp, mean: readonly [number, number]) {
  let look = { contrast: 0, mean: -1 };
  await app.driver.waitUntil(
    async () => {
      look = await lookOf(await onScreen(app));
      return look.mean >= mean[0] && look.mean <= mean[1];
    },
    `a veiled picture as light as ${mean.join(' to ')}`,
    STEP_MS,
  );
  return look;
}

async function markerInWindow(app: RunningApp): Promise<number> {
  const picture = await app.driver.screenshot();
  return countMarker(await sharp(picture).removeAlpha().raw().toBuffer());
}

/** Wait for a picture that is newer than a second. */
const settle = (ms = 1600): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a veiled page', () => {
  it(
    'has no pixel of its own on the window, and hears no click, key or wheel; its picture is small and grey',
    async () => {
      const app = await veiledAt('/pictures');
      const png = await onScreen(app);
      const { width, height, channels, space } = await opened(png);
      expect(Math.max(width, height)).toBeLessThanOrEqual(VEIL_MAX_PX);
      expect({ channels, space }).toEqual({ channels: 1, space: 'b-w' });
      expect(site.log.map(({ path }) => path)).toContain('/picture.svg');
      // The page is there, drawn and as large as its place, under the screens.
      const [window] = await app.driver.windows();
      const [screens, review] = window?.views ?? [];
      expect(review?.bounds.width).toBeGreaterThan(400);
      expect(review?.place).toBeLessThan(screens?.place ?? 0);
      expect(screens?.bounds).toMatchObject({ x: 0, y: 0, width: 1440, height: 900 });
      expect(await markerInWindow(app)).toBe(0);
      // Clicks, keys and the wheel where the page lies.
      const { x = 0, y = 0 } = review?.bounds ?? {};
      await app.driver.clickAt(x + 200, y + 200);
      await app.driver.wheel(x + 200, y + 200, 0, 300);
      await app.driver.press('Tab');
      await app.driver.press('Enter');
      await settle(500);
      expect(await app.driver.evaluateReview('JSON.stringify(globalThis.heard)')).toBe('[]');
      expect(site.log.map(({ path }) => path)).not.toContain('/clicked');
      expect(await markerInWindow(app)).toBe(0);
      // It would be seen: plain it is.
      await app.agree('pictures');
      await until(app, 'plain');
      await settle();
      expect(await markerInWindow(app)).toBeGreaterThan(5000);
      // Left by one click: at once gone, and again only a picture of ours.
      await app.driver.click('button', 'Veiled', { waitMs: STEP_MS });
      await until(app, 'veiled');
      expect(await markerInWindow(app)).toBe(0);
      await onScreen(app);
    },
    TEST_MS,
  );

  it(
    'can be read by nobody: of a fine pattern and of text under a tenth of the contrast is left, of halves nearly all',
    async () => {
      const app = await veiledAt('/chequered');
      expect((await lookOnceDrawn(app, [90, 180])).contrast).toBeLessThan(0.1);
      const visited = async (address: string): Promise<void> => {
        await app.visit(`${site.origin}${address}`);
        await app.agree('veiled');
        await until(app, 'veiled');
      };
      await visited('/text');
      expect((await lookOnceDrawn(app, [90, 220])).contrast).toBeLessThan(0.1);
      await visited('/halves');
      expect((await lookOnceDrawn(app, [90, 180])).contrast).toBeGreaterThan(0.9);
      // By the keys: further down it is all black.
      const at = async (): Promise<number> => Number(await app.driver.evaluateReview('scrollY'));
      expect(await at()).toBe(0);
      await app.driver.evaluate(`document.querySelector('[data-stage] [role=group]').focus()`);
      await app.driver.press('PageDown');
      await app.driver.waitUntil(async () => (await at()) > 300, 'the page to scroll', STEP_MS);
      await app.driver.press('End');
      await app.driver.waitUntil(async () => (await at()) > 2000, 'the end', STEP_MS);
      expect((await lookOnceDrawn(app, [0, 5])).contrast).toBeLessThan(1);
      await app.driver.press('Home');
      await app.driver.waitUntil(async () => (await at()) === 0, 'the start', STEP_MS);
    },
    TEST_MS,
  );

  it(
    'is asked for by both, refused a capture, named by who did not agree, and gone with STOP',
    async () => {
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/pictures`);
      await app.concern();
      site.clearLog();
      // One alone is not enough, and nothing is asked for.
      await app.driver.click('button', 'Veiled', { waitMs: STEP_MS });
      await app.driver.waitForText('Load the pictures on this site, veiled?', STEP_MS);
      const [first, second] = [firstName(PEOPLE.first), firstName(PEOPLE.second)];
      await app.hands.type(`${first}’s sitting code`, PEOPLE.first.code);
      await app.hands.press(`I agree, ${first}`);
      await app.hands.type(`${second}’s sitting code`, PEOPLE.first.code);
      await app.hands.press(`I agree, ${second}`);
      await app.driver.waitForText(`Not ${second}’s code`, STEP_MS);
      expect(site.log).toEqual([]);
      await app.hands.press('Keep them off');
      await app.driver.waitForText(`${second} did not agree. The pictures stay off`, STEP_MS);
      await app.agree('veiled');
      await until(app, 'veiled');
      await onScreen(app);
      const { captureRefusal } = await app.screen('review');
      expect(captureRefusal).toContain('nothing is captured while the pictures are veiled');
      expect(await app.call('agreement.propose', { what: 'capture' })).toMatchObject({
        ok: false,
        error: { code: 'CAPTURE_WHILE_VEILED' },
      });
      await app.driver.click('button', 'Plain', { waitMs: STEP_MS });
      await app.driver.waitForText('Show the pictures on this site?', STEP_MS);
      await app.driver.press('Escape');
      await app.driver.waitForText('You did not both agree. The pictures stay veiled', STEP_MS);
      await app.driver.press('F12');
      const stopped = await expectStopped(app);
      expect(stopped.facts?.how).toContain('Veiled: its pictures were loaded');
      expect(await app.driver.evaluate(`document.querySelector('[data-stage] img')`)).toBeNull();
      expect(await markerInWindow(app)).toBe(0);
      expect(await app.call('review.veiled', {})).toMatchObject({ ok: false });
    },
    TEST_MS,
  );

  it(
    'is gone when the page crashes and when the sitting pauses',
    async () => {
      const app = await veiledAt('/pictures');
      await onScreen(app);
      await app.driver.crashReview();
      await app.driver.waitUntil(
        async () => (await app.driver.evaluate(`${IMG} === null`)) === true,
        'the picture to go with the page',
        STEP_MS,
      );
      await app.do('review.reload', {});
      await until(app, 'veiled');
      await onScreen(app);
      await app.driver.power('lock-screen');
      await app.hands.on('sign-in', STEP_MS);
      expect(await app.driver.review()).toBeNull();
      expect(await app.driver.evaluate(`document.querySelector('img')`)).toBeNull();
    },
    TEST_MS,
  );
});
