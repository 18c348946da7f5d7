import type { Driver } from '#test/chromium-host/driver.ts';

type Options = NonNullable<Parameters<Driver['click']>[2]>;

/** A screen has fewer places that Tab stops at than this. */
const MOST_TABS = 400;
const FOCUS_MS = 300;

/** Where what is marked lies, seen from what has the focus. */
type Place = 'here' | 'group' | 'before' | 'after' | 'gone';

const PLACE = `(() => {
  if (globalThis.focusMoves === undefined) {
    globalThis.focusMoves = 0;
    document.addEventListener('focusin', () => { globalThis.focusMoves += 1; }, true);
  }
  const { marked, focusMoves } = globalThis;
  const held = document.activeElement;
  const place = !marked?.isConnected ? 'gone'
    : held === marked ? 'here'
    : held.type === 'radio' && marked.type === 'radio' && held.name === marked.name ? 'group'
    : held.compareDocumentPosition(marked) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
  return { place, focusMoves };
})()`;

/** Presses that a person without a mouse makes. */
class Keyboard {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  async press(key: string): Promise<void> {
    await this.#driver.press(key);
  }

  /** A button is pressed, a box ticked, one of several chosen. */
  async activate(role: string, name: string, options: Options = {}): Promise<void> {
    const where = await this.#reach(role, name, options);
    if (role === 'radio') await this.#chooseRadio(name, where);
    else await this.press(role === 'button' || role === 'link' ? 'Enter' : 'Space');
    // Answered once the page has taken the keys.
    await this.#driver.evaluate('0');
  }

  /** Replace what a field holds, key by key. */
  async fill(role: string, name: string, value: string, options: Options = {}): Promise<void> {
    await this.#reach(role, name, options);
    await this.press('Control+a');
    if (value === '') await this.press('Delete');
    else await this.#driver.type(value);
    await this.#driver.waitUntil(
      async () => (await this.#driver.evaluate('document.activeElement.value')) === value,
      `"${name}" to hold what was typed`,
    );
  }

  /** Choose in a list box with the arrow keys. */
  async select(role: string, name: string, value: string, options: Options = {}): Promise<void> {
    await this.#reach(role, name, options);
    const steps = await this.#driver.evaluate(
      `(() => { const { options, selectedIndex } = document.activeElement;
        const wanted = [...options].findIndex((one) => one.value === ${JSON.stringify(value)} || one.text === ${JSON.stringify(value)});
        return wanted < 0 ? null : wanted - selectedIndex; })()`,
    );
    if (typeof steps !== 'number') throw new Error(`no option "${value}" in "${name}"`);
    for (let step = 0; step < Math.abs(steps); step++)
      await this.press(steps < 0 ? 'ArrowUp' : 'ArrowDown');
    await this.#driver.waitUntil(async () => {
      const held = await this.#driver.evaluate(
        `(() => { const { options, selectedIndex } = document.activeElement; const one = options[selectedIndex]; return [one.value, one.text]; })()`,
      );
      return Array.isArray(held) && held.includes(value);
    }, `"${name}" to show "${value}"`);
  }

  /** Move the focus with Tab and Shift+Tab until it is on the element of that role and name. */
  async #reach(role: string, name: string, options: Options): Promise<'here' | 'group'> {
    await this.#driver.mark(role, name, options);
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      const { place, focusMoves } = await this.#place();
      if (place === 'here' || place === 'group') return place;
      if (place === 'gone') {
        await this.#driver.mark(role, name, options);
        continue;
      }
      await this.press(place === 'before' ? 'Shift+Tab' : 'Tab');
      await this.#untilFocusMoved(focusMoves);
    }
    throw new Error(`${role} "${name}" can't be reached with Tab`);
  }

  /** Inside a group of radio buttons the arrow keys move, and choose. */
  async #chooseRadio(name: string, where: 'here' | 'group'): Promise<void> {
    let place: Place = where;
    for (let arrows = 0; place !== 'here'; arrows++) {
      if (arrows > 20) throw new Error(`radio "${name}" can't be reached with the arrow keys`);
      const before = await this.#place();
      await this.press('ArrowDown');
      await this.#untilFocusMoved(before.focusMoves);
      ({ place } = await this.#place());
    }
    if ((await this.#driver.evaluate('globalThis.marked.checked')) !== true)
      await this.press('Space');
  }

  async #place(): Promise<{ readonly place: Place; readonly focusMoves: number }> {
    return (await this.#driver.evaluate(PLACE)) as { place: Place; focusMoves: number };
  }

  async #untilFocusMoved(from: number): Promise<void> {
    const end = Date.now() + FOCUS_MS;
    while (Date.now() < end) if ((await this.#place()).focusMoves !== from) return;
  }
}

const MOUSE = ['clickAt', 'moveTo', 'wheel', 'previewClick'] as const;

/**
 * A driver whose hands have a keyboard and nothing else: what is clicked, filled in or selected is reached
 * with Tab, and the mouse throws. Everything that only looks goes through unchanged.
 */
export function keyboardOnly(driver: Driver): Driver {
  const keyboard = new Keyboard(driver);
  const replaced: Partial<Record<keyof Driver, unknown>> = {
    click: (role: string, name: string, options?: Options) =>
      keyboard.activate(role, name, options),
    fill: (role: string, name: string, value: string, options?: Options) =>
      keyboard.fill(role, name, value, options),
    select: (role: string, name: string, value: string, options?: Options) =>
      keyboard.select(role, name, value, options),
    ...Object.fromEntries(
      MOUSE.map((name) => [
        name,
        () => Promise.reject(new Error('there is no mouse, only a keyboard')),
      ]),
    ),
  };
  return new Proxy(driver, {
    get(target, key) {
      if (Object.hasOwn(replaced, key)) return replaced[key as keyof Driver];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
