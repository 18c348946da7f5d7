import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '#scripts/build.ts';
import { PEOPLE } from '#scripts/demo/people.ts';
import { page, startSite, type Site } from '#scripts/demo-site/server.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { freshVault } from '#test/support/e2e-fresh-vault.ts';
import { entriesOf, withVault } from '#test/support/e2e-vault.ts';
import { startTimeServer, type TimeServer } from '#test/support/time-server.ts';

const TEST_MS = 240_000;
const BEHIND_MS = 75_000;
let site: Site;
let times: TimeServer;
let app: RunningApp | null = null;
let removeVault = (): void => undefined;

beforeAll(async () => {
  await buildApp();
  site = await startSite({
    '/thread': page('<!doctype html><html lang="en"><title>Thread</title><h1>A thread</h1>'),
    '/egress': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('203.0.113.7\n');
    },
  });
  times = await startTimeServer({ offsetMs: BEHIND_MS, rootDispersionMs: 20 });
}, TEST_MS);
afterEach(async () => {
  await app?.remove();
  app = null;
  removeVault();
});
afterAll(async () => {
  times.close();
  await site.close();
});

/** Sign in, begin an investigation, look at the thread, capture it. @returns the investigation's id */
async function captured(running: RunningApp): Promise<string> {
  const { investigationId } = await running.do('investigation.create', {
    ...{ title: 'A thread', reason: 'It was reported.', scope: 'The thread.' },
    ...{ subjectKind: 'pupil', excludedIds: [], lado: null, credentials: running.both() },
    firstReviewerId: running.credential(PEOPLE.first).personId,
    secondReviewerId: running.credential(PEOPLE.second).personId,
    authority: {
      givenById: running.credential(PEOPLE.head).personId,
      ...{ givenAt: '2026-01-05T09:00:00.000Z', document: 'Letter 12' },
    },
  });
  await running.do('screen.go', { to: 'review' });
  await running.hands.on('review');
  await running.visit(`${site.origin}/thread`);
  await running.concern();
  await running.agree('capture');
  return investigationId;
}

async function check(running: RunningApp) {
  return await running.hands.until(
    'a capture to judge',
    ({ screen }) => screen.kind === 'review' && screen.check,
    STEP_MS * 2,
  );
}

describe('a school that names its time server and its egress server', () => {
  it(
    'has both asked by the real app: a clock that is off is told, in doubt and on record',
    async () => {
      const network = {
        timeServer: `127.0.0.1:${times.port}`,
        egress: { how: 'asked', source: `${site.origin}/egress` },
      } as const;
      const vault = await freshVault({ demonstration: true, network });
      removeVault = vault.remove;
      app = await RunningApp.start(vault.template);
      await app.signIn(null);
      const notice = await app.hands.until('the notice', (view) => view.notice);
      expect(notice.code).toBe('CLOCK_OFF');
      expect(notice.safe).toContain('this computer’s clock was 75 s behind, within 0.');
      await app.do('app.dismiss-notice', {});
      expect(times.questions).toHaveLength(3);

      const investigationId = await captured(app);
      const { doubts, facts, captureId } = await check(app);
      const doubt = doubts.find(({ code }) => code === 'CLOCK_OFF');
      expect(doubt?.fact).toMatch(
        /^By the time server 127\.0\.0\.1:\d+ this computer’s clock was 75 s behind, within 0\.\d s\. The dates that sites sent do not fit/u,
      );
      expect(times.questions).toHaveLength(6);
      expect(facts.find(({ name }) => name === 'Goes out with')?.value).toContain('203.0.113.7');
      const answers = doubts.map(({ doubtId }) => ({
        ...{ doubtId, keep: true, reason: 'The wall clock of the office agrees with the sites' },
      }));
      await app.do('capture.accept', { captureId, answers });
      // Once in a sitting, not once a capture.
      expect(site.log.filter(({ path }) => path === '/egress')).toHaveLength(1);

      await app.driver.stop();
      const noted = await withVault(app.home, async (opened) => {
        const entries = await entriesOf(opened, investigationId);
        return entries.flatMap(({ event }): InvestigationEvent[] =>
          event?.kind === 'clock-checked' || event?.kind === 'egress-learnt' ? [event] : [],
        );
      });
      expect(noted.toSorted((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
        { kind: 'clock-checked', stratum: 2, samples: 3, error: null },
        { kind: 'egress-learnt', how: 'asked', address: '203.0.113.7', error: null },
      ]);
    },
    TEST_MS,
  );
});
