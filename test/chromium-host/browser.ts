import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Connection } from './cdp.ts';
import { text } from './values.ts';

/** One browser process with its own empty profile. */
export interface BrowserProcess {
  readonly connection: Connection;
  readonly pid: number;
  readonly profileDir: string;
  /** Product and version, such as `Chrome/156.0.8078.79`. */
  readonly product: string;
  /** Ask it to close; kill it after two seconds. Leaves no process and no profile behind. */
  quit(): Promise<void>;
  /** SIGKILL the whole process tree now and remove the profile. */
  kill(): void;
}

export interface LaunchOptions {
  readonly browserPath: string;
  /** False opens real windows (only for the interactive preview). */
  readonly headless?: boolean;
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-breakpad',
  '--disable-extensions',
  '--disable-popup-blocking',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,CertificateTransparencyComponentUpdater,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,DialMediaRouteProvider,PaintHolding,BackForwardCache,LocalNetworkAccessChecks',
  '--site-per-process',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars=false',
  '--password-store=basic',
  '--use-mock-keychain',
  '--mute-audio',
  '--remote-debugging-pipe',
];

/**
 * Start a browser over the pipe transport: no port is opened.
 * @throws {Error} the browser ended or did not answer within 30 seconds
 */
export async function launchBrowser(options: LaunchOptions): Promise<BrowserProcess> {
  const profileDir = mkdtempSync(path.join(os.tmpdir(), 'countersign-host-'));
  const child = spawn(options.browserPath, flagsFor(options, profileDir), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // Its own process group, so that one signal reaches every process it starts.
    detached: process.platform !== 'win32',
    // A process that ends badly leaves a dump of what it held, whatever the switches say (Electron makes
    // none unless it is asked to): in the profile it goes with it.
    env: {
      ...process.env,
      BREAKPAD_DUMP_LOCATION: path.join(profileDir, 'crashes'),
      ...options.env,
    },
  });
  const [, , , write, read] = child.stdio;
  const browser = new RunningBrowser(
    child,
    new Connection(asReadable(read), asWritable(write)),
    profileDir,
  );
  try {
    await browser.greet();
  } catch (error) {
    browser.kill();
    throw new Error('the browser did not start', { cause: error });
  }
  return browser;
}

class RunningBrowser implements BrowserProcess {
  readonly connection: Connection;
  readonly profileDir: string;
  product = '';
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #killAtExit = (): void => {
    this.kill();
  };

  constructor(child: ChildProcess, connection: Connection, profileDir: string) {
    this.#child = child;
    this.connection = connection;
    this.profileDir = profileDir;
    this.#exited = new Promise((resolve) => {
      child.once('error', () => {
        connection.close();
        resolve();
      });
      child.once('exit', () => {
        connection.close();
        resolve();
      });
    });
    process.once('exit', this.#killAtExit);
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  async greet(): Promise<void> {
    const version = await this.connection.root.send('Browser.getVersion', {}, 30_000);
    this.product = text(version, 'product');
  }

  async quit(): Promise<void> {
    this.connection.root.post('Browser.close');
    await Promise.race([this.#exited, new Promise((resolve) => setTimeout(resolve, 2000))]);
    this.kill();
    await this.#exited;
    this.#removeProfile();
  }

  kill(): void {
    process.off('exit', this.#killAtExit);
    killTree(this.pid);
    this.connection.close();
    this.#removeProfile();
    // Processes that were just killed can still hold files for a moment.
    void this.#exited.then(() => {
      this.#removeProfile();
    });
  }

  #removeProfile(): void {
    try {
      rmSync(this.profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    } catch {
      // Tried again when the process has ended.
    }
  }
}

function flagsFor(options: LaunchOptions, profileDir: string): string[] {
  const flags = [...FLAGS, `--user-data-dir=${profileDir}`];
  if (options.headless !== false) flags.push('--headless=new');
  if (process.platform === 'linux' && process.getuid?.() === 0) flags.push('--no-sandbox');
  return [...flags, ...(options.flags ?? [])];
}

function killTree(pid: number): void {
  if (pid <= 0) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function asReadable(stream: unknown): Readable {
  if (stream === null || typeof stream !== 'object' || !('read' in stream))
    throw new TypeError('no read pipe');
  return stream as Readable;
}

function asWritable(stream: unknown): Writable {
  if (stream === null || typeof stream !== 'object' || !('write' in stream))
    throw new TypeError('no write pipe');
  return stream as Writable;
}
