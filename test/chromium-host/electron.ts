import { serveScheme } from './url-map.ts';
import { session } from './session.ts';
import { allWebContents, HostWebContents } from './web-contents.ts';

export { app } from './app.ts';
export { BaseWindow } from './base-window.ts';
export { View, WebContentsView } from './view.ts';
export { ipcMain } from './ipc.ts';
export { session } from './session.ts';
export { dialog, Menu, nativeTheme, powerMonitor, safeStorage, screen, shell } from './os-fakes.ts';

/** Electron's `protocol`: the default session's, and the schemes' registration. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    for (const { scheme } of schemes) serveScheme(scheme);
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    session.defaultSession.protocol.handle(scheme, handler);
  },
  unhandle: (scheme: string) => {
    session.defaultSession.protocol.unhandle(scheme);
  },
};

/** Electron's `webContents` module. */
export const webContents = {
  getAllWebContents: () => allWebContents(),
  fromId: (id: number) => allWebContents().find((one) => one.id === id),
  getFocusedWebContents: () => allWebContents().find((one) => one.isFocused()) ?? null,
};

export { HostWebContents as WebContents };
