import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './child.ts';
import type { Commands, WindowFacts } from './commands.ts';
import type { ProcessMetric } from './processes.ts';
import type { FindOptions, Found } from './screens.ts';
import { fields, isFields, number, text } from './values.ts';

/** How to run the program. */
export interface StartOptions extends Partial<ChildOptions> {
  readonly userDataDir: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** Deadline of starting, milliseconds. */
  readonly startMs?: number;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const MAIN = fileURLToPath(new URL('../../electron/main.ts', import.meta.url));
const MANIFEST = fileURLToPath(new URL('../../package.json', import.meta.url));
const WAIT_MS = 10_000;
const POLL_MS = 50;

/**
 * Run the program on the host, in a process of its own.
 * @throws {Error} it ended, or did not start in time; the message holds what it printed
 */
export async function start(options: StartOptions): Promise<Driver> {
  const { env, args, startMs = 60_000, ...rest } = options;
  const child = fork(CHILD, [...(args ?? [])], {
    env: {
      ...process.env,
      ...env,
      COUNTERSIGN_HOST: JSON.stringify({ entry: MAIN, ...ownName(), ...rest }),
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const driver = new Driver(child);
  await driver.started(startMs);
  return driver;
}

function ownName(): { appName: string; appVersion: string } {
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  return { appName: text(manifest, 'productName'), appVersion: text(manifest, 'version') };
}

/** A running program and the hands on its window. */
export class Driver {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #browsers: { readonly pid: number; readonly profileDir: string }[] = [];
  readonly exited: Promise<number | null>;
  #output = '';
  #nextId = 1;
  #onStarted: (() => void) | null = null;
  #isStarted = false;
  readonly #killAtExit = (): void => {
    this.kill();
  };

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => {
      this.#take(message);
    });
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString('utf8')).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    process.once('exit', this.#killAtExit);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        process.off('exit', this.#killAtExit);
        this.#sweep();
        for (const { reject } of this.#waiting.values())
          reject(new Error(`the program has ended\n${this.#output}`));
        this.#waiting.clear();
        resolve(code);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** Process ids of the browsers it started. */
  get browserPids(): readonly number[] {
    return this.#browsers.map(({ pid }) => pid);
  }

  /** Folders its browsers keep things in while they run. */
  get profileDirs(): readonly string[] {
    return this.#browsers.map(({ profileDir }) => profileDir);
  }

  /** The end of what it printed. */
  get output(): string {
    return this.#output;
  }

  async started(deadlineMs: number): Promise<void> {
    if (this.#isStarted) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.kill();
        reject(new Error(`the program did not start in time\n${this.#output}`));
      }, deadlineMs);
    });
    const ended = this.exited.then((code) => {
      throw new Error(`the program ended with ${String(code)}\n${this.#output}`);
    });
    const begun = new Promise<void>((resolve) => {
      this.#onStarted = resolve;
    });
    try {
      await Promise.race([begun, late, ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** SIGKILL, as a power cut would: the program gets no chance to tidy up. Its browsers end too. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#sweep();
  }

  /** Close the window and wait for the program to end; kill it when it does not. */
  async stop(deadlineMs = 15_000): Promise<number | null> {
    const timer = setTimeout(() => {
      this.kill();
    }, deadlineMs);
    await this.#ask('closeWindow').catch(() => undefined);
    const ended = await Promise.race([this.exited, pause(3000).then(() => undefined)]);
    if (ended === undefined) {
      // It closes its window but stays: a program of one window has no reason to.
      await this.#ask('quitBrowsers').catch(() => undefined);
      this.kill();
    }
    const code = await this.exited;
    clearTimeout(timer);
    return code;
  }

  byRole(role: string, name = '', options: FindOptions = {}): Promise<Found[]> {
    return this.#ask('find', role, name, options);
  }
  click(
    role: string,
    name: string,
    options: FindOptions & { waitMs?: number } = {},
  ): Promise<void> {
    return this.#ask('click', role, name, options, options.waitMs ?? WAIT_MS);
  }
  fill(
    role: string,
    name: string,
    value: string,
    options: FindOptions & { waitMs?: number } = {},
  ): Promise<void> {
    return this.#ask('fill', role, name, value, options, options.waitMs ?? WAIT_MS);
  }
  select(
    role: string,
    name: string,
    value: string,
    options: FindOptions & { waitMs?: number } = {},
  ): Promise<void> {
    return this.#ask('select', role, name, value, options, options.waitMs ?? WAIT_MS);
  }
  /** Remember an element in the page, as `window.marked`, for hands that go there by keyboard. */
  mark(role: string, name: string, options: FindOptions & { waitMs?: number } = {}): Promise<void> {
    return this.#ask('mark', role, name, options, options.waitMs ?? WAIT_MS);
  }
  /** The system's colours change while the program runs. */
  colorScheme(scheme: 'light' | 'dark'): Promise<void> {
    return this.#ask('colorScheme', scheme);
  }
  /** `F12`, `Control+a`, `Shift+Tab`, `Enter` … on whatever has the keyboard. */
  press(combination: string): Promise<void> {
    return this.#ask('press', combination);
  }
  /** One key press a character. */
  type(source: string): Promise<void> {
    return this.#ask('type', source);
  }
  insertText(source: string): Promise<void> {
    return this.#ask('insertText', source);
  }
  clickAt(x: number, y: number, clickCount = 1): Promise<void> {
    return this.#ask('clickAt', x, y, clickCount);
  }
  moveTo(x: number, y: number): Promise<void> {
    return this.#ask('moveTo', x, y);
  }
  wheel(x: number, y: number, deltaX: number, deltaY: number): Promise<void> {
    return this.#ask('wheel', x, y, deltaX, deltaY);
  }
  /** @returns the visible text of the screens */
  text(): Promise<string> {
    return this.#ask('text');
  }
  /** @returns the value of an expression in the screens' page; a promise is awaited */
  evaluate(expression: string): Promise<unknown> {
    return this.#ask('evaluate', expression);
  }
  evaluateReview(expression: string): Promise<unknown> {
    return this.#ask('evaluateReview', expression);
  }
  windows(): Promise<WindowFacts[]> {
    return this.#ask('windows');
  }
  /** @returns the page under review: its address, title and place; null when there is none */
  async review(): Promise<WindowFacts['views'][number] | null> {
    const [window] = await this.windows();
    return window?.views[1] ?? null;
  }
  crashReview(): Promise<void> {
    return this.#ask('crashReview');
  }
  resize(width: number, height: number): Promise<void> {
    return this.#ask('resize', width, height);
  }
  power(event: 'lock-screen' | 'unlock-screen' | 'suspend' | 'resume' | 'shutdown'): Promise<void> {
    return this.#ask('power', event);
  }
  blur(): Promise<void> {
    return this.#ask('blur');
  }
  saveInto(folder: string | null): Promise<void> {
    return this.#ask('saveInto', folder);
  }
  /** Press, type and look at the visible window of the preview itself. */
  previewClick(x: number, y: number): Promise<void> {
    return this.#ask('previewClick', x, y);
  }
  previewKey(key: string): Promise<void> {
    return this.#ask('previewKey', key);
  }
  previewPicture(): Promise<Uint8Array> {
    return this.#ask('previewPicture');
  }
  /** Processes of the program and its browsers, as `app.getAppMetrics` reports them. */
  metrics(): Promise<readonly ProcessMetric[]> {
    return this.#ask('metrics');
  }
  /** Addresses of pages in the browsers that the program did not open. */
  strangeTargets(): Promise<readonly string[]> {
    return this.#ask('strangeTargets');
  }
  errorBoxes(): Promise<readonly { title: string; content: string }[]> {
    return this.#ask('errorBoxes');
  }
  closeWindow(): Promise<void> {
    return this.#ask('closeWindow');
  }
  /** @param file - PNG file to write as well */
  async screenshot(file?: string): Promise<Uint8Array> {
    const picture = await this.#ask('screenshot');
    if (file !== undefined) writeFileSync(file, picture);
    return picture;
  }

  /** @returns the element, once there is one */
  async waitFor(
    role: string,
    name = '',
    options: FindOptions & { waitMs?: number } = {},
  ): Promise<Found> {
    return this.waitUntil(
      async () => {
        const found = await this.byRole(role, name, options);
        return found[options.nth ?? 0];
      },
      `${role} called "${name}"`,
      options.waitMs,
    );
  }
  async waitForText(wanted: string, waitMs = WAIT_MS): Promise<void> {
    await this.waitUntil(
      async () => ((await this.text()).includes(wanted) ? true : undefined),
      `text "${wanted}"`,
      waitMs,
    );
  }
  /** @returns the first answer that is not undefined or false */
  async waitUntil<T>(
    ask: () => Promise<T | undefined | false>,
    what: string,
    waitMs = WAIT_MS,
  ): Promise<T> {
    const end = Date.now() + waitMs;
    let last = '';
    for (;;) {
      try {
        const answer = await ask();
        if (answer !== undefined && answer !== false) return answer;
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      if (Date.now() > end)
        throw new Error(`waited ${String(waitMs)} ms for ${what} ${last}`.trim());
      await pause(POLL_MS);
    }
  }

  #ask<Name extends keyof Commands>(
    method: Name,
    ...args: Parameters<Commands[Name]>
  ): ReturnType<Commands[Name]> {
    const id = this.#nextId++;
    const asked = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, method, args }, (error) => {
        if (error !== null) reject(new Error('the program has ended', { cause: error }));
      });
    });
    // The other side runs the command of this name and posts what it returns.
    return asked as ReturnType<Commands[Name]>;
  }

  #take(message: unknown): void {
    if (!isFields(message)) return;
    const kind = text(message, 'kind');
    if (kind === 'started') {
      this.#isStarted = true;
      this.#onStarted?.();
    } else if (kind === 'browser') {
      this.#browsers.push({ pid: number(message, 'pid'), profileDir: text(message, 'profileDir') });
    } else if (kind === 'answer') {
      const id = number(message, 'id');
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      const error = fields(message)['error'];
      if (typeof error === 'string') waiting?.reject(new Error(error));
      else waiting?.resolve(fields(message)['ok']);
    }
  }

  // A browser ends when its pipe does; this makes sure, and removes what it kept on disk.
  #sweep(): void {
    for (const { pid, profileDir } of this.#browsers) {
      try {
        if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
      } catch {
        // Already gone.
      }
      try {
        rmSync(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      } catch {
        // A process on its way out may still hold a file: the temporary folder is emptied anyway.
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
