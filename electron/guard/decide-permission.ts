import type { Session } from 'electron';

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

/** Every permission Electron can ask about. */
export type Permission = Parameters<CheckHandler>[1];

/** What is decided about a permission; nothing is ever granted. */
export interface PermissionDecision {
  readonly granted: false;
  readonly reason: string;
}

const device = 'reaches a device of this computer';
const inputs = 'takes input or the screen away from the reviewers';
const lasting = 'leaves something behind, or works on after the page is gone';
const network = 'reaches the school’s own network';
const leak = 'tells the page about this computer or the people at it';
const outside = 'starts another program or opens a window';

/**
 * Every permission with the reason why it is denied (checklist item 5): Electron grants by default.
 * Nothing the screens do needs one, and no page under review may have one.
 */
export const DENIED_PERMISSIONS: Readonly<Record<Permission, string>> = {
  ar: device,
  'automatic-fullscreen': inputs,
  'background-fetch': lasting,
  'background-sync': lasting,
  'captured-surface-control': inputs,
  'clipboard-read': leak,
  'clipboard-sanitized-write': lasting,
  'deprecated-sync-clipboard-read': leak,
  'display-capture': leak,
  fileSystem: leak,
  fullscreen: inputs,
  geolocation: leak,
  'geolocation-approximate': leak,
  'hand-tracking': device,
  hid: device,
  'idle-detection': leak,
  keyboardLock: inputs,
  'local-fonts': leak,
  'local-network': network,
  'local-network-access': network,
  'loopback-network': network,
  media: device,
  mediaKeySystem: device,
  midi: device,
  midiSysex: device,
  nfc: device,
  notifications: outside,
  openExternal: outside,
  'payment-handler': outside,
  'periodic-background-sync': lasting,
  'persistent-storage': lasting,
  pointerLock: inputs,
  'screen-wake-lock': inputs,
  sensors: device,
  serial: device,
  'smart-card': device,
  'speaker-selection': device,
  'storage-access': lasting,
  'system-wake-lock': inputs,
  'top-level-storage-access': lasting,
  usb: device,
  vr: device,
  'web-app-installation': lasting,
  'web-printing': device,
  'window-management': leak,
  unknown: 'is not known to us',
};

/** Permissions that Chromium asks about on nearly every page, without any act of it: denied but not reported. */
const ROUTINE = new Set<string>(['storage-access', 'top-level-storage-access', 'unknown']);

/**
 * Decide about a permission.
 * @param permission - a name from Electron; one that is not in the table is denied as well
 */
export function decidePermission(permission: string): PermissionDecision {
  const reason = Object.entries(DENIED_PERMISSIONS).find(([name]) => name === permission)?.[1];
  return { granted: false, reason: reason ?? DENIED_PERMISSIONS.unknown };
}

/** Whether a denied permission is worth a refusal in the record. */
export function isReported(permission: string): boolean {
  return !ROUTINE.has(permission);
}
