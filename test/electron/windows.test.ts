import type { Session, WebContentsView } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppView } from '#src/contract/views.ts';
import { MainWindow } from '#electron/windows.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { BaseWindow, FakeSession, WebContentsView as FakeView } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

let gone = 0;
let window: MainWindow;
let base: BaseWindow;
let screens: FakeView;

beforeEach(() => {
  gone = 0;
  FakeView.made.length = 0;
  BaseWindow.made.length = 0;
  window = new MainWindow({
    title: 'Countersign',
    session: new FakeSession('screens') as unknown as Session,
    preload: '/preload.cjs',
    refusals: new Refusals(() => undefined),
  });
  window.onScreensGone(() => {
    gone += 1;
  });
  base = BaseWindow.made[0] ?? new BaseWindow({});
  screens = FakeView.made[0] ?? new FakeView({ webPreferences: {} });
});

function page(): FakeView {
  return new FakeView({ webPreferences: { session: new FakeSession('review') } });
}

describe('MainWindow', () => {
  it('is kept out of screen captures, and shows the screens over its whole content', async () => {
    expect(base.protectedContent).toBe(true);
    expect(screens.bounds).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
    await window.load();
    expect(screens.webContents.loaded).toEqual(['app://countersign/index.html']);
    expect(base.shown).toBe(true);
  });

  it('follows the window’s size', () => {
    base.size = { x: 0, y: 0, width: 1024, height: 700 };
    base.emit('resize');
    expect(screens.bounds).toEqual({ x: 0, y: 0, width: 1024, height: 700 });
  });

  it('lays a veiled page under the screens, which nothing is seen through', () => {
    const view = page();
    window.placeUnder(view as unknown as WebContentsView);
    expect(base.children).toEqual([view, screens]);
    expect(view.visible).toBe(false);
    expect(screens.background).toBe('#ffffff');
    window.remove(view as unknown as WebContentsView);
    expect(base.children).toEqual([screens]);
  });

  it('lays a page above the screens, hidden, never over the bar, and takes it away at once', () => {
    const view = page();
    window.place(view as unknown as WebContentsView);
    expect(base.children).toEqual([screens, view]);
    expect(view.visible).toBe(false);
    expect(
      window.arrange(view as unknown as WebContentsView, { x: 0, y: 0, width: 9999, height: 9999 }),
    ).toBe(true);
    expect(view.bounds).toEqual({ x: 0, y: 60, width: 1440, height: 840 });
    expect(
      window.arrange(view as unknown as WebContentsView, { x: 0, y: 0, width: 0, height: 0 }),
    ).toBe(false);
    window.remove(view as unknown as WebContentsView);
    expect(base.children).toEqual([screens]);
    expect(view.visible).toBe(false);
  });

  it('tells of the screens’ death and loads them again, three times at most', () => {
    for (let count = 0; count < 5; count++)
      screens.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(gone).toBe(5);
    expect(screens.webContents.loaded).toHaveLength(3);
  });

  it('takes the screens’ page with it when it closes', () => {
    const view = { revision: 1 } as unknown as AppView;
    window.push(view);
    expect(screens.webContents.sent).toEqual([['view.pushed', view]]);
    base.emit('closed');
    expect(screens.webContents.destroyed).toBe(true);
    expect(window.screensId()).toBeNull();
    window.push(view);
    expect(screens.webContents.sent).toHaveLength(1);
  });
});
