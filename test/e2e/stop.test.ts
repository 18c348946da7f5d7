import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { chatterlyRoutes } from '#scripts/demo-site/chatterly.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { withVault } from '#test/support/e2e-vault.ts';
import { hostileProcessRoutes } from '#test/support/site/hostile-process.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';
import { filesBelow } from './raw-bytes.ts';
import {
  expectClean,
  expectKeysGone,
  expectKeysThere,
  expectNobodyOpens,
  expectStopped,
  pressStop,
  secretsOf,
  type Secrets,
  type Way,
} from './stop-kit.ts';
import { release, underWay } from './stop-release.ts';
import { toCheck, toExport, toJudge, toRecord } from './stop-places.ts';

const slow = process.env['SLOW'] === '1';
const TEST_MS = 300_000;

let made: Templates;
let secrets: Secrets;
let site: Site;
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
  secrets = await secretsOf(made.exhibit);
  site = await startSite({ ...chatterlyRoutes(), ...layoutRoutes, ...hostileProcessRoutes });
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
});
afterAll(async () => {
  await site.close();
});

async function begin(options: Parameters<typeof RunningApp.start>[1] = {}): Promise<RunningApp> {
  const app = await RunningApp.start(made.exhibit, options);
  apps.push(app);
  return app;
}

/** At the review with a page of the site open. */
async function atReview(address = '/plain'): Promise<RunningApp> {
  const app = await begin();
  await app.toReview();
  await app.visit(`${site.origin}${address}`);
  return app;
}

const id = (): string => made.exhibit.investigationId ?? '';

/** Every place in the app from which somebody may have to stop, and how to get there. */
const PLACES: Readonly<Record<string, (app: RunningApp) => Promise<void>>> = {
  'the sign-in screen': (app) => app.hands.on('sign-in'),
  'the list of investigations': (app) => app.signIn(null),
  'a new investigation': async (app) => {
    await app.signIn(null);
    await app.do('screen.go', { to: 'new-investigation' });
    await app.hands.type('Neutral title', 'Half typed');
  },
  'the overview': (app) => app.signIn(),
  'the review': async (app) => {
    await app.toReview();
    await app.visit(`${site.origin}/plain`);
  },
  'the question about pictures': async (app) => {
    await app.toReview();
    await app.visit(`${site.origin}/plain`);
    await app.driver.click('button', 'Veiled', { waitMs: STEP_MS });
    await app.driver.waitForText('Load the pictures on this site, veiled?', STEP_MS);
  },
  'the check of a capture': (app) => toCheck(app, `${site.origin}/plain`),
  'the record': toRecord,
  'the judgement': toJudge,
  'the export': toExport,
};
/** Half of them by key and half by mouse; both everywhere with `SLOW=1`. */
const CASES = Object.keys(PLACES).flatMap((place, index): [string, Way][] =>
  slow
    ? [[place, 'key'] as const, [place, 'mouse'] as const]
    : [[place, index % 2 === 0 ? 'mouse' : 'key']],
);

