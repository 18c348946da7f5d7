import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { ASKING_AGAIN, captureEngine, STEP_WORDS } from '#src/app/capture-engine.ts';
import type { CaptureEngine, CaptureResult } from '#src/app/capture-port.ts';
import { STEP_NAMES } from '#src/capture/plan.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { openStore } from '#src/store/store.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { objectFiles, openedBy } from '#test/support/object-files.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';
import { realClock } from '#test/support/test-clock.ts';
import { TestApp } from './test-app.ts';

type CaptureOrder = Parameters<CaptureEngine['run']>[0];

/** Every moment of a capture that has everything: the plan's steps, the second request, its own record. */
const MOMENTS = [...STEP_NAMES, 'second request', 'record'] as const;
type Moment = (typeof MOMENTS)[number];

const CONSENT = {
  agreementId: 'a'.repeat(26),
  attestedBy: ['b'.repeat(26), 'c'.repeat(26)],
} as const;
const TEST_MS = 120_000;

let template: TestApp;
let app: TestApp;
let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  template = await TestApp.template();
  browser = await startRawBrowser();
  site = await startSite(layoutRoutes);
});
afterEach(async () => {
  await app.close();
});
afterAll(async () => {
  template.ports.remove();
  await browser.quit();
  await site.close();
});

function wordsOf(moment: Moment): string {
  // The record is put together after the last thing that was told.
  return moment === 'second request' || moment === 'record' ? ASKING_AGAIN : STEP_WORDS[moment];
}

/**
 * Let the application capture with the real engine, on a page of a real browser, with all that a capture can have.
 * @param at - where STOP is pressed
 * @returns what came of it, once it has ended by itself
 */
function stopDuring(at: Moment): Promise<CaptureResult> {
  const clock = realClock();
  const engine = captureEngine(clock);
  const address = `${site.origin}/sticky`;
  let pressed = false;
  const press = (): void => {
    if (pressed) return;
    pressed = true;
    app.countersign.stop();
  };
  return new Promise((resolve, reject) => {
    const run = async (order: CaptureOrder): Promise<CaptureResult> => {
      const networks: ReturnType<CaptureEngine['recordNetwork']>[] = [];
      const page = await browser.open({
        before: async (devtools) => {
          const network = engine.recordNetwork(devtools);
          networks.push(network);
          await network.ready;
        },
      });
      await page.navigate(address);
      try {
        return await engine.run({
          ...order,
          devtools: page.devtools,
          network: networks[0] ?? null,
          facts: { ...order.facts, address, overlays: true, archive: CONSENT },
          openApart: async (asked, prepare) => {
            const apart = await browser.open({ before: (devtools) => prepare(devtools) });
            await apart.navigate(asked);
            return { devtools: apart.devtools, close: () => void apart.close() };
          },
          onProgress: (progress) => {
            order.onProgress(progress);
            if (at !== 'record' && progress.step === wordsOf(at)) press();
          },
        });
      } finally {
        await page.close();
      }
    };
    app.ports.capture.run = async (order) => {
      try {
        const result = await run(order);
        if (at === 'record') press();
        resolve(result);
        return result;
      } catch (error) {
        reject(error instanceof Error ? error : new Error('no capture'));
        throw error;
      }
    };
  });
}

/** Both reviewers, the headteacher and two custodians' sheets release what was locked. */
async function release(investigationId: string): Promise<void> {
  const credentials = app.both();
  const pressedBy = app.id('RJT');
  await app.do('stopped.answer', { pressedBy, what: 'mistake', credentials });
  await app.do('release.open', {
    ...{ investigationId, reason: 'mistake', document: 'Statement of both' },
    sheets: [app.sheets.get('DAP') ?? [], app.sheets.get('HE') ?? []],
    credentials: app.both('RJT', 'HE'),
  });
}

/** Which of these files the two reviewers open after a release, and what fsck finds; the application has ended. */
async function lookedInto(
  investigationId: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly opened: ReadonlySet<string>; readonly findings: readonly string[] }> {
  const { clock, random, keyWorker, osKeyStore, vaultPath } = app.ports;
  const store = openStore(vaultPath, { holder: 'test' });
  try {
    const vault = await openVault({ store, clock, random, keyWorker, osKeyStore });
    const unlock = (initials: string) => vault.unlock(app.id(initials), app.passphrase(initials));
    const people = [await unlock('RJT'), await unlock('IMS')] as const;
    const opened = await openedBy({ vault, store }, investigationId, people, files);
    const found = await fsck(store.fsckReader(), { verifier: vault.verifier });
    return { opened, findings: found.map(({ code, where }) => `${code} ${where}`) };
  } finally {
    store.close();
  }
}

describe('STOP during a capture', () => {
  it.each(MOMENTS)(
    'at %s: its bytes can be opened by nobody, also after two custodians have released what was kept before',
    async (moment) => {
      app = await TestApp.of(template);
      const investigationId = await app.toReview();
      await app.visit();
      expect(await app.capture()).toBe('RJT/1');
      const kept = objectFiles(app.ports.vaultPath);
      await app.visit('https://feed.example/next');
      const ended = stopDuring(moment);
      await app.agree('capture');
      const result = await ended;
      await app.until(() => app.countersign.view().stopped, 'the stop');
      await app.until(() => app.screen('stopped').recorded, 'its entry');

      expect(result.state === 'stopped').toBe(moment !== 'record');
      const screen = app.screen('stopped');
      expect(screen.underWay).toBe(
        `A capture was being made, at “${wordsOf(moment)}”. It was dropped: nobody can open it.`,
      );
      expect(screen.facts?.keptBefore).toBe(1);
      expect(screen.lockedExhibits.map(({ exhibitRef }) => exhibitRef)).toEqual(['RJT/1']);

      const files = objectFiles(app.ports.vaultPath);
      const written = [...files.keys()].filter((name) => !kept.has(name));
      if (moment !== 'viewport-shot') expect(written.length).toBeGreaterThan(0);
      await release(investigationId);
      await app.countersign.close();
      const { opened, findings } = await lookedInto(investigationId, files);
      // What was kept before opens with these keys, so that they are the right ones.
      expect(opened.size).toBeGreaterThan(0);
      expect(written.filter((name) => opened.has(name))).toEqual([]);
      expect(findings).toEqual([]);
    },
    TEST_MS,
  );
});
