import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channels } from '#src/contract/channels.ts';
import { buildApp } from '#scripts/build.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { start, type Driver } from '#test/chromium-host/driver.ts';

const browserPath = await findBrowser();

/** What the screens' page answers to an expression that gives JSON. */
async function ask<T>(app: Driver, expression: string): Promise<T> {
  const text = await app.evaluate(`(async () => JSON.stringify(${expression}))()`);
  return JSON.parse(String(text)) as T;
}

describe.skipIf(browserPath === null)('start, on the Chromium host', () => {
  let folder: string;
  let app: Driver;

  beforeAll(async () => {
    await buildApp();
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-main-'));
    app = await start({ userDataDir: folder, browserPath, appVersion: '0.1.0' });
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the screens from their own origin, alone in the window, marked as a preview', async () => {
    await app.waitForText('Preview: not for live evidence');
    const [window] = await app.windows();
    expect(window?.views).toHaveLength(1);
    expect(await ask(app, 'location.href')).toMatch(/countersign/u);
  });

  it('checklist 2, 3, 20: gives the screens two functions and nothing of Node or Electron', async () => {
    expect(
      await ask(app, '[typeof require, typeof process, typeof module, typeof Buffer]'),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
    expect(
      await ask(app, 'Object.entries(api).map(([name, value]) => name + " " + typeof value)'),
    ).toEqual(['call function', 'onView function']);
  });

  it('checklist 7: runs no script that is not a file of ours, and reaches nothing outside', async () => {
    const tries = `await (async () => {
      const script = document.createElement('script');
      let refused = 0;
      addEventListener('securitypolicyviolation', () => { refused += 1; });
      try { script.text = 'window.ran = true'; document.head.append(script); } catch { refused += 1; }
      const outside = await fetch('https://example.org/').then(() => 'reached', () => 'refused');
      const image = await new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve('loaded');
        picture.onerror = () => resolve('refused');
        picture.src = 'https://example.org/x.png';
      });
      return [typeof window.ran, outside, image, refused > 0];
    })()`;
    expect(await ask(app, tries)).toEqual(['undefined', 'refused', 'refused', true]);
  });

  it('answers junk on every channel with a coded failure, and lives', async () => {
    const junk = `await Promise.all(${JSON.stringify(Object.keys(channels))}
      .filter((name) => name !== 'stop.press')
      .flatMap((name) => [null, 1, 'x', [], { __proto__: { a: 1 }, junk: 1 }, undefined, 2n, new Uint8Array(9)]
        .map((input) => api.call(name, input).then((answer) => answer.error?.code ?? 'ok', () => 'rejected'))))`;
    const codes = new Set(await ask<string[]>(app, junk));
    expect(codes).toContain('IPC_ARGUMENTS_INVALID');
    expect(
      [...codes].filter((code) => ['INTERNAL', 'rejected', 'IPC_SENDER_REFUSED'].includes(code)),
    ).toEqual([]);
    expect(await ask(app, "(await api.call('app.view', {})).ok")).toBe(true);
  });

  it('knows no other channel', async () => {
    expect(
      await ask(app, "await api.call('nonsense', {}).then(() => 'answered', () => 'refused')"),
    ).toBe('refused');
  });

  it('does not run a second time on the same data, and leaves the first as it is', async () => {
    const second = await start({ userDataDir: folder, browserPath }).catch((error: unknown) =>
      String(error),
    );
    const ended = typeof second === 'string' ? second : await second.exited;
    expect(String(ended)).toMatch(/^0$|ended with 0/u);
    expect(await ask(app, "(await api.call('app.view', {})).ok")).toBe(true);
  });

  it('checklist 4, 6: does not start with a switch that opens it, and says so', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'countersign-main-'));
    const started = start({ userDataDir: other, browserPath, args: ['--remote-debugging-port=0'] });
    await expect(started).rejects.toThrow(
      /ended with 1[\s\S]*It may not run with --remote-debugging-port/u,
    );
    rmSync(other, { recursive: true, force: true });
  });
});
