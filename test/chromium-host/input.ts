import { hostEvent } from './event.ts';
import { modifierBits } from './keys.ts';
import type { Key, Modifiers } from './keys.ts';
import type { HostWebContents } from './web-contents.ts';

/** One mouse action in px of the view. */
export interface MouseAction {
  readonly type: 'mousePressed' | 'mouseReleased' | 'mouseMoved' | 'mouseWheel';
  readonly x: number;
  readonly y: number;
  readonly button?: 'left' | 'middle' | 'right' | 'none';
  readonly clickCount?: number;
  readonly deltaX?: number;
  readonly deltaY?: number;
  readonly modifiers?: number;
}

const UNRESPONSIVE_MS = 15_000;
const INPUT_NAMES = {
  mousePressed: 'mouseDown',
  mouseReleased: 'mouseUp',
  mouseMoved: 'mouseMove',
  mouseWheel: 'mouseWheel',
} as const;

/**
 * Press or release a key on a page: the program's `before-input-event` handlers decide first, then
 * the page gets it. Nothing waits for the page.
 * @returns whether the page was sent the key
 */
export function keyTo(
  contents: HostWebContents,
  type: 'keyDown' | 'keyUp',
  key: Key,
  modifiers: Modifiers,
  isAutoRepeat = false,
): boolean {
  const held = Object.entries(modifiers)
    .filter(([, on]) => on)
    .map(([name]) => name);
  const event = hostEvent({});
  contents.emit('before-input-event', event, {
    type,
    key: key.key,
    code: key.code,
    isAutoRepeat,
    isComposing: false,
    ...modifiers,
    location: 0,
    modifiers: held,
  });
  if (event.defaultPrevented) return false;
  contents.emit('input-event', hostEvent({}), {
    type: type === 'keyDown' ? 'rawKeyDown' : 'keyUp',
    modifiers: held,
  });
  // Alt and Control make commands of letters, not text.
  const writes =
    type === 'keyDown' &&
    key.text !== '' &&
    !modifiers.control &&
    !modifiers.alt &&
    !modifiers.meta;
  deliver(contents, 'Input.dispatchKeyEvent', {
    type: type === 'keyUp' ? 'keyUp' : writes ? 'keyDown' : 'rawKeyDown',
    key: key.key,
    code: key.code,
    windowsVirtualKeyCode: key.keyCode,
    nativeVirtualKeyCode: key.keyCode,
    autoRepeat: isAutoRepeat,
    modifiers: modifierBits(modifiers),
    ...(writes ? { text: key.text, unmodifiedText: key.text } : {}),
    ...(modifiers.control && key.key.toLowerCase() === 'a' ? { commands: ['selectAll'] } : {}),
  });
  return true;
}

/** Write text as an input method would: one event for all of it. */
export function textTo(contents: HostWebContents, source: string): void {
  contents.emit('input-event', hostEvent({}), { type: 'char', modifiers: [] });
  deliver(contents, 'Input.insertText', { text: source });
}

/** Send one mouse action to the page. */
export function mouseTo(contents: HostWebContents, action: MouseAction): void {
  const event = hostEvent({});
  const { type, x, y, button = 'none', clickCount = 0 } = action;
  contents.emit('before-mouse-event', event, { type: INPUT_NAMES[type], x, y, button, clickCount });
  if (event.defaultPrevented) return;
  contents.emit('input-event', hostEvent({}), {
    type: INPUT_NAMES[type],
    x,
    y,
    button,
    clickCount,
    modifiers: [],
  });
  if (type === 'mousePressed' && button === 'right')
    contents.emit('context-menu', hostEvent({}), { x, y });
  const { factor } = contents.picture;
  deliver(contents, 'Input.dispatchMouseEvent', {
    ...action,
    x: x / factor,
    y: y / factor,
    button,
    clickCount,
    buttons: type === 'mousePressed' ? 1 : 0,
  });
}

// The answer only tells whether the page still takes input.
function deliver(contents: HostWebContents, method: string, params: object): void {
  const { opened } = contents;
  if (opened === null) return;
  opened.session.send(method, { ...params }, UNRESPONSIVE_MS).then(
    () => {
      contents.answersInput(true);
    },
    (error: unknown) => {
      if (error instanceof Error && 'timedOut' in error && error.timedOut === true)
        contents.answersInput(false);
    },
  );
}
