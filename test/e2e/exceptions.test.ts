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
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { exceptionRoutes } from './exceptions-site.ts';

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

const settle = (ms = 2000): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const posted = (): string[] =>
  site.log.filter(({ method }) => !/^(?:GET|HEAD|OPTIONS)$/u.test(method)).map(({ path }) => path);

async function words(app: RunningApp): Promise<string> {
  return String(await app.driver.evaluateReview('document.body.innerText'));
}

/** Both agree to script requests by POST for the site that is open; the page is loaded again. */
async function except(app: RunningApp): Promise<string> {
  await app.do('exception.ask', { exception: 'script-posts', account: null });
  await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
  await settle(500);
  expect(posted()).toEqual([]);
  await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
  await app.hands.until(
    'the page again',
    ({ screen }) => screen.kind === 'review' && screen.current?.outcome === 'shown',
    STEP_MS,
  );
  const [begun] = (await app.screen('review')).exceptions.list;
  return begun?.agreementId ?? '';
}

/** What the investigation's ledger and its newest exhibit's record say; the app must have ended. */
async function recorded(
  app: RunningApp,
): Promise<{ events: readonly InvestigationEvent[]; record: CaptureRecord }> {
  const investigationId = made.exhibit.investigationId ?? '';
  return await withVault(app.home, async (opened) => {
    const { vault, store, unlock } = opened;
    const events = (await entriesOf(opened, investigationId)).flatMap(({ event }) =>
      event === null ? [] : [event],
    );
    const kept = events.findLast((event) => event.kind === 'capture-kept');
    const file = kept?.files.find(({ name }) => name === RECORD_NAME);
    if (kept === undefined || file === undefined) throw new Error('no exhibit');
    const pair = [await unlock(PEOPLE.first), await unlock(PEOPLE.second)] as const;
    const content = await openContent(vault, investigationId, pair);
    const key = await openExhibitKey(vault, investigationId, kept.captureId, content);
    const bytes = await decryptAge(await readObject(store, file.objectId), key);
    return { events, record: parseCaptureRecord(bytes) };
  });
}

describe('an exception for script requests by POST', () => {
  it(
    'lets one site be read that reads by POST, once both agreed, and nothing else be sent; the record marks it',
    async () => {
      site = await startSite(exceptionRoutes);
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/reads`);
      await settle();
      expect(await words(app)).toContain('It could not be read');
      expect(posted()).toEqual([]);

      const agreementId = await except(app);
      await settle();
      expect(await words(app)).toContain('Words that were read by POST');
      expect(posted()).toEqual(['/api/read']);

      await app.concern();
      await app.agree('capture');
      const { check } = await app.hands.until(
        'the capture',
        ({ screen }) => screen.kind === 'review' && screen.check !== null && screen,
        STEP_MS,
      );
      await app.do('capture.accept', {
        captureId: check?.captureId ?? '',
        answers: (check?.doubts ?? []).map(({ doubtId }) => ({
          ...{ doubtId, keep: true, reason: 'It is what we saw.' },
        })),
      });

      // Forms, beacons, other methods, other sites, other sites' frames and redirects to them stay blocked.
      site.clearLog();
      await app.visit(`${site.origin}/sends`);
      await settle(3000);
      expect(posted().sort()).toEqual(['/api/away', '/api/read']);
      const { refused } = await app.screen('review');
      expect(refused.find(({ what }) => what === 'Forms sent')?.count).toBeGreaterThanOrEqual(5);

      // The same page under another name of the server is another site.
      site.clearLog();
      await app.visit(`${site.otherOrigin}/reads`);
      await settle();
      expect(await words(app)).toContain('It could not be read');
      expect(posted()).toEqual([]);

      // Either ends it, at once, in the page that is open.
      await app.visit(`${site.origin}/reads`);
      await settle();
      expect(posted()).toEqual(['/api/read']);
      await app.do('exception.end', { agreementId });
      site.clearLog();
      await app.driver.evaluateReview(
        `void fetch('/api/read', { method: 'POST', body: '{}' }).catch(() => undefined)`,
      );
      await settle();
      expect(posted()).toEqual([]);

      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      const { events, record } = await recorded(app);
      const kinds = events.map(({ kind }) => kind).filter((kind) => kind.startsWith('exception-'));
      expect(kinds).toEqual(['exception-asked', 'exception-begun', 'exception-ended']);
      expect(events.find(({ kind }) => kind === 'exception-begun')).toMatchObject({
        ...{ agreementId, exception: 'script-posts', site: site.origin },
      });
      expect(record.provenance.exceptions).toMatchObject([
        { agreementId, exception: 'script-posts', site: site.origin, endedAt: null },
      ]);
      const marked = record.network.exchanges.filter(({ exception }) => exception !== null);
      expect(marked).toMatchObject([
        { exception: agreementId, method: 'POST', hops: [{ address: `${site.origin}/api/read` }] },
      ]);
    },
    TEST_MS,
  );

  it(
    'ends with the sitting',
    async () => {
      site = await startSite(exceptionRoutes);
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/reads`);
      await except(app);
      await settle();
      expect(posted()).toEqual(['/api/read']);
      await app.do('sitting.pause', { reason: 'pause' });
      site.clearLog();
      await app.toReview();
      expect((await app.screen('review')).exceptions.list).toEqual([]);
      await app.visit(`${site.origin}/reads`);
      await settle();
      expect(posted()).toEqual([]);
      expect(await words(app)).toContain('It could not be read');
    },
    TEST_MS,
  );
});
