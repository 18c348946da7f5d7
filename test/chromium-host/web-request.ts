import type { Fields } from './values.ts';

/** The seven stages a request passes, named as Electron names them. */
export type Stage =
  | 'onBeforeRequest'
  | 'onBeforeSendHeaders'
  | 'onSendHeaders'
  | 'onHeadersReceived'
  | 'onResponseStarted'
  | 'onBeforeRedirect'
  | 'onCompleted'
  | 'onErrorOccurred';

type Callback = (response: Fields) => void;
type Listener = (details: Fields, callback: Callback) => void;
interface Filter {
  readonly urls?: readonly string[];
  readonly types?: readonly string[];
}
interface Entry {
  readonly filter: Filter;
  readonly listener: Listener;
}

/** Only the last listener of each stage counts, as in Electron. */
export class HostWebRequest {
  readonly #entries = new Map<Stage, Entry>();

  onBeforeRequest(...given: unknown[]): void {
    this.#set('onBeforeRequest', given);
  }
  onBeforeSendHeaders(...given: unknown[]): void {
    this.#set('onBeforeSendHeaders', given);
  }
  onSendHeaders(...given: unknown[]): void {
    this.#set('onSendHeaders', given);
  }
  onHeadersReceived(...given: unknown[]): void {
    this.#set('onHeadersReceived', given);
  }
  onResponseStarted(...given: unknown[]): void {
    this.#set('onResponseStarted', given);
  }
  onBeforeRedirect(...given: unknown[]): void {
    this.#set('onBeforeRedirect', given);
  }
  onCompleted(...given: unknown[]): void {
    this.#set('onCompleted', given);
  }
  onErrorOccurred(...given: unknown[]): void {
    this.#set('onErrorOccurred', given);
  }

  /** Tell the stage's listener; it has nothing to decide. */
  tell(stage: Stage, details: Fields): void {
    this.#find(stage, details)?.listener(details, () => {
      // These stages can't be changed.
    });
  }

  /** Ask the stage's listener. @returns its answer, or an empty one when nobody listens */
  ask(stage: Stage, details: Fields): Promise<Fields> {
    const entry = this.#find(stage, details);
    if (entry === undefined) return Promise.resolve({});
    return new Promise((resolve) => {
      entry.listener(details, resolve);
    });
  }

  #set(stage: Stage, given: readonly unknown[]): void {
    const listener = given.length > 1 ? given[1] : given[0];
    const filter = given.length > 1 ? (given[0] as Filter) : {};
    if (typeof listener === 'function')
      this.#entries.set(stage, { filter, listener: listener as Listener });
    else this.#entries.delete(stage);
  }

  #find(stage: Stage, details: Fields): Entry | undefined {
    const entry = this.#entries.get(stage);
    if (entry === undefined) return undefined;
    const { urls, types } = entry.filter;
    if (types !== undefined && !types.includes(String(details['resourceType']))) return undefined;
    const url = String(details['url']);
    if (urls !== undefined && urls.length > 0 && !urls.some((pattern) => matches(pattern, url)))
      return undefined;
    return entry;
  }
}

function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true;
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's').test(url);
}
