import path from 'node:path';
import { Menu, app, dialog, powerMonitor, protocol, session } from 'electron';
import { Countersign } from '#src/app/countersign.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { readOwnFiles, serveOwnFiles } from './app-protocol.ts';
import { Controls } from './controls.ts';
import { SCREENS_SCHEME } from './guard/decide-sender.ts';
import { refusedSwitches } from './guard/decide-switches.ts';
import { guardCertificates } from './guard/guard-certificates.ts';
import { guardCredentials } from './guard/guard-credentials.ts';
import { guardOwnFilesOnly } from './guard/guard-screens.ts';
import { guardSession } from './guard/guard-session.ts';
import { ProxyChallenges } from './guard/proxy-challenges.ts';
import { guardEveryWebContents } from './guard/guard-web-contents.ts';
import { Refusals } from './guard/refusals.ts';
import { registerChannels } from './ipc/register.ts';
import { locateFiles, type AppFiles } from './paths.ts';
import { buildPorts } from './ports.ts';
import { ElectronReviewBrowser } from './review/review-browser.ts';
import { MainWindow } from './windows.ts';

/** The running app, for whoever started it. */
export interface RunningApp {
  readonly countersign: Countersign;
  readonly window: MainWindow;
}

/**
 * Start the app: an ordered list of steps, each of which relies on those before it. Call it once, before
 * Electron is ready; nothing happens when this file is only imported.
 * @returns the running app; null when it may not run (a second instance, a refused switch)
 */
export async function start(): Promise<RunningApp | null> {
  beforeReady();
  if (!mayStart()) return null;
  await app.whenReady();
  Menu.setApplicationMenu(null);

  const controls = new Controls();
  const refusals = new Refusals((what) => {
    controls.stray(what);
  });
  const challenges = new ProxyChallenges();
  guardCredentials(app, refusals, challenges);
  guardCertificates(app);
  guardEveryWebContents(app, refusals, controls);

  const files = locateFiles(import.meta.dirname);
  const window = openWindow(files, refusals);
  const browser = new ElectronReviewBrowser({
    stage: window,
    refusals,
    challenges,
    random: randomBytes,
    ourProcessIds: () => (window.isGone() ? [] : [window.screensProcessId()]),
  });
  const vaultPath = path.join(app.getPath('userData'), 'vault');
  const countersign = new Countersign(buildPorts({ files, vaultPath, browser, refusals, window }));
  registerChannels(countersign, () => window.screensId());
  countersign.onView((view) => {
    window.push(view);
  });
  listenToPower(countersign);
  listenToEnd(countersign, window, browser);

  await countersign.start();
  controls.connect(countersign);
  await window.load();
  return { countersign, window };
}

/** What Electron takes only before it is ready. */
function beforeReady(): void {
  app.enableSandbox();
  // The same pixels on every computer, and no GPU process for hostile pages.
  app.disableHardwareAcceleration();
  protocol.registerSchemesAsPrivileged([
    { scheme: SCREENS_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.setAppUserModelId('uk.countersign.app');
}

function mayStart(): boolean {
  const refused = refusedSwitches([...process.argv, ...process.execArgv]);
  if (refused.length > 0) {
    dialog.showErrorBox(
      'Countersign was not started',
      `It may not run with ${refused.map((name) => `--${name}`).join(', ')}: others could look into it.`,
    );
    app.exit(1);
    return false;
  }
  if (app.requestSingleInstanceLock()) return true;
  app.quit();
  return false;
}

function openWindow(files: AppFiles, refusals: Refusals): MainWindow {
  const own = session.fromPartition('screens');
  guardSession(own, refusals);
  guardOwnFilesOnly(own);
  serveOwnFiles(own, readOwnFiles(files.screens));
  const window = new MainWindow({
    title: app.getName(),
    session: own,
    preload: files.preload,
    refusals,
  });
  // What the second instance was started with is never looked at.
  app.on('second-instance', () => {
    window.focus();
  });
  return window;
}

/** Whoever leaves the computer pauses the sitting. */
function listenToPower(countersign: Countersign): void {
  powerMonitor.on('lock-screen', () => {
    countersign.pause('screen-locked');
  });
  powerMonitor.on('suspend', () => {
    countersign.pause('asleep');
  });
  powerMonitor.on('shutdown', () => {
    countersign.pause('closed');
  });
}

function listenToEnd(
  countersign: Countersign,
  window: MainWindow,
  browser: ElectronReviewBrowser,
): void {
  let isClosing = false;
  const leave = (): void => {
    browser.close();
    countersign.pause('closed');
  };
  window.onClosing(leave);
  // A page under review never stays without the bar above it.
  window.onScreensGone(leave);
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('before-quit', (event) => {
    if (isClosing) return;
    isClosing = true;
    event.preventDefault();
    browser.close();
    void countersign.close().finally(() => {
      app.quit();
    });
  });
}
