import { EventEmitter } from 'node:events';
import type { CdpSession } from './cdp.ts';
import { hostEvent } from './event.ts';
import { fields, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

const NO_DEADLINE_MS = 2_147_483_647;

/** Electron's `webContents.debugger`: a session of its own on the page's target. */
export class HostDebugger extends EventEmitter {
  readonly #contents: HostWebContents;
  #session: Promise<CdpSession> | null = null;

  constructor(contents: HostWebContents) {
    super();
    this.#contents = contents;
  }

  attach(): void {
    if (this.#session !== null) throw new Error('Debugger is already attached to the target');
    this.#session = this.#open();
    this.#session.catch(() => {
      this.closed();
    });
  }

  isAttached(): boolean {
    return this.#session !== null;
  }

  detach(): void {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    void session.then(({ connection, id }) => {
      connection.root.post('Target.detachFromTarget', { sessionId: id });
    });
    this.emit('detach', hostEvent({}), 'target closed');
  }

  async sendCommand(method: string, params: Fields = {}, sessionId = ''): Promise<Fields> {
    if (this.#session === null) throw new Error('No target available');
    const own = await this.#session;
    const session = sessionId === '' ? own : own.connection.session(sessionId);
    return session.send(method, params, NO_DEADLINE_MS);
  }

  /** The page has gone, and its sessions with it. */
  closed(): void {
    if (this.#session === null) return;
    this.#session = null;
    this.emit('detach', hostEvent({}), 'target closed');
  }

  async #open(): Promise<CdpSession> {
    const { browser, targetId } = await this.#contents.target;
    const answer = await browser.root.send('Target.attachToTarget', { targetId, flatten: true });
    const session = browser.session(text(answer, 'sessionId'));
    this.#relay(session, '');
    session.onEnd(() => {
      this.closed();
    });
    return session;
  }

  #relay(session: CdpSession, sessionId: string): void {
    session.onAny((method, params) => {
      if (method === 'Target.attachedToTarget') {
        const id = text(params, 'sessionId');
        this.#relay(session.connection.session(id), id);
      }
      if (method === 'Target.detachedFromTarget')
        session.connection.drop(text(params, 'sessionId'));
      this.emit('message', hostEvent({}), method, fields(params), sessionId);
    });
  }
}
