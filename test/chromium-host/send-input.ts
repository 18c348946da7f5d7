import { keyTo, mouseTo, textTo } from './input.ts';
import { keyOf } from './keys.ts';
import type { HostWebContents } from './web-contents.ts';

/** Electron's input event, as `sendInputEvent` takes it. */
export interface SentInput {
  readonly type: string;
  readonly keyCode?: string;
  readonly modifiers?: readonly string[];
  readonly x?: number;
  readonly y?: number;
  readonly button?: 'left' | 'middle' | 'right';
  readonly clickCount?: number;
  readonly deltaX?: number;
  readonly deltaY?: number;
}

const MOUSE = {
  mouseDown: 'mousePressed',
  mouseUp: 'mouseReleased',
  mouseMove: 'mouseMoved',
  mouseWheel: 'mouseWheel',
} as const;

/** Deliver it; keys pass `before-input-event` first. */
export function sendInput(contents: HostWebContents, event: SentInput): void {
  const held = new Set(event.modifiers ?? []);
  const modifiers = {
    shift: held.has('shift'),
    control: held.has('control'),
    alt: held.has('alt'),
    meta: held.has('meta'),
  };
  if (event.type === 'keyDown' || event.type === 'rawKeyDown')
    keyTo(contents, 'keyDown', keyOf(event.keyCode ?? ''), modifiers);
  else if (event.type === 'keyUp') keyTo(contents, 'keyUp', keyOf(event.keyCode ?? ''), modifiers);
  else if (event.type === 'char') textTo(contents, event.keyCode ?? '');
  else if (isMouse(event.type)) {
    const { x = 0, y = 0, button, clickCount = 1, deltaX = 0, deltaY = 0 } = event;
    mouseTo(contents, {
      type: MOUSE[event.type],
      x,
      y,
      clickCount,
      deltaX,
      deltaY,
      ...(button === undefined ? {} : { button }),
    });
  }
}

function isMouse(type: string): type is keyof typeof MOUSE {
  return Object.hasOwn(MOUSE, type);
}
