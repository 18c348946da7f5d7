import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import type { AppView } from '#src/contract/views.ts';
import { findBrowser } from '../chromium-host/browser-path.ts';
import { installFakeApi, type Call, type FakeWindow, type Scripted } from './fake-api.ts';
import { serveScreens } from './serve.ts';

const config = fileURLToPath(new URL('../../vite.renderer.config.ts', import.meta.url));

/** What axe found wrong: rule, and where. */
export interface AxeFinding {
  readonly rule: string;
  readonly where: readonly string[];
}

/** The built screens in a real Chromium, under the window's policy. */
export class Screens {
  private readonly folder: string;
  private readonly server: Server;
  private readonly address: string;
  private readonly browser: Browser;
  private readonly context: BrowserContext;
  private readonly axe: string;

  private constructor(parts: {
    folder: string;
    server: Server;
    address: string;
    browser: Browser;
    context: BrowserContext;
    axe: string;
  }) {
    this.folder = parts.folder;
    this.server = parts.server;
    this.address = parts.address;
    this.browser = parts.browser;
    this.context = parts.context;
    this.axe = parts.axe;
  }

  /** Build, serve, start the browser. Throws when there is no Chromium: these tests need one. */
  static async start(): Promise<Screens> {
    const executablePath = await findBrowser();
    if (executablePath === null) throw new Error('no Chromium found');
    const folder = await mkdtemp(path.join(tmpdir(), 'countersign-screens-'));
    await build({
      configFile: config,
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    const { server, address } = await serveScreens(folder);
    const asRoot = process.getuid?.() === 0;
    const browser = await chromium.launch({
      executablePath,
      args: asRoot ? ['--no-sandbox'] : [],
    });
    const context = await browser.newContext({
      timezoneId: 'Europe/London',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const axe = await readFile(
      createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
      'utf8',
    );
    return new Screens({ folder, server, address, browser, context, axe });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((closed) => this.server.close(closed));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A page that shows one view; its calls are answered from `answers`. */
  async show(
    view: AppView,
    answers: Scripted = {},
    size: { readonly width: number; readonly height: number } = { width: 1440, height: 900 },
  ): Promise<Page> {
    const page = await this.context.newPage();
    await page.setViewportSize(size);
    await page.addInitScript(installFakeApi, { view, answers });
    await page.goto(this.address);
    await page.locator('main').waitFor({ timeout: 20_000 });
    return page;
  }

  /** A PDF made by the same Chromium, as the app's documents are. */
  async pdfOf(html: string): Promise<Uint8Array> {
    const page = await this.context.newPage();
    await page.setContent(html);
    const bytes = await page.pdf({ format: 'A4', tagged: true });
    await page.close();
    return new Uint8Array(bytes);
  }

  /** A picture of a page, as a capture would hold it. */
  async pictureOf(html: string): Promise<Uint8Array> {
    const page = await this.context.newPage();
    await page.setContent(html);
    const bytes = await page.screenshot({ fullPage: true });
    await page.close();
    return new Uint8Array(bytes);
  }

  /** Everything axe finds wrong (A, AA and best practice). */
  async axeFindings(page: Page): Promise<readonly AxeFinding[]> {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(this.axe);
    return page.evaluate(async () => {
      // The page's own script has put axe there.
      const { axe } = window as unknown as {
        readonly axe: {
          run(options: object): Promise<{
            readonly violations: readonly {
              readonly id: string;
              readonly nodes: readonly {
                readonly target: readonly unknown[];
                readonly failureSummary?: string;
              }[];
            }[];
          }>;
        };
      };
      const { violations } = await axe.run({ resultTypes: ['violations'] });
      return violations.map((violation) => ({
        rule: violation.id,
        where: violation.nodes.map(
          (node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`,
        ),
      }));
    });
  }
}

/** Keep a picture of a state for people to look at, when `COUNTERSIGN_SHOTS` names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERSIGN_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The calls a page has made so far, those that only look left out. */
export async function callsOf(page: Page): Promise<readonly Call[]> {
  const calls = await page.evaluate(() => (window as unknown as FakeWindow).fake.calls);
  return calls.filter((call) => call.channel !== 'app.view' && call.channel !== 'review.bounds');
}

/** Whatever the window's policy refused so far. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as FakeWindow).fake.violations);
}

/** Show another view in a page, as the main process would. */
export async function push(page: Page, view: AppView): Promise<void> {
  await page.evaluate((next) => {
    (window as unknown as FakeWindow).fake.push(next);
  }, view);
}