describe('STOP', () => {
  it.each(CASES)(
    'locks from %s, by %s',
    async (place, way) => {
      const app = await begin();
      expectKeysThere(app, secrets);
      await PLACES[place]?.(app);
      await pressStop(app, way);
      const stopped = await expectStopped(app);
      expect(stopped.reference).toBe(made.exhibit.reference);
      expect(stopped.durationMs).toBeLessThan(1000);
      // A power cut right after the screen has said so.
      await app.kill();
      expectKeysGone(app, secrets);
      expectClean(app);
    },
    TEST_MS,
  );

  it(
    'locks during a capture: what was under way can be opened by nobody, also after a release by two custodians through the screens',
    async () => {
      const app = await atReview('/tall');
      const written = await underWay(app);
      await pressStop(app, 'key');
      const stopped = await expectStopped(app);
      expect(stopped.underWay).toContain('A capture was being made');
      expect(stopped.lockedExhibits).toHaveLength(1);
      await app.driver.click('button', 'Read out their digests', { waitMs: STEP_MS });
      const digest = stopped.lockedExhibits[0]?.digest.slice(7) ?? 'none';
      await app.driver.waitUntil(
        async () =>
          String(await app.driver.evaluate('document.body.textContent'))
            .replaceAll(/\s/gu, '')
            .includes(digest),
        'the digest on the screen',
        STEP_MS,
      );
      await release(app, made.exhibit, written);
    },
    TEST_MS,
  );

  it(
    'stays locked after a restart: the key file of nobody opens an exhibit, and a second press changes nothing',
    async () => {
      let app = await atReview();
      await Promise.all([app.driver.press('F12'), app.driver.press('F12')]);
      await pressStop(app, 'key');
      const { stoppedAt } = await expectStopped(app);
      await app.kill();
      app = await app.restart();
      apps.push(app);
      expect(await app.screen('stopped')).toMatchObject({
        reference: made.exhibit.reference,
        facts: null,
      });
      await pressStop(app, 'key');
      const half = { half: 'first', ...app.credential(PEOPLE.first), sittingCode: '4827' } as const;
      expect(await app.call('signin.half', half)).toMatchObject({
        ok: false,
        error: { code: 'VAULT_STOPPED' },
      });
      await app.kill();
      await expectNobodyOpens(app, id());
      await withVault(app.home, ({ vault }) => {
        const entries = [...vault.ledger(vault.originOf(id())).readEntries()];
        const locks = entries.filter(({ kind }) => kind === 'locked');
        expect(locks).toHaveLength(1);
        expect(locks[0]?.recordedAt.slice(0, 16)).toBe(stoppedAt.slice(0, 16));
      });
    },
    TEST_MS,
  );

  it.each([['key'], ['mouse']] as const)(
    'locks while the page is in an endless loop, with the site gone, by %s',
    async (way) => {
      const own = await startSite(hostileProcessRoutes);
      const app = await begin();
      await app.toReview();
      await app.visit(`${own.origin}/hostile/endless-loop`);
      const { bounds } = (await app.driver.review()) ?? { bounds: null };
      if (bounds === null) throw new Error('a page expected');
      // The keyboard is the page's.
      await app.driver.clickAt(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const answered = await Promise.race([
        app.driver.evaluateReview('1').then(
          () => true,
          () => false,
        ),
        new Promise<false>((resolve) => setTimeout(resolve, 1500, false)),
      ]);
      expect(answered).toBe(false);
      await own.close();
      const startedMs = performance.now();
      await pressStop(app, way);
      // For the key: it has been answered once the slot is durable.
      if (way === 'key') expect(performance.now() - startedMs).toBeLessThan(1000);
      const { durationMs } = await expectStopped(app);
      expect(durationMs).toBeLessThan(1000);
      await app.kill();
      expectKeysGone(app, secrets);
    },
    TEST_MS,
  );

  it(
    'locks while a passphrase is being checked, at the sign-in and in a sitting, and the check comes to nothing',
    async () => {
      const app = await begin();
      await app.hands.on('sign-in');
      const signIn = { half: 'first', ...app.credential(PEOPLE.first), sittingCode: '4827' };
      await app.driver.evaluate(
        `void (window.checked = window.api.call('signin.half', ${JSON.stringify(signIn)}))`,
      );
      await pressStop(app, 'key');
      expect(await expectStopped(app)).toMatchObject({ fromSignIn: true });
      expect(await app.driver.evaluate('window.checked')).toMatchObject({ ok: false });
      await app.kill();
      expectKeysGone(app, secrets);

      const other = await begin();
      await other.signIn();
      const [exhibit] = (await other.screen('investigation')).exhibits;
      const look = { exhibitId: exhibit?.exhibitId ?? '', credentials: other.both() };
      await other.driver.evaluate(
        `void (window.looked = window.api.call('exhibit.look', ${JSON.stringify(look)}))`,
      );
      await pressStop(other, 'key');
      await expectStopped(other);
      expect(await other.driver.evaluate('window.looked')).toMatchObject({ ok: false });
      await other.kill();
      expectKeysGone(other, secrets);
    },
    TEST_MS,
  );

  it(
    'locks nothing in set-up, by key and by mouse, and says so',
    async () => {
      const app = await RunningApp.start(null);
      apps.push(app);
      await app.hands.on('setup');
      await pressStop(app, 'key');
      expect((await app.hands.view()).stopped).toBe(false);
      await pressStop(app, 'mouse');
      await app.driver.waitForText('Nothing was locked', STEP_MS);
      expect(await app.screen('setup')).toMatchObject({ step: 'school' });
      expect((await app.hands.view()).stopped).toBe(false);
    },
    TEST_MS,
  );

  it(
    'is whole or not there at all when the app is killed at a random moment around the key, and there once the key was answered',
    async () => {
      const kills = slow ? 10 : 3;
      let locked = 0;
      for (let kill = 0; kill < kills; kill++) {
        const app = await atReview();
        let answered = false;
        const pressed = app.driver.press('F12').then(
          () => {
            answered = true;
          },
          () => undefined,
        );
        // The last one is killed just after the answer, the others whenever it comes.
        if (kill === kills - 1) await pressed;
        else await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
        const wasAnswered = answered;
        await app.kill();
        await pressed;
        const again = await app.restart();
        apps.push(again);
        const { stopped, screen } = await again.hands.view();
        if (wasAnswered) expect(stopped).toBe(true);
        if (stopped) {
          locked += 1;
          expect(screen).toMatchObject({ kind: 'stopped', reference: made.exhibit.reference });
          await again.kill();
          expectKeysGone(again, secrets);
        } else {
          expect(screen).toMatchObject({ kind: 'sign-in' });
          await again.kill();
          expectKeysThere(again, secrets);
        }
        expectClean(again);
      }
      expect(locked).toBeGreaterThan(0);
    },
    TEST_MS * 3,
  );

  it(
    'locks with a full disk: the key is destroyed, and the screen says what goes on paper',
    async ({ skip }) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-run-'));
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]);
      if (mounted.status !== 0) {
        rmSync(folder, { recursive: true });
        skip('a small file system can be mounted only as root');
      }
      try {
        const home = path.join(folder, 'home');
        mkdirSync(home);
        execFileSync('cp', ['-r', `${made.exhibit.home}/.`, home]);
        const app = await begin({ folder });
        await app.toReview();
        await app.visit(`${site.origin}/plain`);
        fill(folder);
        await pressStop(app, 'key');
        await app.hands.on('stopped', STEP_MS);
        expect(await app.driver.review()).toBeNull();
        const { recorded } = await app.screen('stopped');
        const words = await app.driver.text();
        if (recorded) expect(words).toContain('One of you pressed STOP at');
        else
          expect(words).toMatch(
            /The time could not be saved on this computer: write .+ on\s+paper now/u,
          );
        await app.kill();
        const slots = filesBelow(path.join(app.vaultPath, 'slots')).map((file) =>
          readFileSync(file),
        );
        expect(slots).toHaveLength(1);
        expect(slots[0]?.includes(Buffer.from(secrets.slotKey))).toBe(false);
        rmSync(path.join(folder, 'filler'));
        const again = await app.restart();
        expect(await again.screen('stopped')).toMatchObject({ reference: made.exhibit.reference });
        await again.kill();
        expectKeysGone(again, secrets);
        expectClean(again);
      } finally {
        for (const app of apps.splice(0)) await app.kill();
        spawnSync('umount', ['-l', folder]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    TEST_MS,
  );
});

/** Write until not one more byte can be written. */
function fill(folder: string): void {
  for (const size of [1 << 20, 4096, 1]) {
    try {
      for (;;) writeFileSync(path.join(folder, 'filler'), Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
}
