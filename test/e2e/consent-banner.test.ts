import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { consentRoutes } from './consent-site.ts';

const TEST_MS = 300_000;
let made: Templates;
const sites: Site[] = [];
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
  for (const site of sites.splice(0)) await site.close();
});

const settle = (ms = 2000): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const posted = (site: Site): string[] =>
  site.log
    .filter(({ method }) => !/^(?:GET|HEAD|OPTIONS)$/u.test(method))
    .map(({ path }) => path.split('?')[0] ?? '');

async function until(app: RunningApp, script: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await app.driver.evaluateReview(script).catch(() => false)) === true) return;
    await settle(200);
  }
  throw new Error(`page expected to come to ${script}`);
}

describe('dismissing a notice about consent', () => {
  it(
    'lets its own scripts send for as long as it takes, to the page’s site and where its scripts came from, and nothing before or after',
    async () => {
      const third = await startSite({});
      const site = await startSite(consentRoutes(() => `127.0.0.1:${third.port}`));
      sites.push(third, site);
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/thread`);
      await app.driver.evaluateReview(`void document.querySelector('#refuse').click()`);
      await settle();
      expect(posted(site)).toEqual([]);
      expect(await app.driver.evaluateReview(`document.querySelector('#notice') !== null`)).toBe(
        true,
      );

      await app.do('exception.ask', { exception: 'consent-banner', account: null });
      await app.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
      await settle(500);
      expect(posted(site)).toEqual([]);
      await app.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
      await until(app, `document.querySelector('#refuse') !== null`);
      const { phase } = await app.hands.view();
      expect(phase).toMatchObject({ exception: 'consent-banner', site: site.origin });
      const capture = await app.call('agreement.propose', { what: 'capture' });
      expect(capture).toMatchObject({ ok: false, error: { code: 'INVESTIGATION_REFUSED' } });
      await settle();
      await app.driver.evaluateReview(`void document.querySelector('#refuse').click()`);
      await until(app, `document.querySelector('#notice') === null`);
      // The form of the notice stays blocked, and so does what goes to a host that the page has nothing from.
      expect(posted(site).sort()).toEqual(['/api/by-itself', '/api/choice', '/api/own-choice']);
      expect(posted(third)).toEqual([]);

      site.clearLog();
      const unsaid = await app.call('exception.phase-end', { how: 'done', pressed: null });
      expect(unsaid).toMatchObject({ ok: false, error: { code: 'INVESTIGATION_REFUSED' } });
      await app.do('exception.phase-end', { how: 'done', pressed: 'refused-all' });
      await until(app, `document.body.innerText.includes('Thread, no notice')`);
      await settle();
      expect(posted(site)).toEqual([]);
      const { list } = (await app.screen('review')).exceptions;
      expect(list).toMatchObject([{ pressed: 'refused-all', endedAt: null }]);

      await app.concern();
      await app.agree('capture');
      const { check } = await app.hands.until(
        'the capture',
        ({ screen }) => screen.kind === 'review' && screen.check !== null && screen,
        STEP_MS,
      );
      expect(check?.facts.map(({ name }) => name)).toContain('Notice about consent');
      await app.do('capture.discard', { captureId: check?.captureId ?? '', reason: 'A try.' });

      await app.do('exception.end', { agreementId: list[0]?.agreementId ?? '' });
      await until(app, `document.querySelector('#notice') !== null`);
      await settle();
      expect(posted(site)).toEqual([]);

      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      const investigationId = made.exhibit.investigationId ?? '';
      const entries = await withVault(app.home, (opened) => entriesOf(opened, investigationId));
      const ended = entries.find(({ event }) => event?.kind === 'exception-phase-ended')?.event;
      expect(ended).toMatchObject({ how: 'done', pressed: 'refused-all', more: 0 });
      const sent = ended?.kind === 'exception-phase-ended' ? ended.requests : [];
      expect(sent.map(({ address }) => address).sort()).toEqual(
        [
          `${site.origin}/api/by-itself`,
          `${site.origin}/api/own-choice`,
          `${site.otherOrigin}/api/choice`,
        ].sort(),
      );
    },
    TEST_MS,
  );
});
