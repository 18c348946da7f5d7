import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstName, PEOPLE } from '#scripts/demo/people.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { freshVault } from '#test/support/e2e-fresh-vault.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { countMarker } from '#test/support/site/marker.ts';
import { HEAVY, HEAVY_ASKED, textFirstRoutes } from './text-first-site.ts';

const TEST_MS = 240_000;
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
  // Nothing is left of the last test's app either way.
  expect(apps).toEqual([]);
});

async function atReview(): Promise<RunningApp> {
  site = await startSite(textFirstRoutes);
  const app = await RunningApp.start(made.exhibit);
  apps.push(app);
  await app.toReview();
  return app;
}

/** What was asked for that shows or sounds, of one of the site's two names. */
const heavyAsked = (origin = site.origin): string[] =>
  site.log
    .filter(({ host, path: asked }) => asked.startsWith('/heavy/') && origin.endsWith(host))
    .map(({ path: asked }) => asked);

/** How many points of the whole composed window have the marker's colour. */
async function markerInWindow(app: RunningApp): Promise<number> {
  const picture = await app.driver.screenshot();
  return countMarker(await sharp(picture).removeAlpha().raw().toBuffer());
}

/** Let a page do what it does by itself. */
const settle = (ms = 1500): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function agreeOnScreen(app: RunningApp): Promise<void> {
  await app.agree('pictures');
  await app.hands.until(
    'the pictures',
    ({ screen }) =>
      screen.kind === 'review' &&
      screen.pictures === 'plain' &&
      screen.current?.outcome === 'shown',
    STEP_MS,
  );
}

/** Everything on record of the investigation; the app must have ended. */
async function eventsOf(app: RunningApp): Promise<readonly InvestigationEvent[]> {
  return await withVault(app.home, async (opened) =>
    (await entriesOf(opened, made.exhibit.investigationId ?? '')).flatMap(({ event }) =>
      event === null ? [] : [event],
    ),
  );
}

function refusedKinds(events: readonly InvestigationEvent[]): Set<string> {
  return new Set(events.flatMap((event) => (event.kind === 'page-refused' ? [event.what] : [])));
}

