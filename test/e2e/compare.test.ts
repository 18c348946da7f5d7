import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site, type SiteRoutes } from '#scripts/demo-site/server.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';

const TEST_MS = 300_000;
/** What the page says and shows now. */
let post = { said: 'Who should be left out?', colour: 'rgb(160, 40, 40)' };
const FILLER = '<p>A line of an ordinary page that can be read.</p>'.repeat(80);
const routes: SiteRoutes = {
  '/post': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><html lang="en"><title>A post</title><body style="margin:0">
      <h1 style="height:40px;margin:0">What was said</h1><p id="said">${post.said}</p>
      <img src="/picture.svg" alt="" style="display:block;margin-top:900px;height:200px;width:400px">
      ${FILLER}<script src="/stays.js"></script><script src="/says.js"></script>`);
  },
  '/picture.svg': (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    response.end(
      `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="${post.colour}"/></svg>`,
    );
  },
  '/stays.js': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end('// stays');
  },
  '/says.js': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end(`// ${post.said}`);
  },
};

let made: Templates;
let site: Site;
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
  await site.close();
});
afterAll(() => {
  expect(apps).toEqual([]);
});

/** Capture what is shown and keep it as it is. @returns the exhibit's id */
async function captured(app: RunningApp): Promise<string> {
  const before = (await app.screen('review')).exhibits.length;
  await app.agree('capture');
  const check = await app.hands.until(
    'a capture to judge',
    ({ screen }) => screen.kind === 'review' && screen.check !== null && screen.check,
    STEP_MS * 2,
  );
  const answers = check.doubts.map(({ doubtId }) => ({
    ...{ doubtId, keep: true, reason: 'It is as it was served' },
  }));
  await app.do('capture.accept', { captureId: check.captureId, answers });
  const { exhibits } = await app.screen('review');
  expect(exhibits).toHaveLength(before + 1);
  return exhibits.at(-1)?.exhibitId ?? '';
}

/** Capture the page as it is served now, with its pictures. */
async function captureOf(app: RunningApp): Promise<string> {
  await app.visit(`${site.origin}/post`);
  await app.concern();
  if ((await app.screen('review')).pictures !== 'plain') {
    await app.agree('pictures');
    await app.hands.until(
      'the page with its pictures',
      ({ screen }) =>
        screen.kind === 'review' &&
        screen.pictures === 'plain' &&
        screen.current?.outcome === 'shown',
      STEP_MS,
    );
  }
  return await captured(app);
}

describe('two captures of one page', () => {
  it(
    'are compared: the edited line, the other picture, the other response, and nothing else',
    async () => {
      site = await startSite(routes);
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      const first = await captureOf(app);
      const twin = await captureOf(app);
      post = { said: 'Nothing to see here', colour: 'rgb(40, 90, 160)' };
      const second = await captureOf(app);
      await app.do('screen.go', { to: 'investigation' });
      const asked = site.log.length;

      const same = await app.do('exhibit.compare', {
        ...{ exhibitIds: [first, twin], credentials: app.both() },
      });
      expect(same.words[0]).toBe('The recorded text and the pictures of the page are the same.');
      expect([same.earlier.bands, same.later.bands]).toEqual([[], []]);
      const none = { count: 0, addresses: [] };
      const others = { appeared: none, gone: none, unknown: none };
      expect(same.requests).toMatchObject({ changed: none, ...others });

      // Named the other way round: what was captured first stands first.
      const differs = await app.do('exhibit.compare', {
        ...{ exhibitIds: [second, first], credentials: app.both() },
      });
      expect([differs.earlier.exhibitId, differs.later.exhibitId]).toEqual([first, second]);
      expect(differs.words[0]).toBe('The recorded text and the pictures of the page differ.');
      const changed = differs.text.lines.filter(
        ({ kind }) => kind !== 'same' && kind !== 'skipped',
      );
      expect(changed).toEqual([
        { kind: 'removed', text: 'Who should be left out?' },
        { kind: 'added', text: 'Nothing to see here' },
      ]);
      for (const { bands } of [differs.earlier, differs.later]) {
        expect(bands).toHaveLength(2);
        const [words, colour] = bands;
        expect(words?.topCss).toBeGreaterThanOrEqual(40);
        expect((words?.topCss ?? 0) + (words?.heightCss ?? 0)).toBeLessThan(120);
        // Blank rows that the shorter line left may be counted to the picture beneath it.
        expect(colour?.heightCss).toBeGreaterThanOrEqual(200);
        expect(colour?.heightCss).toBeLessThan(210);
      }
      expect(differs.facts.filter((fact) => !fact.same)).toEqual([]);
      expect(differs.requests.changed.addresses.toSorted()).toEqual([
        `GET ${site.origin}/picture.svg`,
        `GET ${site.origin}/post`,
        `GET ${site.origin}/says.js`,
      ]);
      expect(differs.requests).toMatchObject({ ...others, same: same.requests.same - 3 });
      // Nothing was asked of the web for any of it.
      expect(site.log.length).toBe(asked);
    },
    TEST_MS,
  );

  it(
    'are compared on the screen, and gone from it with STOP',
    async () => {
      post = { said: 'Who should be left out?', colour: 'rgb(160, 40, 40)' };
      site = await startSite(routes);
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await captureOf(app);
      post = { said: 'Nothing to see here', colour: 'rgb(40, 90, 160)' };
      await captureOf(app);
      await app.do('screen.go', { to: 'investigation' });
      const { driver } = app;
      const has = async (words: string): Promise<void> => {
        await driver.waitUntil(async () => (await driver.text()).includes(words), words, STEP_MS);
      };
      await has('An earlier capture of this address');
      await driver.evaluate(
        `document.querySelector('[aria-label^="Compare RJT/2 with RJT/3"]')?.click()`,
      );
      await has('goes on record');
      for (const [place, { passphrase }] of app.both().entries()) {
        await driver.evaluate(
          `document.querySelectorAll('[role=dialog] input[type=password]')[${place}].focus()`,
        );
        await driver.type(passphrase);
      }
      await driver.press('Enter');
      await has('What changed from RJT/2 to RJT/3');
      await has('Nothing to see here');
      expect(await driver.evaluate(`document.querySelectorAll('[role=dialog] img').length`)).toBe(
        2,
      );
      await app.do('stop.press', {});
      await app.hands.on('stopped');
      expect(await driver.evaluate(`document.querySelectorAll('[role=dialog]').length`)).toBe(0);
      expect(await driver.text()).not.toContain('Nothing to see here');
    },
    TEST_MS,
  );
});
