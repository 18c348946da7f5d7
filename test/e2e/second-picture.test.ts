import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { page, startSite, type Site, type SiteRoutes } from '#scripts/demo-site/server.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';

const TEST_MS = 240_000;
const COVERED = `<!doctype html><html lang="en"><title>Covered</title>
  <h1>What was said</h1>${'<p>A line of an ordinary page that can be read.</p>'.repeat(60)}
  <div id="wall" style="position:fixed;inset:0;background:#fff;z-index:9">We use cookies. Do you consent?</div>`;
let asked = 0;
const routes: SiteRoutes = {
  '/covered': page(COVERED),
  '/cloaked': (request, response) => {
    if (request.headers.cookie === undefined) asked += 1;
    const words = asked > 1 ? 'Moved.' : 'What a person reads.';
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': `k=${asked}` });
    response.end(`<!doctype html><html lang="en"><title>T</title><h1>Words</h1><p>${words}</p>`);
  },
  '/stalls': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'k=1' });
    asked += 1;
    // A second request never ends.
    if (asked > 1) response.write('<!doctype html><title>T</title><p>Begun');
    else response.end('<!doctype html><html lang="en"><title>T</title><h1>Words</h1><p>Here.');
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

async function atPage(path: string): Promise<RunningApp> {
  asked = 0;
  site = await startSite(routes);
  const app = await RunningApp.start(made.exhibit);
  apps.push(app);
  await app.toReview();
  await app.visit(`${site.origin}${path}`);
  await app.concern();
  return app;
}

async function codes(app: RunningApp): Promise<void> {
  await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
  await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
}

/** The capture that waits to be judged, other than the one before. */
async function checked(app: RunningApp, before = '') {
  return await app.hands.until(
    'a capture to judge',
    ({ screen }) =>
      screen.kind === 'review' &&
      screen.check !== null &&
      screen.check.captureId !== before &&
      screen.check,
    STEP_MS * 2,
  );
}

describe('a page with something over it', () => {
  it(
    'is captured again with a second picture once both agreed, and both pictures are looked at',
    async () => {
      const app = await atPage('/covered');
      await app.agree('capture');
      const first = await checked(app);
      expect(first.doubts.map(({ code }) => code)).toContain('CONSENT');
      expect(first.mayHideOverlays).toBe(true);
      expect(first.pictures.map(({ key }) => key)).toEqual(['page']);
      await app.do('capture.again', { captureId: first.captureId });
      await codes(app);
      const second = await checked(app, first.captureId);
      expect(second.pictures.map(({ key }) => key)).toEqual(['page', 'without-overlays']);
      expect(second.pictures[1]?.caption).toContain('we use cookies');
      expect(second.mayHideOverlays).toBe(false);
      for (const { key } of second.pictures) {
        const { captureId } = second;
        const sheet = await app.call('capture.sheet', { captureId, picture: key, sheet: 0 });
        expect([key, sheet.ok]).toEqual([key, true]);
      }
      // The page stands as it stood.
      const shown = await app.driver.evaluateReview(
        "getComputedStyle(document.getElementById('wall')).display",
      );
      expect(shown).toBe('block');
      const answers = second.doubts.map(({ doubtId }) => ({
        ...{ doubtId, keep: true, reason: 'The second picture shows what lay beneath' },
      }));
      await app.do('capture.accept', { captureId: second.captureId, answers });
      const exhibitId = (await app.screen('review')).exhibits.at(-1)?.exhibitId ?? '';
      const looked = await app.call('exhibit.look', { exhibitId, credentials: app.both() });
      if (!looked.ok) throw new Error(looked.error.message);
      expect(looked.value.pictures.map(({ key, sheets }) => [key, sheets.length])).toEqual([
        ['page', 1],
        ['without-overlays', 1],
      ]);
    },
    TEST_MS,
  );
});

describe('a second request', () => {
  it(
    'is made in a fresh session once both agreed, and what differs is in doubt',
    async () => {
      const app = await atPage('/cloaked');
      await app.do('agreement.propose', { what: 'capture', secondLook: true });
      await codes(app);
      const check = await checked(app);
      expect(site.log.filter(({ path }) => path === '/cloaked')).toHaveLength(2);
      expect(check.doubts.map(({ code }) => code)).toContain('SECOND_DIFFERS');
      const said = check.facts.find(({ name }) => name === 'Second request')?.value;
      expect(said).toContain('1 lines only at first, 1 only then');
      const { views } = (await app.driver.windows())[0] ?? { views: [] };
      expect(views).toHaveLength(2);
    },
    TEST_MS,
  );

  it(
    'is not made where nobody chose it',
    async () => {
      const app = await atPage('/cloaked');
      await app.agree('capture');
      const check = await checked(app);
      expect(site.log.filter(({ path }) => path === '/cloaked')).toHaveLength(1);
      expect(check.doubts.map(({ code }) => code)).not.toContain('SECOND_DIFFERS');
    },
    TEST_MS,
  );

  it(
    'ends with STOP at once, its view gone with the page',
    async () => {
      const app = await atPage('/stalls');
      await app.do('agreement.propose', { what: 'capture', secondLook: true });
      await codes(app);
      await app.driver.waitUntil(
        () => Promise.resolve(site.log.filter(({ path }) => path === '/stalls').length === 2),
        'the second request',
        STEP_MS,
      );
      expect((await app.driver.windows()).flatMap(({ views }) => views)).toHaveLength(3);
      await app.do('stop.press', {});
      expect((await app.driver.windows()).flatMap(({ views }) => views)).toHaveLength(1);
      await app.hands.on('stopped');
    },
    TEST_MS,
  );
});
