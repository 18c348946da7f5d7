/** The keys that can be chosen for STOP at set-up, as `Input.key` names them. */
export const STOP_KEYS: readonly string[] = ['F12', 'F10', 'F9', 'Pause'];

/** A key press as Electron reports it before any page hears of it. */
export interface PressedKey {
  readonly type: string;
  readonly key: string;
  readonly isAutoRepeat: boolean;
}

/** What to do with a key: let the page have it, keep it from the page, stop, or note that it was tried. */
export type KeyDecision = 'pass' | 'swallow' | 'stop' | 'tried';

/**
 * Decide about a key before any page hears of it. The STOP key counts with any modifier (people under
 * stress hold others down); its repeats and its release are kept from the page too.
 * @param pressed - from `before-input-event`
 * @param stopKey - the key chosen for this vault
 * @param inSetUp - true until set-up has ended: then the keys on offer are only tried
 */
export function decideKey(pressed: PressedKey, stopKey: string, inSetUp: boolean): KeyDecision {
  const isOurs = inSetUp ? STOP_KEYS.includes(pressed.key) : pressed.key === stopKey;
  if (!isOurs) return 'pass';
  if (!isPress(pressed)) return 'swallow';
  return inSetUp ? 'tried' : 'stop';
}

/** Whether a key goes down for the first time, and isn't held or let go. */
export function isPress({ type, isAutoRepeat }: PressedKey): boolean {
  return (type === 'keyDown' || type === 'rawKeyDown') && !isAutoRepeat;
}

/** Whether a key pressed in a page under review is the one that leads out of it: F6, alone or with Shift. */
export function leavesPage(pressed: PressedKey & { control: boolean; alt: boolean }): boolean {
  return pressed.key === 'F6' && !pressed.control && !pressed.alt;
}
