import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { itWithTool } from '#test/support/tools.ts';
import { findBrowser, unpackedBrowser } from './browser-path.ts';
import { start } from './driver.ts';
import type { Driver, StartOptions } from './driver.ts';

const entry = path.join(import.meta.dirname, 'fixture', 'program.ts');
const browserPath = await findBrowser();
const hasBrowser = browserPath !== null;
/** The bundled browser is built without windows. */
const hasWindows = hasBrowser && browserPath !== (await unpackedBrowser());
const folders: string[] = [];
const drivers: Driver[] = [];

async function begin(options: Partial<StartOptions> = {}): Promise<Driver> {
  const userDataDir =
    options.userDataDir ?? mkdtempSync(path.join(os.tmpdir(), 'countersign-driver-'));
  folders.push(userDataDir);
  const driver = await start({ entry, ...options, userDataDir });
  drivers.push(driver);
  return driver;
}

async function colourAt(picture: Uint8Array, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(picture)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)].join();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

afterEach(async () => {
  for (const driver of drivers.splice(0)) {
    driver.kill();
    await driver.exited;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasBrowser)('start', () => {
  it('runs a program whose screens can be read, filled in and clicked', async () => {
    const driver = await begin();
    expect(await driver.text()).toContain('Fixture screens');
    await driver.fill('textbox', 'Name', 'Ada Example');
    await driver.select('combobox', 'Kind', 'Second');
    await driver.click('button', 'Ask', { exact: true });
    await driver.waitForText('ask Ada Example Second');
    await driver.fill('textbox', 'Name', '');
    await driver.type('B c');
    await driver.press('Tab');
    expect(
      await driver.evaluate("document.activeElement?.id + document.querySelector('#name').value"),
    ).toBe('kindB c');
    await expect(driver.click('button', 'Nowhere', { waitMs: 100 })).rejects.toThrow(
      'no button called "Nowhere"',
    );
    expect(await driver.stop()).toBe(0);
  });

  it('shows the review view over the screens, and answers F12 while its page loops', async () => {
    const driver = await begin();
    await driver.waitUntil(async () => (await driver.review())?.title === 'Reviewed', 'the title');
    expect(await driver.review()).toMatchObject({
      visible: true,
      bounds: { x: 400, y: 100, width: 300, height: 300 },
    });
    const before = await driver.screenshot();
    expect(await colourAt(before, 600, 300)).toBe('255,0,0');
    expect(await colourAt(before, 300, 300)).toBe('230,240,255');
    await driver.click('button', 'Loop');
    await driver.waitForText('loop');
    await driver.clickAt(600, 300);
    const pressedAt = performance.now();
    await driver.press('F12');
    expect(performance.now() - pressedAt).toBeLessThan(500);
    expect(await colourAt(await driver.screenshot(), 600, 300)).toBe('230,240,255');
    await driver.click('button', 'Ask', { exact: true });
    await driver.waitForText('stopped');
  });

  it('plays the operating system: a locked screen and a place to save', async () => {
    const driver = await begin();
    await driver.power('lock-screen');
    await driver.click('button', 'Ask', { exact: true });
    await driver.waitForText('locked');
    await driver.saveInto('/tmp/fictional');
    await driver.click('button', 'Save');
    await driver.waitForText(path.join('/tmp/fictional', 'plan.pdf'));
    await driver.saveInto(null);
    await driver.click('button', 'Save');
    await driver.waitForText('cancelled');
  });

  it('lets one program a folder run, and tells it of the second start', async () => {
    const driver = await begin();
    const userDataDir = folders[0] ?? '';
    await expect(start({ entry, userDataDir })).rejects.toThrow('the program ended with 0');
    await driver.waitUntil(async () => {
      await driver.click('button', 'Ask', { exact: true });
      return (await driver.text()).includes('second start');
    }, 'the word of it');
  });

  it('takes its browsers and their profiles with it when it is killed', async () => {
    const driver = await begin();
    expect(driver.browserPids).toHaveLength(1);
    expect(driver.browserPids.every(isAlive)).toBe(true);
    process.kill(driver.pid, 'SIGKILL');
    expect(await driver.exited).toBe(null);
    await driver.waitUntil(
      () => Promise.resolve(!driver.browserPids.some(isAlive)),
      'the browsers to end',
    );
    await driver.waitUntil(
      () => Promise.resolve(!driver.profileDirs.some((folder) => existsSync(folder))),
      'the profiles to go',
    );
  });

  it('draws at the density, colours and size it is given', async () => {
    const driver = await begin({
      dpr: 2,
      colorScheme: 'dark',
      forcedColors: true,
      size: { width: 640, height: 400 },
    });
    const { width, height } = await sharp(await driver.screenshot()).metadata();
    expect([width, height]).toEqual([1280, 800]);
    const media =
      "['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-reduced-motion: reduce)'].map((q) => matchMedia(q).matches).join()";
    expect(await driver.evaluate(`${media} + devicePixelRatio + innerWidth`)).toBe(
      'true,true,true2640',
    );
  });
});

describe.runIf(hasBrowser && !hasWindows)('start without a browser that has windows', () => {
  it('ends and says so when a preview is asked for', async () => {
    const driver = await begin({ headless: false });
    expect(await driver.exited).toBe(1);
    expect(driver.output).toContain('this Chromium can open no window');
  });
});

describe.runIf(hasWindows)('start with a visible window', () => {
  itWithTool(
    'Xvfb',
    'shows the composed window in a visible browser and takes its clicks and keys',
    async (xvfb) => {
      const display = `:${String(200 + (process.pid % 500))}`;
      const server: ChildProcess = spawn(
        xvfb,
        [display, '-screen', '0', '1200x800x24', '-nolisten', 'tcp'],
        { stdio: 'ignore' },
      );
      try {
        await new Promise((resolve) => setTimeout(resolve, 700));
        const driver = await begin({ headless: false, env: { DISPLAY: display } });
        const looks = (wanted: RegExp) => async (): Promise<boolean> =>
          wanted.test(await colourAt(await driver.previewPicture(), 600, 300));
        await driver.waitUntil(looks(/^25\d,[0-3],[0-3]$/), 'the red page', 60_000);
        const ask: unknown = await driver.evaluate(
          "JSON.stringify(document.querySelector('#ask').getBoundingClientRect())",
        );
        const { x, y } = JSON.parse(String(ask)) as { x: number; y: number };
        await driver.previewClick(x + 5, y + 5);
        await driver.waitForText('ask', 60_000);
        await driver.previewKey('F12');
        await driver.waitUntil(looks(/^2[23]\d,2[34]\d,25\d$/), 'the page to go', 60_000);
      } finally {
        server.kill();
      }
    },
  );
});
