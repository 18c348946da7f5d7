import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { readObject } from '#src/app/open-exhibit.ts';
import { RECORD_NAME } from '#src/app/make-capture.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { decryptAge } from '#src/crypto/age-file.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { openContent, openExhibitKey } from '#src/vault/investigation-keys.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { captureAndKeep, exportPack } from '#test/support/e2e-pack.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { ACCOUNT, logInRoutes, PASSWORD, SECRET } from './log-in-site.ts';

const TEST_MS = 300_000;
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

const settle = (ms = 2000): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const posted = (): string[] =>
  site.log
    .filter(({ method }) => !/^(?:GET|HEAD|OPTIONS)$/u.test(method))
    .map(({ path }) => path.split('?')[0] ?? '');

async function words(app: RunningApp): Promise<string> {
  return String(await app.driver.evaluateReview('document.body.innerText'));
}

/** Wait until the page says something. */
async function until(app: RunningApp, said: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await words(app).catch(() => '')).includes(said)) return;
    await settle(200);
  }
  throw new Error(`page expected to say ${said}, got ${await words(app)}`);
}

async function begun(): Promise<RunningApp> {
  site = await startSite(logInRoutes);
  const app = await RunningApp.start(made.exhibit);
  apps.push(app);
  await app.toReview();
  return app;
}

/** Both agree to the log-in, on the page that is open. */
async function agreeToLogIn(app: RunningApp): Promise<void> {
  await app.do('exception.ask', { exception: 'viewing-account', account: ACCOUNT });
  await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
  expect(posted()).toEqual([]);
  await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
  await shown(app);
}

async function shown(app: RunningApp): Promise<void> {
  await app.hands.until(
    'the page',
    ({ screen }) => screen.kind === 'review' && screen.current?.outcome === 'shown',
    STEP_MS,
  );
}

/** Type name and password into the page itself, and send its form. */
async function logIn(app: RunningApp): Promise<void> {
  await app.driver.evaluateReview(`void document.querySelector('#in').click()`);
  await until(app, 'Ready');
  await app.driver.evaluateReview(
    `document.querySelector('#user').value = '${ACCOUNT}';
     document.querySelector('#password').value = '${PASSWORD}';
     void document.querySelector('#form').requestSubmit();`,
  );
  await until(app, 'Words for members');
}

/** The ledger's events, and every file of the newest exhibit in the clear; the app must have ended. */
async function recorded(app: RunningApp): Promise<{
  readonly events: readonly InvestigationEvent[];
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly record: CaptureRecord;
}> {
  const investigationId = made.exhibit.investigationId ?? '';
  return await withVault(app.home, async (opened) => {
    const { vault, store, unlock } = opened;
    const events = (await entriesOf(opened, investigationId)).flatMap(({ event }) =>
      event === null ? [] : [event],
    );
    const kept = events.findLast((event) => event.kind === 'capture-kept');
    if (kept === undefined) throw new Error('no exhibit');
    const pair = [await unlock(PEOPLE.first), await unlock(PEOPLE.second)] as const;
    const content = await openContent(vault, investigationId, pair);
    const key = await openExhibitKey(vault, investigationId, kept.captureId, content);
    const files = new Map<string, Uint8Array>();
    for (const { name, objectId } of kept.files)
      files.set(name, await decryptAge(await readObject(store, objectId), key));
    const record = parseCaptureRecord(files.get(RECORD_NAME) ?? new Uint8Array());
    return { events, files, record };
  });
}

