import path from 'node:path';
import type { AppView } from '#src/contract/views.ts';
import type { Driver } from '#test/chromium-host/driver.ts';

/** Hands on the app's window: what a person can do, a picture of each screen, a line for each act. */
export class Hands {
  readonly driver: Driver;
  readonly #folder: string;
  readonly #say: (line: string) => void;
  #pictures = 0;

  /**
   * @param folder - where the pictures go
   * @param say - hears one line an act
   */
  constructor(driver: Driver, folder: string, say: (line: string) => void) {
    this.driver = driver;
    this.#folder = folder;
    this.#say = say;
  }

  /** One line of progress. */
  say(line: string): void {
    this.#say(line);
  }

  /** A picture of the whole window, as a person sees it. */
  async picture(name: string): Promise<void> {
    this.#pictures += 1;
    const file = `${String(this.#pictures).padStart(2, '0')}-${name}.png`;
    await this.driver.screenshot(path.join(this.#folder, file));
  }

  /** Press a button of that name. */
  async press(name: string, waitMs = 20_000): Promise<void> {
    await this.driver.click('button', name, { exact: true, waitMs });
  }

  /** Type into the field of that label. @param nth - which of several, from 0 */
  async type(label: string, text: string, nth?: number): Promise<void> {
    await this.driver.fill('textbox', label, text, {
      exact: true,
      waitMs: 20_000,
      ...(nth === undefined ? {} : { nth }),
    });
  }

  /** Tick a box, or choose one of several. */
  async choose(role: 'checkbox' | 'radio', name: string): Promise<void> {
    await this.driver.click(role, name, { waitMs: 20_000 });
  }

  /** Choose from a list, by the words that stand in it. */
  async pick(label: string, value: string, nth?: number): Promise<void> {
    await this.driver.select('combobox', label, value, {
      exact: true,
      waitMs: 20_000,
      ...(nth === undefined ? {} : { nth }),
    });
  }

  /** The view that the screens were given last. */
  async view(): Promise<AppView> {
    const result = await this.driver.evaluate(`window.api.call('app.view', {})`);
    const { ok, value } = result as { ok: boolean; value: AppView };
    if (!ok) throw new Error('the app gave no view');
    return value;
  }

  /** Wait until the app shows what a test of its view asks for. */
  async until<T>(
    what: string,
    ask: (view: AppView) => T | null | undefined | false,
    waitMs = 60_000,
  ): Promise<T> {
    return this.driver.waitUntil(async () => ask(await this.view()) ?? undefined, what, waitMs);
  }

  /** Wait for a screen. */
  async on(kind: AppView['screen']['kind'], waitMs = 60_000): Promise<void> {
    await this.until(`the screen "${kind}"`, (view) => view.screen.kind === kind, waitMs);
  }
}
