import { BrowserHost } from './browser-host.ts';
import type { BrowserListener } from './browser-host.ts';
import { switchFlags } from './command-line.ts';
import { hostOptions } from './options.ts';
import type { CdpSession } from './cdp.ts';
import { answerPaused } from './exchange.ts';
import { answerAuth } from './login.ts';
import { watchFor } from './network-watch.ts';
import { claimWorker, notePopup, ownerOf } from './owners.ts';
import { sessionOf } from './session.ts';
import { number, text } from './values.ts';
import type { Fields } from './values.ts';

/** What a view needs of its browser; pictures need a second process, a switch of the engine's. */
export type BrowserKind = 'pictures' | 'no-pictures';

const browsers = new Map<BrowserKind, Promise<BrowserHost>>();
const started = new Map<BrowserKind, BrowserHost>();

/** @returns the browser of that kind, started on first use */
export function browserOf(kind: BrowserKind): Promise<BrowserHost> {
  let found = browsers.get(kind);
  if (found === undefined) {
    const flags = [
      ...switchFlags(),
      ...hostOptions().browserFlags,
      ...(kind === 'pictures' ? [] : ['--blink-settings=imagesEnabled=false']),
    ];
    found = BrowserHost.start(flags, listener).then((browser) => {
      started.set(kind, browser);
      process.send?.({ kind: 'browser', pid: browser.pid, profileDir: browser.profileDir });
      return browser;
    });
    browsers.set(kind, found);
  }
  return found;
}

/** @returns the browsers that run now */
export function runningBrowsers(): BrowserHost[] {
  return [...started.values()];
}

/** End every browser; leaves no process and no profile behind. */
export async function quitBrowsers(): Promise<void> {
  await Promise.allSettled(
    [...browsers.values()].map(async (browser) => {
      await (await browser).quit();
    }),
  );
  browsers.clear();
  started.clear();
}

const listener: BrowserListener = {
  popup(target: Fields, session: CdpSession) {
    notePopup(text(target, 'targetId'));
    // Its opener may be waiting for it; nothing it asks for is let through.
    session.post('Runtime.runIfWaitingForDebugger');
    ownerOf(text(target, 'openerId'))?.popups.opened(target);
  },
  worker(target: Fields, session: CdpSession) {
    const targetId = text(target, 'targetId');
    for (const browser of started.values()) {
      const owner = sessionOf(browser, text(target, 'browserContextId'));
      if (owner === undefined || session.connection !== browser.root.connection) continue;
      claimWorker(targetId, owner);
      watchFor(session, { session: owner, contents: null });
    }
    session.post('Runtime.runIfWaitingForDebugger');
  },
  paused(browser, params) {
    void answerPaused(browser, params);
  },
  authRequired(browser, params) {
    void answerAuth(browser, params);
  },
  downloading(params) {
    ownerOf(text(params, 'frameId'))?.downloadRefused(params);
  },
  targetCrashed(targetId, params) {
    // The process of a frame of another site may go while the page lives on: Electron tells nobody.
    const owner = ownerOf(targetId);
    if (owner?.isMainFrame(targetId) === true)
      owner.crashed(text(params, 'status'), number(params, 'errorCode'));
  },
};
