import { BrowserHost } from './browser-host.ts';
import type { BrowserListener } from './browser-host.ts';
import { switchFlags } from './command-line.ts';
import type { CdpSession } from './cdp.ts';
import { answerAuth, answerPaused, watchNetwork } from './exchange.ts';
import { sessionOf } from './session.ts';
import type { HostSession } from './session.ts';
import { number, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** What a view needs of its browser; pictures need a second process, a switch of the engine's. */
export type BrowserKind = 'pictures' | 'no-pictures';

const browsers = new Map<BrowserKind, Promise<BrowserHost>>();
const started = new Map<BrowserKind, BrowserHost>();
/** Every target the host opened, and every frame seen in one. */
const owners = new Map<string, HostWebContents>();
const workers = new Map<string, HostSession>();

/** @returns the browser of that kind, started on first use */
export function browserOf(kind: BrowserKind): Promise<BrowserHost> {
  let found = browsers.get(kind);
  if (found === undefined) {
    const flags = [...switchFlags(), ...(kind === 'pictures' ? [] : ['--blink-settings=imagesEnabled=false'])];
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

/** Note whose frame or target it is; null when it has gone. */
export function claim(frameId: string, contents: HostWebContents | null): void {
  if (contents === null) owners.delete(frameId);
  else owners.set(frameId, contents);
}

/** @returns the view that the frame or target belongs to */
export function ownerOf(frameId: string): HostWebContents | undefined {
  return owners.get(frameId);
}

/** Who a request belongs to: a view (and its frame), or a worker of a partition. */
export interface Requester {
  readonly session: HostSession;
  readonly contents: HostWebContents | null;
}

/**
 * A request can be reported before its frame or worker is: wait for that, but not for long.
 * @returns null when it belongs to nothing of ours (a pop-up, a page of the browser itself)
 */
export async function requesterOf(frameId: string): Promise<Requester | null> {
  for (let tries = 0; tries < 40; tries += 1) {
    const contents = owners.get(frameId);
    if (contents !== undefined) return { session: contents.session, contents };
    const session = workers.get(frameId);
    if (session !== undefined) return { session, contents: null };
    if (popups.has(frameId)) return null;
    await new Promise((resolve) => setTimeout(resolve, 5 + tries));
  }
  return null;
}

const popups = new Set<string>();

const listener: BrowserListener = {
  popup(target: Fields) {
    popups.add(text(target, 'targetId'));
    owners.get(text(target, 'openerId'))?.popupOpened(target);
  },
  worker(target: Fields, session: CdpSession) {
    const targetId = text(target, 'targetId');
    for (const browser of started.values()) {
      const owner = sessionOf(browser, text(target, 'browserContextId'));
      if (owner === undefined || session.connection !== browser.root.connection) continue;
      workers.set(targetId, owner);
      watchNetwork(session);
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
    owners.get(text(params, 'frameId'))?.downloadRefused(params);
  },
  targetChanged(target) {
    owners.get(text(target, 'targetId'))?.targetChanged(target);
  },
  targetCrashed(targetId, params) {
    owners.get(targetId)?.crashed(text(params, 'status'), number(params, 'errorCode'));
  },
};
