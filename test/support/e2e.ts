import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Hands } from '#scripts/demo/hands.ts';
import { PEOPLE, type DemoPerson } from '#scripts/demo/people.ts';
import type { Channel, ChannelInput, ChannelOutput } from '#src/contract/channels.ts';
import type { ScreenView } from '#src/contract/views.ts';
import type { Result } from '#src/core/result.ts';
import { start, type Driver, type StartOptions } from '#test/chromium-host/driver.ts';
import type { Template } from './e2e-template.ts';

/** Longest that one step on the screens may take on a busy machine, milliseconds. */
export const STEP_MS = 60_000;

/** Hands that take no pictures: those cost more than most tests. */
export class QuietHands extends Hands {
  constructor(driver: Driver) {
    super(driver, os.tmpdir(), () => undefined);
  }

  override async picture(): Promise<void> {
    await Promise.resolve();
  }
}

/** The whole app on the Chromium host, over a folder of its own. */
export class RunningApp {
  readonly driver: Driver;
  readonly hands: Hands;
  /** `userData`: the vault folder is in it. */
  readonly home: string;
  readonly #folder: string;
  readonly #template: Template | null;

  private constructor(driver: Driver, folder: string, template: Template | null) {
    this.driver = driver;
    this.hands = new QuietHands(driver);
    this.#folder = folder;
    this.home = path.join(folder, 'home');
    this.#template = template;
  }

  /**
   * Start the app. Call {@link RunningApp.remove} when done.
   * @param template - vault to copy; null begins with set-up
   * @param options.folder - to start over what an app before left there, nothing is copied then
   */
  static async start(
    template: Template | null,
    options: Partial<StartOptions> & { readonly folder?: string } = {},
  ): Promise<RunningApp> {
    const { folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-run-')), ...rest } =
      options;
    const home = path.join(folder, 'home');
    if (options.folder === undefined) {
      mkdirSync(home);
      if (template !== null) cpSync(template.home, home, { recursive: true });
    }
    const driver = await start({
      userDataDir: home,
      size: { width: 1440, height: 900 },
      startMs: 120_000,
      ...rest,
    });
    return new RunningApp(driver, folder, template);
  }

  /** As {@link RunningApp.start} with a copy of the template, in a folder that is there already. */
  static async startIn(
    template: Template,
    folder: string,
    options: Partial<StartOptions> = {},
  ): Promise<RunningApp> {
    cpSync(template.home, path.join(folder, 'home'), { recursive: true });
    return await RunningApp.start(template, { ...options, folder });
  }

  get vaultPath(): string {
    return path.join(this.home, 'vault');
  }

  /** The folder that {@link RunningApp.start} can begin over. */
  get folder(): string {
    return this.#folder;
  }

  /** The screen that is shown, which must be of this kind. */
  async screen<K extends ScreenView['kind']>(kind: K): Promise<Extract<ScreenView, { kind: K }>> {
    const { screen } = await this.hands.view();
    if (screen.kind !== kind) throw new Error(`screen expected ${kind}, got ${screen.kind}`);
    return screen as Extract<ScreenView, { kind: K }>;
  }

  /** Call a channel as the screens do: `window.api.call`, in the screens' own page. */
  async call<C extends Channel>(
    channel: C,
    input: ChannelInput<C>,
  ): Promise<Result<ChannelOutput<C>>> {
    const asked = await this.driver.evaluate(
      `window.api.call(${JSON.stringify(channel)}, ${JSON.stringify(input)})`,
    );
    return asked as Result<ChannelOutput<C>>;
  }

  /** Call a channel that must succeed. */
  async do<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const result = await this.call(channel, input);
    if (!result.ok) throw new Error(`${channel}: ${result.error.code} ${result.error.message}`);
    return result.value;
  }

  /** What a person proves themselves with. */
  credential(person: DemoPerson): { personId: string; passphrase: string } {
    const personId = this.#template?.ids[person.initials];
    if (personId === undefined) throw new RangeError(`nobody has the initials ${person.initials}`);
    return { personId, passphrase: person.passphrase };
  }

  both(
    first: DemoPerson = PEOPLE.first,
    second: DemoPerson = PEOPLE.second,
  ): [{ personId: string; passphrase: string }, { personId: string; passphrase: string }] {
    return [this.credential(first), this.credential(second)];
  }

  /** Both sign in over the channels, which is what the screens do but quicker. @param id - what for; null for the list */
  async signIn(id: string | null = this.#template?.investigationId ?? null): Promise<void> {
    await this.hands.on('sign-in');
    await this.do('signin.choose', { investigationId: id });
    for (const [half, person] of [
      ['first', PEOPLE.first],
      ['second', PEOPLE.second],
    ] as const) {
      const sittingCode = person.code;
      await this.do('signin.half', { half, ...this.credential(person), sittingCode });
    }
    const said = { screenPrivate: true, neitherConcerned: true, stopKeyKnown: true } as const;
    await this.do('signin.start', said);
  }

  /** Sign in for the template's investigation and go to its review. */
  async toReview(): Promise<void> {
    await this.signIn();
    await this.do('screen.go', { to: 'review' });
    await this.hands.on('review');
  }

  /** Open an address over its channel and wait for what came of it. @returns the visit */
  async visit(address: string) {
    const before = (await this.screen('review')).visits.length;
    await this.call('review.open', { address });
    return await this.hands.until(
      `an outcome of ${address}`,
      ({ screen }) =>
        screen.kind === 'review' &&
        screen.visits.length > before &&
        screen.current?.outcome !== 'loading' &&
        screen.current,
      STEP_MS,
    );
  }

  /** Say that the page concerns them. */
  async concern(reason = 'It names a pupil.'): Promise<void> {
    const { current } = await this.screen('review');
    await this.do('review.concern', { visitId: current?.visitId ?? '', reason });
  }

  /** Both agree with their own codes; to pictures first veiled, where they aren't yet, then plain. */
  async agree(what: 'veiled' | 'pictures' | 'capture'): Promise<void> {
    if (what === 'pictures' && (await this.screen('review')).pictures === 'not-loaded')
      await this.agree('veiled');
    await this.do('agreement.propose', { what });
    await this.do('agreement.agree', { half: 'first', sittingCode: PEOPLE.first.code });
    await this.do('agreement.agree', { half: 'second', sittingCode: PEOPLE.second.code });
  }

  /** SIGKILL, and wait until it is gone. */
  async kill(): Promise<void> {
    this.driver.kill();
    await this.driver.exited;
  }

  /** Begin again over the same folder, as after a restart. The old process must have ended. */
  async restart(options: Partial<StartOptions> = {}): Promise<RunningApp> {
    return await RunningApp.start(this.#template, { ...options, folder: this.#folder });
  }

  /** End the app and remove its folder. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
