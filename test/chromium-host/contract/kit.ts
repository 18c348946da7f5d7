import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';

/** What a run of the contract needs of the thing under test. */
export interface ContractAdapter {
  readonly electron: typeof Electron;
  /** The window's composed picture as PNG; null where there is none to ask for (Electron itself). */
  readonly picture: ((window: Electron.BaseWindow) => Promise<Uint8Array>) | null;
}

/** One fact of Electron's API that the program relies on. */
export interface ContractCase {
  readonly name: string;
  /** Only where the window's picture can be had. */
  readonly needsPicture?: boolean;
  run(kit: ContractKit): Promise<void>;
}

/** A site on loopback: what it serves and what it was asked for. */
export interface Site {
  readonly origin: string;
  readonly seen: string[];
}

type Route = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** Makes pages and sites for one case, and takes them all away again. */
export class ContractKit {
  readonly electron: typeof Electron;
  readonly adapter: ContractAdapter;
  readonly folder: string;
  readonly #cleanUp: (() => void)[] = [];

  constructor(adapter: ContractAdapter) {
    this.adapter = adapter;
    this.electron = adapter.electron;
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-contract-'));
    this.#cleanUp.push(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  session(): Electron.Session {
    return this.electron.session.fromPartition(`contract-${randomUUID()}`);
  }

  view(preferences: Electron.WebPreferences = {}): Electron.WebContentsView {
    const own = preferences.session === undefined ? { session: this.session() } : {};
    const view = new this.electron.WebContentsView({
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        disableDialogs: true,
        ...own,
        ...preferences,
      },
    });
    view.setBounds({ x: 0, y: 0, width: 640, height: 480 });
    this.#cleanUp.push(() => {
      if (!view.webContents.isDestroyed()) view.webContents.close();
    });
    return view;
  }

  page(preferences: Electron.WebPreferences = {}): Electron.WebContents {
    return this.view(preferences).webContents;
  }

  window(width = 640, height = 480): Electron.BaseWindow {
    const window = new this.electron.BaseWindow({
      width,
      height,
      useContentSize: true,
      show: true,
      frame: false,
    });
    this.#cleanUp.push(() => {
      if (!window.isDestroyed()) window.destroy();
    });
    return window;
  }

  /** @returns the absolute path of a preload script with that source */
  preload(source: string): string {
    const file = path.join(this.folder, `preload-${randomUUID()}.cjs`);
    writeFileSync(file, source);
    return file;
  }

  async site(routes: Readonly<Record<string, Route>>): Promise<Site> {
    const seen: string[] = [];
    const listener: RequestListener = (request, response) => {
      const name = request.url ?? '';
      seen.push(name);
      const route = routes[name.replace(/\?.*$/, '')];
      if (typeof route === 'function') route(request, response);
      else if (route === undefined) response.writeHead(404).end();
      else response.setHeader('content-type', typeOf(name)).end(route);
    };
    return { origin: await this.listen(createServer(listener), 'http'), seen };
  }

  async listen(server: Server, scheme: string): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#cleanUp.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `${scheme}://127.0.0.1:${String(address.port)}`;
  }

  end(): void {
    for (const run of this.#cleanUp.toReversed()) run();
  }
}

/** @returns the arguments of the next event of that name that passes */
export function nextEvent(
  emitter: EventEmitter | object,
  name: string,
  passes: (...args: readonly unknown[]) => boolean = () => true,
  deadlineMs = 15_000,
): Promise<readonly unknown[]> {
  const source = emitter as EventEmitter;
  return new Promise((resolve, reject) => {
    const heard = (...args: readonly unknown[]): void => {
      if (!passes(...args)) return;
      clearTimeout(timer);
      source.off(name, heard);
      resolve(args);
    };
    const timer = setTimeout(() => {
      source.off(name, heard);
      reject(new Error(`no ${name} in ${String(deadlineMs)} ms`));
    }, deadlineMs);
    source.on(name, heard);
  });
}

/** Wait until it holds. @throws {Error} it does not in time */
export async function until(
  holds: () => unknown,
  what: string,
  deadlineMs = 10_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${String(deadlineMs)} ms for ${what}`);
    await pause(25);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript';
  if (name.endsWith('.css')) return 'text/css';
  if (name.endsWith('.svg')) return 'image/svg+xml';
  return 'text/html; charset=utf-8';
}