describe('text first', () => {
  it(
    'asks a site for no picture, film, sound, font or object before both agreed, and for them afterwards',
    async () => {
      const app = await atReview();
      expect(await app.visit(`${site.origin}/heavy`)).toMatchObject({
        outcome: 'shown',
        status: 200,
      });
      await settle();
      expect(heavyAsked()).toEqual([]);
      expect(site.log.map(({ path: asked }) => asked)).toEqual(['/heavy']);
      // One person alone, and the same code twice, agree to nothing.
      await app.do('agreement.propose', { what: 'veiled' });
      await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
      const wrong = await app.call('agreement.agree', {
        half: 'second',
        sittingCode: PEOPLE.first.code,
      });
      expect(wrong).toMatchObject({ ok: false, error: { code: 'SITTING_CODE_WRONG' } });
      await settle(500);
      expect(heavyAsked()).toEqual([]);
      await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
      await app.hands.until(
        'the pictures',
        ({ screen }) => screen.kind === 'review' && screen.pictures === 'veiled',
        STEP_MS,
      );
      await app.driver.waitUntil(
        () => Promise.resolve(HEAVY_ASKED.every((name) => heavyAsked().includes(`/heavy/${name}`))),
        `every one of ${HEAVY_ASKED.join()}: got ${heavyAsked().join()}`,
        STEP_MS,
      );
      expect(new Set(heavyAsked())).toEqual(
        new Set(heavyAsked().filter((asked) => HEAVY.some((name) => asked === `/heavy/${name}`))),
      );
      // The same page on another site is text first again.
      site.clearLog();
      await app.visit(`${site.otherOrigin}/heavy`);
      await settle();
      expect(heavyAsked(site.otherOrigin)).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'shows no point of a page that paints by data, blob, canvas, SVG, object, style, frame, shadow tree and top layer',
    async () => {
      const app = await atReview();
      for (const address of ['/marker', '/more']) {
        await app.visit(`${site.origin}${address}`);
        await settle();
        const { bounds } = (await app.driver.review()) ?? {};
        expect(bounds?.width).toBeGreaterThan(400);
        expect(await app.driver.evaluateReview('document.body.innerText')).toContain(
          'Nothing on this page may be seen',
        );
        expect(await markerInWindow(app), address).toBe(0);
        // Further down too.
        for (let page = 0; page < 2; page++) {
          await app.driver.evaluateReview('void scrollBy(0, innerHeight * 0.8)');
          expect(await markerInWindow(app), `${address}, scrolled`).toBe(0);
        }
      }
      // The marker would be seen: with pictures it is.
      await agreeOnScreen(app);
      await settle();
      expect(await markerInWindow(app)).toBeGreaterThan(5000);
      await app.do('review.pictures-off', {});
      await app.hands.until(
        'the page as text',
        ({ screen }) =>
          screen.kind === 'review' &&
          screen.pictures === 'not-loaded' &&
          screen.current?.outcome === 'shown',
        STEP_MS,
      );
      await settle();
      expect(await markerInWindow(app)).toBe(0);
    },
    TEST_MS,
  );
});

describe('the review browser', () => {
  it(
    'refuses and records pop-ups, downloads, permissions, dialogues, posts and what is inside the network',
    async () => {
      const app = await atReview();
      const tries: readonly (readonly [string, string])[] = [
        ['/hostile/popup-storm', 'Pop-ups'],
        ['/hostile/download', 'Downloads'],
        ['/hostile/permissions', 'Permissions'],
        ['/hostile/confirm-loop', 'Dialogues'],
        ['/posts', 'Forms sent'],
        ['/asks-inside', 'Private addresses'],
        ['/hostile/schemes', 'Addresses that are not web pages'],
        ['/hostile/print-loop', 'Printing'],
      ];
      for (const [address, what] of tries) {
        // What came of the visit itself is no matter here: a download never becomes a page.
        await app.call('review.open', { address: `${site.origin}${address}` });
        await app.hands.until(
          `${what} to be counted`,
          ({ screen }) =>
            screen.kind === 'review' && screen.refused.some((refused) => refused.what === what),
          STEP_MS,
        );
      }
      await app.visit(`${site.origin}/hostile/redirect-private`);
      await settle();
      const asked = site.log.map(({ method, path: to }) => `${method} ${to}`);
      expect(asked.filter((one) => !one.startsWith('GET '))).toEqual([]);
      expect(asked.filter((one) => /\/popup\?|\/posted/u.test(one))).toEqual([]);
      expect((await app.driver.windows()).flatMap(({ views }) => views)).toHaveLength(2);
      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      const events = await eventsOf(app);
      expect([...refusedKinds(events)]).toEqual(
        expect.arrayContaining([
          ...['pop-up', 'download', 'permission', 'dialogue', 'post', 'private-address', 'scheme'],
          'print',
        ]),
      );
      const inside = events.filter(
        (event) => event.kind === 'page-refused' && event.what === 'private-address',
      );
      expect(JSON.stringify(inside)).toMatch(
        /192\.168\.1\.1|router|fritz|nas\.local|fd00|10\.1\.2\.3/u,
      );
    },
    TEST_MS,
  );

  it(
    'puts every address visited on record, with redirects and status, whether captured or not',
    async () => {
      const app = await atReview();
      const closed = await startSite({});
      await closed.close();
      const at = (to: string): string => `${site.origin}${to}`;
      await app.visit(at('/words'));
      await app.visit(at('/one'));
      await app.visit(at('/missing'));
      await app.visit(at('/file'));
      await app.visit(`${closed.origin}/nobody-there`);
      expect(await app.call('review.open', { address: 'http://192.168.1.1/admin' })).toMatchObject({
        ok: false,
        error: { code: 'ADDRESS_PRIVATE' },
      });
      expect(await app.call('review.open', { address: 'file:///etc/hostname' })).toMatchObject({
        ok: false,
        error: { code: 'ADDRESS_SCHEME' },
      });
      await app.visit(at('/other-site'));
      await app.hands.until(
        'the page that it leads to',
        ({ screen }) =>
          screen.kind === 'review' &&
          screen.current?.finalAddress === `${site.otherOrigin}/heavy` &&
          screen.current.outcome === 'shown',
        STEP_MS,
      );
      const shown = (await app.screen('review')).visits.map(
        ({ address, finalAddress, status, redirects, outcome, failure }) =>
          [address, finalAddress, status, redirects, outcome, failure?.code ?? null] as const,
      );
      const { visits, completeRefusal } = await app.screen('review');
      const titles = visits.map(({ title }) => title);
      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      expect(shown.slice(1)).toEqual([
        [at('/words'), at('/words'), 200, 0, 'shown', null],
        [at('/one'), at('/words?from=two'), 200, 2, 'shown', null],
        [at('/missing'), at('/missing'), 404, 0, 'shown', null],
        [at('/file'), null, null, 0, 'failed', 'PAGE_DOWNLOAD'],
        [`${closed.origin}/nobody-there`, null, null, 0, 'failed', 'PAGE_UNREACHABLE'],
        ['http://192.168.1.1/admin', null, null, 0, 'refused', 'ADDRESS_PRIVATE'],
        ['file:///etc/hostname', null, null, 0, 'refused', 'ADDRESS_SCHEME'],
        [at('/other-site'), at('/other-site'), 200, 0, 'shown', null],
        [`${site.otherOrigin}/heavy`, `${site.otherOrigin}/heavy`, 200, 0, 'shown', null],
      ]);
      expect(titles.slice(1, 4)).toEqual(['Words', 'Words', 'Not here']);
      // The two that were refused before anything was asked for, 7 and 8 here, wait for no judgement.
      const waiting = shown.flatMap(([, , , , outcome], place) =>
        place === 0 || outcome === 'refused' ? [] : [place + 1],
      );
      expect(completeRefusal).toContain(`: ${waiting.join(', ')} still open`);
      const events = await eventsOf(app);
      const finished = events.flatMap((event) =>
        event.kind === 'visit-finished' ? [event.title] : [],
      );
      expect(finished.slice(1, 4)).toEqual(['Words', 'Words', 'Not here']);
      const redirects = events.flatMap((event) =>
        event.kind === 'visit-redirected' ? [[event.from, event.to, event.status]] : [],
      );
      expect(redirects).toEqual([
        [at('/one'), at('/two'), 301],
        [at('/two'), at('/words?from=two'), 307],
      ]);
      const started = events.flatMap((event) =>
        event.kind === 'visit-started' ? [event.address] : [],
      );
      expect(started.slice(1)).toEqual(shown.slice(1).map(([address]) => address));
    },
    TEST_MS,
  );

  it(
    'pauses after three wrong codes, and takes nobody’s code for another’s',
    async () => {
      const app = await atReview();
      await app.visit(`${site.origin}/words`);
      await app.concern();
      await app.driver.click('button', 'Capture this page…', { waitMs: STEP_MS });
      const [first, second] = [firstName(PEOPLE.first), firstName(PEOPLE.second)];
      const give = async (name: string, code: string): Promise<void> => {
        await app.hands.type(`${name}’s sitting code`, code);
        await app.hands.press(`I agree, ${name}`);
      };
      // The other’s code in one’s own place, then a guess, then another.
      for (const [turn, code] of [PEOPLE.second.code, '0000', '1111'].entries()) {
        await give(first, code);
        if (turn === 2) break;
        await app.hands.until(
          'the wrong code to be told',
          ({ screen }) => screen.kind === 'review' && screen.agreement?.lastWrongHalf === 'first',
          STEP_MS,
        );
        if (turn === 0) {
          await give(second, PEOPLE.second.code);
          await app.hands.until(
            'the second to have agreed',
            ({ screen }) => screen.kind === 'review' && screen.agreement?.secondAgreedAt != null,
            STEP_MS,
          );
        }
      }
      await app.hands.on('sign-in', STEP_MS);
      expect(await app.driver.review()).toBeNull();
      const { pausedReason } = await app.screen('sign-in');
      expect(pausedReason).toMatch(/code/iu);
      await app.kill();
      const kinds = (await eventsOf(app)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'sitting-code-wrong')).toHaveLength(3);
      expect(kinds.slice(kinds.lastIndexOf('agreement-proposed'))).not.toContain('capture-started');
    },
    TEST_MS,
  );

  it(
    'asks for nothing on this computer or inside its network in a vault that is for real',
    async () => {
      site = await startSite(textFirstRoutes);
      const { template, remove } = await freshVault({ demonstration: false });
      const app = await RunningApp.start(template, {
        browserFlags: [
          '--host-resolver-rules=MAP rebind.example 127.0.0.1, MAP gone.example 192.168.1.1',
        ],
      });
      apps.push(app);
      remove();
      await app.signIn(null);
      await app.do('investigation.create', {
        ...{ title: 'For real', reason: 'A test.', scope: 'Nothing.', subjectKind: 'unknown' },
        firstReviewerId: app.credential(PEOPLE.first).personId,
        secondReviewerId: app.credential(PEOPLE.second).personId,
        ...{ excludedIds: [], lado: null, credentials: app.both() },
        authority: {
          givenById: app.credential(PEOPLE.head).personId,
          givenAt: new Date().toISOString(),
          document: 'Letter (fictional)',
        },
      });
      if ((await app.hands.view()).screen.kind === 'board')
        throw new Error('it expected to be open');
      await app.do('screen.go', { to: 'review' });
      const { port } = site;
      for (const address of [
        `http://127.0.0.1:${port}/words`,
        `http://localhost:${port}/words`,
        `http://sub.localhost:${port}/words`,
        `http://[::1]:${port}/words`,
        `http://2130706433:${port}/words`,
        `http://0x7f.1:${port}/words`,
        `http://0.0.0.0:${port}/words`,
        'http://192.168.1.1/',
        'http://10.0.0.1/',
        'http://router/',
        'http://nas.local/',
        'http://[fd00::1]/',
        'http://[::ffff:127.0.0.1]/',
      ]) {
        const refused = await app.call('review.open', { address });
        expect(refused, address).toMatchObject({ ok: false, error: { code: 'ADDRESS_PRIVATE' } });
      }
      // Public names that lead inside: known only once they are resolved.
      for (const address of [`http://rebind.example:${port}/words`, 'http://gone.example/'])
        expect(await app.visit(address), address).toMatchObject({
          outcome: 'failed',
          failure: { code: 'ADDRESS_PRIVATE' },
        });
      expect(site.log).toEqual([]);
      expect((await app.screen('review')).visits).toHaveLength(15);
      await app.hands.until(
        'the refusals to be counted',
        ({ screen }) =>
          screen.kind === 'review' &&
          screen.refused.some(({ what }) => what === 'Private addresses'),
        STEP_MS,
      );
    },
    TEST_MS,
  );
});
