import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startChatterly } from '#scripts/demo-site/chatterly.ts';
import type { Site } from '#scripts/demo-site/server.ts';
import { Hands } from '#scripts/demo/hands.ts';
import { setUp } from '#scripts/demo/set-up.ts';
import { signIn } from '#scripts/demo/sign-in.ts';
import { firstInvestigation } from '#scripts/demo/story.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import type { Driver } from '#test/chromium-host/driver.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { keyboardOnly } from '#test/support/keyboard-hands.ts';

const TEST_MS = 900_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where the page under review stands is another view, which axe in ours can't see into. */
const RUN = `axe.run({ resultTypes: ['violations'] }).then(({ violations, passes }) => ({
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  passes: passes.length,
  violations: violations.map(({ id, nodes }) =>
    id + ': ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' ' + failureSummary).join('; ')),
}))`;

/** New colours are on the screen, and nothing fades any more. */
const SETTLED = `new Promise((resolve) => { setTimeout(resolve, 2000);
  requestAnimationFrame(() => requestAnimationFrame(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(resolve))); }).then(() => null)`;

/** What one run of axe says. */
interface AxeRun {
  readonly dark: boolean;
  /** Rules that found something to look at, and nothing wrong with it. */
  readonly passes: number;
  readonly violations: readonly string[];
}

let made: Templates;
let site: Site;
const apps: RunningApp[] = [];

beforeAll(async () => {
  made = await templates();
  site = await startChatterly();
}, TEMPLATE_MS);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.remove();
});
afterAll(async () => {
  await site.close();
});

/** What axe finds on the screen that is shown, in both looks. */
async function axeFindings(driver: Driver): Promise<readonly string[]> {
  await driver.evaluate(`globalThis.axe === undefined ? void (() => { ${AXE}\n })() : undefined`);
  const found: string[] = [];
  for (const scheme of ['dark', 'light'] as const) {
    await driver.colorScheme(scheme);
    await driver.evaluate(SETTLED);
    const { dark, passes, violations } = (await driver.evaluate(RUN)) as AxeRun;
    expect(dark).toBe(scheme === 'dark');
    expect(passes).toBeGreaterThan(15);
    found.push(...violations.map((one) => `${scheme}: ${one}`));
  }
  return found;
}

/** Hands that look at every screen with axe, and for failures on it, instead of taking a picture of it. */
class AxeHands extends Hands {
  readonly findings: Record<string, readonly string[]> = {};

  constructor(driver: Driver) {
    super(driver, os.tmpdir(), () => undefined);
  }

  override async picture(name: string): Promise<void> {
    const text = await this.driver.text();
    const failures = text.matchAll(/^[A-Z]+_[A-Z_]+ · .*$/gmu);
    this.findings[name] = [
      ...Array.from(failures, ([line]) => line),
      ...(await axeFindings(this.driver)),
    ];
  }

  /** Nothing on any screen passed. */
  expectNothingFound(screens: number): void {
    const names = Object.keys(this.findings);
    expect(names.length).toBeGreaterThanOrEqual(screens);
    expect(this.findings).toEqual(Object.fromEntries(names.map((name) => [name, []])));
  }
}

async function begin(template: Templates['ready'] | null): Promise<AxeHands> {
  const app = await RunningApp.start(template);
  apps.push(app);
  return new AxeHands(keyboardOnly(app.driver));
}

describe('the main path by keyboard alone', () => {
  it(
    'leads through the first run, and axe finds nothing on its screens',
    async () => {
      const hands = await begin(null);
      await setUp(hands);
      await hands.on('sign-in');
      hands.expectNothingFound(5);
    },
    TEST_MS,
  );

  it(
    'leads from sign-in to a pack that verifies, and axe finds nothing on any screen',
    async () => {
      const hands = await begin(made.ready);
      const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-pack-'));
      try {
        await signIn(hands, null);
        const { exhibitRefs } = await firstInvestigation(hands, site.origin, folder);
        expect(exhibitRefs).toEqual(['RJT/1', 'RJT/2']);
        const [pack = ''] = readdirSync(folder);
        const report = await verifyPack(readFileSync(path.join(folder, pack)), {});
        expect(report).toMatchObject({ result: 'valid', findings: [] });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      hands.expectNothingFound(18);
    },
    TEST_MS,
  );
});

describe('F6', () => {
  it(
    'goes round the regions of the review, forwards and backwards',
    async () => {
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/`);
      const regions = await app.driver.evaluate(
        `[...document.querySelectorAll('[data-region]')].filter((one) => one.getClientRects().length > 0 && !one.closest('[inert]')).length`,
      );
      expect(Number(regions)).toBeGreaterThan(2);
      const held = `[...document.querySelectorAll('[data-region]')].indexOf(document.activeElement)`;
      const passed: unknown[] = [];
      for (let press = 0; press <= Number(regions); press++) {
        const before = await app.driver.evaluate(held);
        await app.driver.press('F6');
        passed.push(
          await app.driver.waitUntil(
            async () => {
              const now = await app.driver.evaluate(held);
              return now === before ? undefined : String(now);
            },
            'the focus to move on',
            STEP_MS,
          ),
        );
      }
      expect(new Set(passed).size).toBe(Number(regions));
      expect(passed.at(-1)).toBe(passed[0]);
      await app.driver.press('Shift+F6');
      await app.driver.waitUntil(
        async () => String(await app.driver.evaluate(held)) === passed.at(-2),
        'the focus to move back',
        STEP_MS,
      );
    },
    TEST_MS,
  );

  it(
    'leads out of the page under review, into which Enter leads; a link there is followed by keyboard',
    async () => {
      const app = await RunningApp.start(made.exhibit);
      apps.push(app);
      await app.toReview();
      await app.visit(`${site.origin}/`);
      const held = `document.activeElement?.getAttribute('data-region') ?? null`;
      await app.driver.waitUntil(
        async () => {
          await app.driver.press('F6');
          return (await app.driver.evaluate(held)) === 'page';
        },
        'the way into the page',
        STEP_MS,
      );
      await app.driver.press('Enter');
      await app.driver.waitUntil(
        async () => (await app.driver.review())?.focused === true,
        'the page to have the keyboard',
        STEP_MS,
      );
      await app.driver.press('Tab');
      await app.driver.press('Enter');
      await app.hands.until(
        'the link to be followed',
        ({ screen }) =>
          screen.kind === 'review' &&
          screen.current?.outcome === 'shown' &&
          screen.current.address !== `${site.origin}/`,
      );
      await app.driver.press('F6');
      await app.driver.waitUntil(
        async () => (await app.driver.review())?.focused === false,
        'the screens to have the keyboard again',
        STEP_MS,
      );
      expect(await app.driver.evaluate(held)).toBe('page');
    },
    TEST_MS,
  );
});