describe('log-in with the school’s viewing account', () => {
  it(
    'lets one site be posted to for as long as the log-in takes, then read logged in and not posted to; no secret is recorded',
    async () => {
      const app = await begun();
      await app.visit(`${site.origin}/thread?board=3`);
      expect(await words(app)).toContain('Members only');
      await app.concern();
      const unnamed = await app.call('exception.ask', {
        exception: 'viewing-account',
        account: null,
      });
      expect(unnamed).toMatchObject({ ok: false, error: { code: 'INVESTIGATION_REFUSED' } });
      expect((await app.hands.view()).phase).toBeNull();

      await agreeToLogIn(app);
      const { phase } = await app.hands.view();
      expect(phase).toMatchObject({ site: site.origin, account: ACCOUNT });
      expect(phase?.secondsLeft).toBeGreaterThan(200);
      for (const what of ['capture', 'veiled'] as const) {
        const asked = await app.call('agreement.propose', { what });
        expect(asked).toMatchObject({ ok: false, error: { code: 'INVESTIGATION_REFUSED' } });
      }
      await app.driver.evaluateReview(
        `void fetch('${site.otherOrigin}/api/elsewhere', { method: 'POST', mode: 'no-cors', body: 'a' }).catch(() => undefined)`,
      );
      await logIn(app);
      await settle();
      expect(posted()).toEqual(['/api/token', '/session']);

      site.clearLog();
      await app.do('exception.phase-end', { how: 'done', pressed: null });
      await shown(app);
      await until(app, 'Words for members');
      await settle(3000);
      expect(site.log.map(({ path }) => path)).toContain('/thread?board=3');
      expect(posted()).toEqual([]);
      const posts = await app.call('exception.ask', { exception: 'script-posts', account: null });
      expect(posts).toMatchObject({ ok: false, error: { code: 'INVESTIGATION_REFUSED' } });

      await app.concern();
      await app.do('agreement.propose-archive', { categories: ['C14'] });
      await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
      await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
      const check = await captureAndKeep(app);
      expect(check.facts).toContainEqual({ name: 'Logged in as', value: ACCOUNT });
      expect(posted()).toEqual([]);

      // Another site has a session of its own, and with it the log-in is gone.
      await app.visit(`${site.otherOrigin}/elsewhere`);
      await app.visit(`${site.origin}/thread?board=3`);
      expect(await words(app)).toContain('Members only');
      expect(posted()).toEqual([]);

      for (const { visitId, judgement } of (await app.screen('review')).visits)
        if (judgement === 'open') await app.do('review.no-concern', { visitId });
      const pack = await exportPack(app);
      expect((await verifyPack(pack)).result).toBe('valid');
      await app.kill();
      const { events, files, record } = await recorded(app);
      const own = events.filter(({ kind }) => kind.startsWith('exception-'));
      expect(own.map(({ kind }) => kind)).toEqual([
        ...['exception-asked', 'exception-begun', 'exception-phase-ended', 'exception-ended'],
      ]);
      const found = own.find((event) => event.kind === 'exception-begun');
      const agreementId = found?.agreementId ?? '';
      expect(own[1]).toMatchObject({ exception: 'viewing-account', account: ACCOUNT });
      expect(own[3]).toMatchObject({ how: 'site' });
      const ended = events.find((event) => event.kind === 'exception-phase-ended');
      const sent = ended?.requests.map(({ address }) => address) ?? [];
      expect(sent).toEqual([`${site.origin}/api/token`, `${site.origin}/session`]);
      expect(record.provenance.exceptions).toMatchObject([
        {
          ...{ agreementId, exception: 'viewing-account', account: ACCOUNT, endedAt: null },
          phase: { how: 'done', pressed: null },
        },
      ]);
      expect(record.network.exchanges.every(({ exception }) => exception === null)).toBe(true);
      expect(files.has('archive.wacz')).toBe(true);
      const inPack = readCanonicalZip(pack);
      expect(
        [...inPack.keys()].filter((name) => name.endsWith('capture-record.json')),
      ).toHaveLength(2);
      const everything = [
        JSON.stringify(events),
        ...[...files.values(), ...inPack.values()].map((one) =>
          Buffer.from(one).toString('latin1'),
        ),
      ];
      // The words of the page are there to be found, so what isn't found isn't there.
      expect(everything.some((text) => text.includes('Words for members only'))).toBe(true);
      for (const text of everything) expect(text.includes(SECRET)).toBe(false);
    },
    TEST_MS,
  );

  it(
    'is gone when given up, when the log-in goes on at another host, and with the sitting',
    async () => {
      const app = await begun();
      await app.visit(`${site.origin}/thread`);
      await agreeToLogIn(app);
      await app.do('exception.phase-end', { how: 'given-up', pressed: null });
      await shown(app);
      expect((await app.hands.view()).phase).toBeNull();
      await app.driver.evaluateReview(
        `void fetch('/api/like', { method: 'POST', body: '{}' }).catch(() => undefined)`,
      );
      await settle();
      expect(posted()).toEqual([]);

      await app.visit(`${site.origin}/log-in-elsewhere`);
      await agreeToLogIn(app);
      await app.driver.evaluateReview(`void document.querySelector('#away').click()`);
      const { notice } = await app.hands.until(
        'what is said',
        (view) => view.notice !== null && view,
        STEP_MS,
      );
      expect(notice?.code).toBe('PAGE_OTHER_SITE');
      await settle();
      expect(site.log.some(({ path }) => path.startsWith('/session-elsewhere'))).toBe(false);
      await app.do('exception.phase-end', { how: 'given-up', pressed: null });

      await app.visit(`${site.origin}/thread`);
      await agreeToLogIn(app);
      await logIn(app);
      await app.do('exception.phase-end', { how: 'done', pressed: null });
      await until(app, 'Words for members');
      await app.do('sitting.pause', { reason: 'pause' });
      site.clearLog();
      await app.toReview();
      expect((await app.screen('review')).exceptions.list).toEqual([]);
      await app.visit(`${site.origin}/thread`);
      expect(await words(app)).toContain('Members only');
      await settle();
      expect(posted()).toEqual([]);
    },
    TEST_MS,
  );
});
