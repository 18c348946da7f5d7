import { release } from 'node:os';
import type { App } from 'electron';
import type { Software } from '#src/app/ports.ts';

/**
 * Versions that stand in every capture and pack. Outside Electron (on the Chromium host) `process` knows
 * no Electron version: then everything made is a preview, not live evidence.
 */
export function softwareOf(app: Pick<App, 'getName' | 'getVersion'>): Software {
  const { electron, chrome, node } = process.versions;
  return {
    name: app.getName(),
    version: app.getVersion(),
    electron: electron ?? 'none',
    chromium: chrome ?? 'unknown',
    node,
    platform: `${process.platform} ${release()} ${process.arch}`,
    preview: electron === undefined,
  };
}
