import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chatterlyRoutes } from '#scripts/demo-site/chatterly.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { PEOPLE } from '#scripts/demo/people.ts';
import { Folded } from '#src/app/folded.ts';
import type { AppView } from '#src/contract/views.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import { openDataKeys } from '#src/ledger/data-key.ts';
import { openRecord } from '#src/vault/investigation-keys.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Template } from '#test/support/e2e-template.ts';
import { withVault } from '#test/support/e2e-vault.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';
import { expectClean } from './stop-kit.ts';

const KILLS = process.env['SLOW'] === '1' ? 10 : 3;
const TEST_MS = 600_000;

let template: Template;
let site: Site;
const apps: RunningApp[] = [];

beforeAll(async () => {
  template = (await templates()).exhibit;
  site = await startSite({ ...chatterlyRoutes(), ...layoutRoutes });
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
});
afterAll(async () => {
  await site.close();
});

/** One act of the script. */
type Act = readonly [name: string, run: (app: RunningApp) => Promise<unknown>];

function capture(address: string): readonly Act[] {
  return [
    [`open ${address}`, (app) => app.visit(`${site.origin}${address}`)],
    [`flag ${address}`, (app) => app.concern(`What stands on ${address}.`)],
    [`attest ${address}`, (app) => app.agree('capture')],
    [`capture ${address}`, (app) => captureToJudge(app)],
    [`keep ${address}`, (app) => keep(app)],
  ];
}

async function captureToJudge(app: RunningApp) {
  return await app.hands.until(
    'the capture',
    ({ screen }) => screen.kind === 'review' && screen.check,
    STEP_MS * 2,
  );
}

async function keep(app: RunningApp): Promise<void> {
  const { captureId, doubts } = await captureToJudge(app);
  const answers = doubts.map(({ doubtId }) => ({ doubtId, keep: true, reason: 'Seen by both.' }));
  await app.do('capture.accept', { captureId, answers });
}

/** Visits, flags, captures, keeps, the conclusion and both signatures. */
const SCRIPT = (): readonly Act[] => [
  ...capture('/'),
  ...capture('/tall'),
  ['open /gone', (app) => app.visit(`${site.origin}/gone`)],
  ['flag /gone', (app) => app.concern('It is gone.')],
  ['finish', (app) => app.do('review.complete', {})],
  ['conclude', (app) => app.do('record.conclusion', { rows: ['It has substance.'] })],
  ['sign first', (app) => sign(app, 'first')],
  ['sign second', (app) => sign(app, 'second')],
];

async function sign(app: RunningApp, half: 'first' | 'second'): Promise<void> {
  await app.do('record.sign', { half, passphrase: PEOPLE[half].passphrase });
}

/** Everything that was pushed to the screens, heard out there, so that it outlives the app. */
async function listen(app: RunningApp): Promise<readonly AppView[]> {
  const pushed: AppView[] = [];
  await app.driver.evaluate(
    `void (window.pushed = [], window.api.onView((view) => window.pushed.push(view)))`,
  );
  const hear = async (): Promise<void> => {
    for (;;) {
      const views = await app.driver.evaluate('window.pushed.splice(0)');
      pushed.push(...(views as AppView[]));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };
  void hear().catch(() => undefined);
  return pushed;
}

/** Do the script and kill the app a moment after one of its acts began. @returns what was being done */
async function killDuring(app: RunningApp, at: number, afterMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  let doing = 'nothing';
  try {
    for (const [index, [name, run]] of SCRIPT().entries()) {
      doing = name;
      if (index === at) timer = setTimeout(() => void app.kill(), afterMs);
      await run(app);
    }
  } catch (error) {
    if (!/has ended|no window/u.test(String(error))) throw error;
  }
  await app.driver.exited;
  clearTimeout(timer);
  return doing;
}

/** The investigation as its ledger on disk tells it. */
async function stateOnDisk(app: RunningApp): Promise<InvestigationState> {
  return await withVault(app.home, async ({ vault, store, unlock }) => {
    const investigationId = template.investigationId ?? '';
    const identity = await openRecord(vault, investigationId, await unlock(PEOPLE.first));
    const origin = vault.originOf(investigationId);
    const ring = await openDataKeys(store.ledgerStore(origin).dataKeys(), [identity]);
    return new Folded(vault.ledger(origin), () => ring).state;
  });
}

/** Every visit, judgement, exhibit, conclusion and signature that a screen has shown is on disk. */
function expectShownIsThere(views: readonly AppView[], state: InvestigationState): void {
  for (const { screen } of views) {
    if (screen.kind === 'review') {
      for (const { visitId, address, outcome, status, judgement, reason } of screen.visits) {
        const settled = outcome === 'loading' ? {} : { outcome, status };
        const judged = judgement === 'open' ? {} : { judgement, reason };
        expect(state.visits).toContainEqual(
          expect.objectContaining({ visitId, address, ...settled, ...judged }),
        );
      }
    }
    if (screen.kind === 'review' || screen.kind === 'investigation') {
      for (const { exhibitRef, digest, state: how } of screen.exhibits)
        expect(state.exhibits).toContainEqual(
          expect.objectContaining({ exhibitRef, digest, state: how }),
        );
    }
    if (screen.kind === 'record') {
      if (screen.conclusions.length > 0) expect(state.conclusions).toEqual(screen.conclusions);
      if (screen.first.signedAt !== null && screen.second.signedAt !== null)
        expect(state.records).toHaveLength(1);
    }
  }
}

function isCapturing({ screen }: AppView): boolean {
  return screen.kind === 'review' && (screen.progress !== null || screen.check !== null);
}

describe('the whole app, killed', () => {
  it.each(Array.from({ length: KILLS }, (_, kill) => [kill]))(
    'loses nothing that a screen has shown, and says what was under way (kill %i)',
    async (kill) => {
      // Spread over the script, so that captures and signatures are hit too.
      const acts = SCRIPT().length;
      const at = Math.min(acts - 1, Math.floor(((kill + Math.random()) * acts) / KILLS));
      const afterMs = Math.random() * 600;
      let app = await RunningApp.start(template);
      apps.push(app);
      await app.toReview();
      const views = await listen(app);
      const doing = await killDuring(app, at, afterMs);
      const where = `kill ${afterMs.toFixed(0)} ms after act ${at} began, during "${doing}"`;
      const last = views.at(-1);
      expect([where, last?.signedIn]).toEqual([where, true]);

      app = await app.restart();
      await app.hands.on('sign-in');
      await app.driver.waitForText('Countersign ended without being closed', STEP_MS);
      const { underWay } = await app.screen('sign-in');
      expect(underWay).toContain(`A sitting on ${template.reference ?? ''}: `);
      await app.driver.waitForText(underWay ?? '', STEP_MS);
      if (last !== undefined && isCapturing(last) && !/^(?:attest|keep)/u.test(doing))
        expect([where, underWay]).toEqual([where, expect.stringContaining('a capture')]);
      await app.signIn();
      const exhibits = (await app.screen('investigation')).exhibits.map(
        ({ exhibitRef }) => exhibitRef,
      );
      expect(exhibits).toContain(template.exhibitRef);
      const shown = await app.do('exhibit.look', {
        exhibitId: (await app.screen('investigation')).exhibits.at(-1)?.exhibitId ?? '',
        credentials: app.both(),
      });
      expect(shown.scale).toBeGreaterThan(0);
      await app.driver.stop();
      expectClean(app);
      expectShownIsThere(views, await stateOnDisk(app));
    },
    TEST_MS,
  );
});
