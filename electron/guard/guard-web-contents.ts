import type { App } from 'electron';
import { guardBluetooth } from './guard-session.ts';
import { guardKeys, type KeyTargets } from './guard-keys.ts';
import { guardWindows } from './guard-windows.ts';
import type { Refusals } from './refusals.ts';

/** Guard every web contents from the moment they exist, whoever makes them. */
export function guardEveryWebContents(app: App, refusals: Refusals, keys: KeyTargets): void {
  app.on('web-contents-created', (_event, contents) => {
    guardWindows(contents, refusals);
    guardBluetooth(contents, refusals);
    guardKeys(contents, keys);
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}
