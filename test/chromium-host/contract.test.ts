import { afterAll, beforeAll, describe, it } from 'vitest';
import type * as Electron from 'electron';
import { findBrowser } from './browser-path.ts';
import { BaseWindow } from './base-window.ts';
import { contractCases } from './contract/cases.ts';
import { ContractKit } from './contract/kit.ts';
import type { ContractAdapter } from './contract/kit.ts';
import * as host from './electron.ts';
import { quitBrowsers } from './host.ts';
import { configureHost } from './options.ts';

const browserPath = await findBrowser();

// The host is written against Electron's types where the program uses it; the rest of them is absent.
const adapter: ContractAdapter = {
  electron: host as unknown as typeof Electron,
  picture: (window) => {
    if (!(window instanceof BaseWindow)) throw new TypeError('"window" expected one of the host');
    return window.screenshot();
  },
};

describe.skipIf(browserPath === null)('Electron’s API on the host', () => {
  beforeAll(() => {
    configureHost({ browserPath, exit: () => undefined });
    host.protocol.registerSchemesAsPrivileged([{ scheme: 'app' }]);
    // In Electron a program without this ends with its last window.
    host.app.on('window-all-closed', () => undefined);
  });
  afterAll(quitBrowsers);

  for (const one of contractCases) {
    it(one.name, async () => {
      const kit = new ContractKit(adapter);
      try {
        await one.run(kit);
      } finally {
        kit.end();
      }
    });
  }
});
