/** One key of a keyboard, as both Electron and DevTools describe it. */
export interface Key {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  /** What it writes; empty when nothing. */
  readonly text: string;
}

/** Keys held down with it. */
export interface Modifiers {
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

const NAMED: Readonly<Record<string, readonly [code: string, keyCode: number, text?: string]>> = {
  Enter: ['Enter', 13, '\r'],
  Tab: ['Tab', 9],
  Escape: ['Escape', 27],
  Backspace: ['Backspace', 8],
  Delete: ['Delete', 46],
  Insert: ['Insert', 45],
  Home: ['Home', 36],
  End: ['End', 35],
  PageUp: ['PageUp', 33],
  PageDown: ['PageDown', 34],
  ArrowLeft: ['ArrowLeft', 37],
  ArrowUp: ['ArrowUp', 38],
  ArrowRight: ['ArrowRight', 39],
  ArrowDown: ['ArrowDown', 40],
  ' ': ['Space', 32, ' '],
  Shift: ['ShiftLeft', 16],
  Control: ['ControlLeft', 17],
  Alt: ['AltLeft', 18],
  Meta: ['MetaLeft', 91],
  ContextMenu: ['ContextMenu', 93],
  PrintScreen: ['PrintScreen', 44],
  Pause: ['Pause', 19],
  CapsLock: ['CapsLock', 20],
};

const SYMBOLS: Readonly<Record<string, readonly [code: string, keyCode: number]>> = {
  '-': ['Minus', 189],
  _: ['Minus', 189],
  '=': ['Equal', 187],
  '+': ['Equal', 187],
  '[': ['BracketLeft', 219],
  ']': ['BracketRight', 221],
  ';': ['Semicolon', 186],
  ':': ['Semicolon', 186],
  "'": ['Quote', 222],
  '"': ['Quote', 222],
  ',': ['Comma', 188],
  '.': ['Period', 190],
  '/': ['Slash', 191],
  '?': ['Slash', 191],
  '\\': ['Backslash', 220],
  '`': ['Backquote', 192],
};

/** @param name - `Enter`, `F12`, `Space`, `a`, `A`, `7` … */
export function keyOf(name: string): Key {
  const plain = name === 'Space' ? ' ' : name;
  const named = NAMED[plain];
  if (named !== undefined)
    return { key: plain, code: named[0], keyCode: named[1], text: named[2] ?? '' };
  const func = /^F(\d{1,2})$/.exec(plain);
  if (func !== null) return { key: plain, code: plain, keyCode: 111 + Number(func[1]), text: '' };
  if (/^[a-z]$/i.test(plain))
    return {
      key: plain,
      code: `Key${plain.toUpperCase()}`,
      keyCode: plain.toUpperCase().charCodeAt(0),
      text: plain,
    };
  if (/^\d$/.test(plain))
    return { key: plain, code: `Digit${plain}`, keyCode: plain.charCodeAt(0), text: plain };
  const symbol = SYMBOLS[plain];
  return { key: plain, code: symbol?.[0] ?? '', keyCode: symbol?.[1] ?? 0, text: plain };
}

const MODIFIER_NAMES: Readonly<Record<string, keyof Modifiers>> = {
  shift: 'shift',
  control: 'control',
  ctrl: 'control',
  alt: 'alt',
  meta: 'meta',
  command: 'meta',
};

/**
 * @param combination - such as `Control+Shift+A` or `F12`
 * @returns the key and what is held down with it
 */
export function parseKeys(combination: string): { key: Key; modifiers: Modifiers } {
  const parts = combination === '+' ? ['+'] : combination.split(/\+(?=.)/);
  const held = { shift: false, control: false, alt: false, meta: false };
  for (const part of parts.slice(0, -1)) {
    const name = MODIFIER_NAMES[part.toLowerCase()];
    if (name === undefined) throw new RangeError(`"combination" has no key called ${part}`);
    held[name] = true;
  }
  return { key: keyOf(parts.at(-1) ?? ''), modifiers: held };
}

/** @returns DevTools' number for the held keys */
export function modifierBits(modifiers: Modifiers): number {
  return (
    (modifiers.alt ? 1 : 0) +
    (modifiers.control ? 2 : 0) +
    (modifiers.meta ? 4 : 0) +
    (modifiers.shift ? 8 : 0)
  );
}
