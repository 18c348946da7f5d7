import type { Session, WebContents } from 'electron';
import { decidePermission, isReported } from './decide-permission.ts';
import type { Refusals } from './refusals.ts';

/**
 * Deny a session everything Electron would grant by default (checklist item 5): permissions asked and
 * checked, devices, screen capture, pairing, downloads, spelling dictionaries.
 * @param session - before its first view exists
 */
export function guardSession(session: Session, refusals: Refusals): void {
  guardPermissions(session, refusals);
  guardDevices(session, refusals);
  guardDownloads(session, refusals);
  session.setSpellCheckerEnabled(false);
}

function guardPermissions(session: Session, refusals: Refusals): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    answer(decidePermission(permission).granted);
    const address = 'requestingUrl' in details ? (details.requestingUrl ?? null) : null;
    if (isReported(permission)) refusals.report(contents.id, 'permission', address);
  });
  // `contents` is null for frames of another origin. Checks are asked on every page, so they are not reported.
  session.setPermissionCheckHandler(
    (_contents, permission) => decidePermission(permission).granted,
  );
  session.setDisplayMediaRequestHandler((request, answer) => {
    answer({});
    refusals.report(null, 'permission', request.securityOrigin);
  });
  session.on('file-system-access-restricted', (event, _details, answer) => {
    event.preventDefault();
    answer('deny');
    refusals.report(null, 'permission', null);
  });
}

function guardDevices(session: Session, refusals: Refusals): void {
  const refused = (contents: WebContents | null): void => {
    refusals.report(contents?.id ?? null, 'permission', null);
  };
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false });
  });
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
    refused(null);
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
    refused(null);
  });
  session.on('select-serial-port', (event, _ports, contents, answer) => {
    event.preventDefault();
    answer('');
    refused(contents);
  });
  session.on('select-webauthn-account', (event, _details, answer) => {
    event.preventDefault();
    answer(null);
    refused(null);
  });
}

/** Nothing a page offers is ever written to disk. */
function guardDownloads(session: Session, refusals: Refusals): void {
  session.on('will-download', (event, item, contents) => {
    event.preventDefault();
    refusals.report(contents.id, 'download', item.getURL());
  });
}

/**
 * No Bluetooth device is ever chosen for a page.
 * @param contents - any web contents
 */
export function guardBluetooth(contents: WebContents, refusals: Refusals): void {
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
    refusals.report(contents.id, 'permission', null);
  });
}
