import { randomUUID } from 'node:crypto';
import type { CdpSession } from './cdp.ts';
import { flag, text } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

type Check = (
  contents: HostWebContents | null,
  permission: string,
  origin: string,
  details: object,
) => boolean;
type Ask = (
  contents: HostWebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;

/**
 * DevTools does not report permission prompts, so a script that runs before the page's own notes the
 * calls that would raise one and passes them on unchanged: the browser denies them, and the
 * program's handlers hear of them. Nor can it keep a page from an address of an extension, for which
 * Chromium puts an error in the page's place: the script ends that before it leaves the page.
 */
export function watchPermissions(contents: HostWebContents, session: CdpSession): void {
  if (contents.preload !== null) return;
  const binding = `p${randomUUID().replaceAll('-', '')}`;
  session.on('Runtime.bindingCalled', (params) => {
    if (text(params, 'name') === binding) report(contents, text(params, 'payload'));
  });
  session.post('Runtime.addBinding', { name: binding });
  session.post('Page.addScriptToEvaluateOnNewDocument', {
    source: `(${String(probe)})(${JSON.stringify(binding)});`,
  });
}

function report(contents: HostWebContents, payload: string): void {
  let call: unknown;
  try {
    call = JSON.parse(payload);
  } catch {
    return;
  }
  const leadingTo = text(call, 'leadingTo');
  if (leadingTo !== '') {
    contents.navigation.endedInPage(leadingTo, flag(call, 'top'));
    return;
  }
  const permission = text(call, 'permission', 'unknown');
  const origin = text(call, 'origin');
  const details = {
    requestingUrl: text(call, 'url'),
    isMainFrame: flag(call, 'top'),
    mediaTypes: [],
  };
  const check = contents.session.hook('permission-check') as Check | undefined;
  check?.(contents, permission, origin, details);
  const ask = contents.session.hook('permission-request') as Ask | undefined;
  ask?.(contents, permission, () => undefined, details);
}

// Runs in the page's world, before any page script; keeps no name there.
function probe(binding: string): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world[binding] as ((payload: string) => void) | undefined;
  if (post === undefined) return;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
  delete world[binding];
  const note = (permission: string): void => {
    post(
      JSON.stringify({
        permission,
        origin: location.origin,
        url: location.href,
        top: window === window.top,
      }),
    );
  };
  // Registered first, so that no listener of the page can stop it.
  (globalThis as { navigation?: EventTarget }).navigation?.addEventListener('navigate', (event) => {
    const { url } = (event as Event & { destination: { url: string } }).destination;
    if (!event.cancelable || !/^chrome-extension:/iu.test(url)) return;
    event.preventDefault();
    post(JSON.stringify({ leadingTo: url, top: window === window.top }));
  });
  const wrap = (owner: unknown, name: string, permission: string): void => {
    if (typeof owner !== 'object' || owner === null) return;
    const holder = owner as Record<string, unknown>;
    const original = holder[name];
    if (typeof original !== 'function') return;
    holder[name] = new Proxy(original, {
      apply(target, self, args): unknown {
        note(permission);
        return Reflect.apply(target, self, args);
      },
    });
  };
  const type = (name: string): unknown => {
    const found = world[name];
    return typeof found === 'function' ? (found as { prototype: unknown }).prototype : undefined;
  };
  wrap(type('MediaDevices'), 'getUserMedia', 'media');
  wrap(type('MediaDevices'), 'getDisplayMedia', 'display-capture');
  wrap(type('Geolocation'), 'getCurrentPosition', 'geolocation');
  wrap(type('Geolocation'), 'watchPosition', 'geolocation');
  const notification: unknown = world['Notification'];
  if (typeof notification === 'function') {
    const holder = notification as unknown as Record<string, unknown>;
    const original = holder['requestPermission'];
    if (typeof original === 'function')
      holder['requestPermission'] = new Proxy(original, {
        apply(target, self, args): unknown {
          note('notifications');
          return Reflect.apply(target, self, args);
        },
      });
  }
  wrap(type('Clipboard'), 'read', 'clipboard-read');
  wrap(type('Clipboard'), 'readText', 'clipboard-read');
  wrap(type('Navigator'), 'requestMIDIAccess', 'midi');
  wrap(type('USB'), 'requestDevice', 'usb');
  wrap(type('HID'), 'requestDevice', 'hid');
  wrap(type('Serial'), 'requestPort', 'serial');
  wrap(type('Bluetooth'), 'requestDevice', 'bluetooth');
  wrap(type('StorageManager'), 'persist', 'persistent-storage');
  wrap(type('Element'), 'requestPointerLock', 'pointerLock');
  wrap(type('Element'), 'requestFullscreen', 'fullscreen');
}
