import { netError } from './net-errors.ts';
import type { HostWebContents } from './web-contents.ts';

/** The end of one load: what `loadURL` waits for. */
export interface LoadEnd {
  readonly promise: Promise<void>;
  /** End it with a network error, unless it has ended. */
  fail(errorText: string): void;
}

/** @returns the end of the load that starts now */
export function loadEnd(contents: HostWebContents, url: string): LoadEnd {
  let settle: (errorText: string | null) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    const failed = (
      _event: unknown,
      _code: number,
      name: string,
      _url: string,
      isMain: boolean,
    ): void => {
      if (isMain) settle(name);
    };
    const done = (): void => {
      settle(null);
    };
    const gone = (): void => {
      settle('ERR_FAILED');
    };
    settle = (errorText) => {
      contents.off('did-finish-load', done).off('did-fail-provisional-load', failed);
      contents.off('destroyed', gone).off('render-process-gone', gone);
      if (errorText === null) resolve();
      else reject(loadError(errorText, url));
    };
    contents.on('did-finish-load', done).on('did-fail-provisional-load', failed);
    contents.on('destroyed', gone).on('render-process-gone', gone);
  });
  return {
    promise,
    fail: (errorText) => {
      settle(errorText);
    },
  };
}

/** @returns the error `loadURL` rejects with */
export function loadError(errorText: string, url: string): Error {
  const { name, code } = netError(errorText);
  return Object.assign(new Error(`${name} (${String(code)}) loading '${url}'`), {
    code: name,
    errno: code,
    url,
  });
}
