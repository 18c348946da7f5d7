/** Scheme and host of the screens' origin. */
export const SCREENS_SCHEME = 'app';
export const SCREENS_HOST = 'countersign';
/** The one address the screens are loaded from. */
export const SCREENS_ADDRESS = `${SCREENS_SCHEME}://${SCREENS_HOST}/index.html`;

/** Who sent a message, taken from the event and never from the message. */
export interface MessageSender {
  readonly webContentsId: number;
  /** Null where the frame is gone. */
  readonly frameAddress: string | null;
  readonly isTopFrame: boolean;
}

/** Why a message is not listened to; null when it comes from the screens. */
export type SenderRefusal = 'other-view' | 'sub-frame' | 'frame-gone' | 'other-origin';

/**
 * Decide whether a message comes from the screens (checklist item 17): their view, its top frame,
 * their origin.
 * @param sender - who sent it
 * @param screensId - id of the screens' web contents
 */
export function decideSender(sender: MessageSender, screensId: number): SenderRefusal | null {
  if (sender.webContentsId !== screensId) return 'other-view';
  if (sender.frameAddress === null) return 'frame-gone';
  if (!sender.isTopFrame) return 'sub-frame';
  return isScreensAddress(sender.frameAddress) ? null : 'other-origin';
}

/** Whether an address is of the screens' origin: parsed, never compared as text. */
function isScreensAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return (
      url.protocol === `${SCREENS_SCHEME}:` &&
      url.host === SCREENS_HOST &&
      url.username === '' &&
      url.password === ''
    );
  } catch {
    return false;
  }
}
