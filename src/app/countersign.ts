import { channels, type Channel } from '#src/contract/channels.ts';
import type { AppView } from '#src/contract/views.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { failure, ok, type Result } from '#src/core/result.ts';
import type { PauseReason } from '#src/investigation/events-people.ts';
import { App } from './app.ts';
import { onReviewEvent } from './browser-events.ts';
import { IdleClock } from './idle.ts';
import { pause } from './leave.ts';
import type { AppPorts } from './ports.ts';
import { flushRefusedCalls, noteRefusedCall } from './refused-calls.ts';
import { dropRenewal } from './renewing.ts';
import { readyForStop, start } from './start.ts';
import { sayNothingLocked, stop } from './stop.ts';
import { useCases } from './use-cases.ts';
import { appView } from './view/app-view.ts';

const DEFAULT_STOP_KEY = 'F12';

/** Channels that the screens call by themselves: they say nothing about anybody being there. */
const UNATTENDED: ReadonlySet<string> = new Set([
  'app.view',
  'review.bounds',
  'review.veiled',
  'capture.preview',
  'capture.sheet',
  'capture.growing',
  'record.preview',
]);

/** Acts of which one at a time is enough: a second press while the first is at work is refused. */
const ONE_AT_A_TIME =
  /^(?:setup\.(?!measure|suggest)|signin\.start|sitting\.end|investigation\.|capture\.accept|record\.(?!preview)|judgement\.|export\.|release\.|renewal\.|stopped\.|exhibit\.)/u;

/**
 * The application behind its screens: validates every call both ways, runs the use case, pushes the new
 * view. Nothing of Electron in it; `electron/` gives it the ports, the keys and the power events.
 */
export class Countersign {
  readonly #app: App;
  readonly #idle: IdleClock;
  readonly #listeners = new Set<(view: AppView) => void>();
  readonly #busy = new Set<string>();
  readonly #unlisten: () => void;
  #revision = 0;
  #pushDue = false;

  constructor(ports: AppPorts) {
    this.#app = new App(ports, () => {
      this.#changed();
    });
    this.#idle = new IdleClock(this.#app);
    this.#unlisten = ports.browser.onEvent((event) => {
      onReviewEvent(this.#app, event);
    });
  }

  /** Look at the vault folder and choose the first screen. Never rejects: what is wrong is on the screen. */
  async start(): Promise<void> {
    await start(this.#app);
    this.#changed();
  }

  /**
   * Answer one call of a screen.
   * @param channel - untrusted
   * @param input - untrusted
   * @returns the channel's output, or a coded failure; never rejects
   */
  async handle(channel: string, input: unknown): Promise<Result<unknown>> {
    if (!isChannel(channel)) {
      this.recordRefusal('ipc-channel', { channel: channel.slice(0, 64) });
      return failure(
        new EvidenceError(
          'IPC_CHANNEL_UNKNOWN',
          '"channel" expected one of the contract, got another',
        ),
      );
    }
    const parsed = parseInput(channel, input);
    if (!parsed.ok) {
      this.recordRefusal('ipc-arguments', { channel });
      return parsed;
    }
    if (!UNATTENDED.has(channel)) this.activity();
    if (channel === 'app.view') return ok(this.view());
    return this.#run(channel, parsed.value);
  }

  /** Something that is no screen of ours asked for something: counted and recorded (R15). */
  recordRefusal(what: string, detail: Readonly<Record<string, unknown>> = {}): void {
    const said = Object.entries(detail).map(([name, value]) => `${name} ${String(value)}`);
    noteRefusedCall(this.#app, what, said.join(', '));
  }

  /** Everything that the screens show, as it is now. */
  view(): AppView {
    return appView(this.#app, this.#revision);
  }

  /** Hear of every new view. @returns a function that removes the listener */
  onView(listener: (view: AppView) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** STOP: synchronous up to the durable slot; never throws. The key calls this directly. */
  stop(): void {
    stop(this.#app);
  }

  /** Pause the sitting; with nobody signed in only the sign-in is emptied. Never throws. */
  pause(reason: PauseReason): void {
    pause(this.#app, reason);
    void this.#makeReady();
  }

  /** Set-up: a key that may be the STOP key was pressed on the real keyboard. */
  stopKeyTried(key: string): void {
    const { mode } = this.#app;
    if (mode.kind !== 'setup' || mode.setup === null) return;
    // Until another is chosen, F12 is: who just presses it has chosen it.
    const chosen = mode.setup.state().stopKey ?? DEFAULT_STOP_KEY;
    if (chosen !== key) return;
    // Pressed where it isn't asked for, it may have been meant.
    if (mode.stopKeyTried || mode.setup.state().computer === null) sayNothingLocked(this.#app);
    mode.setup.setStopKey(chosen);
    mode.stopKeyTried = true;
    this.#changed();
  }

  /** Somebody touched the computer: the idle clock starts anew. */
  activity(): void {
    this.#idle.activity();
  }

  /** Pause, write what is still counted, let go of the vault. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const { mode } = this.#app;
      if (this.#app.live.sitting !== null) pause(this.#app, 'closed');
      dropRenewal(this.#app.live);
      flushRefusedCalls(this.#app);
      this.#idle.close();
      this.#unlisten();
      this.#app.ports.browser.close();
      if (mode.kind === 'setup') mode.setup?.drop();
      if (mode.kind === 'open' || mode.kind === 'setup') mode.store?.close();
      this.#app.mode = {
        kind: 'cannot-open',
        code: 'COMMAND_REFUSED',
        message: 'Countersign was closed',
      };
      this.#app.ports.keyWorker
        .close()
        .catch(() => undefined)
        .finally(resolve);
    });
  }

  async #run(channel: Exclude<Channel, 'app.view'>, input: unknown): Promise<Result<unknown>> {
    const alone = ONE_AT_A_TIME.test(channel);
    if (alone && this.#busy.has(channel)) {
      return failure(new EvidenceError('COMMAND_REFUSED', 'this is being done already'));
    }
    if (alone) this.#busy.add(channel);
    try {
      // The channel's own schema narrowed its input, and narrows its output below.
      const act = useCases[channel] as (app: App, given: unknown) => unknown;
      const output = await act(this.#app, input);
      return ok(channels[channel].output.parse(output));
    } catch (error) {
      return failure(error);
    } finally {
      this.#busy.delete(channel);
      this.#idle.watch();
      // Looking once a second changes nothing that another view would show.
      if (channel !== 'review.veiled') this.#changed();
      void this.#makeReady();
    }
  }

  /** Have STOP's writers ready for when nobody is signed in; a failure shows at the stop itself. */
  async #makeReady(): Promise<void> {
    try {
      if (this.#app.live.sitting === null) await readyForStop(this.#app);
    } catch {
      // STOP asks for the writer itself then.
    }
  }

  /** Push one view for everything that changed in this turn. */
  #changed(): void {
    this.#revision += 1;
    if (this.#pushDue) return;
    this.#pushDue = true;
    queueMicrotask(() => {
      this.#pushDue = false;
      if (this.#listeners.size === 0) return;
      const view = this.view();
      for (const listener of this.#listeners) listener(view);
    });
  }
}

function isChannel(channel: string): channel is Channel {
  return Object.hasOwn(channels, channel);
}

function parseInput(channel: Channel, input: unknown): Result<unknown> {
  // A map, a date or an error would pass for an object without fields.
  const parsed = isPlain(input) ? channels[channel].input.safeParse(input) : null;
  if (parsed?.success === true) return ok(parsed.data);
  // Without the library's message: it may quote what was typed.
  const field = parsed?.error.issues[0]?.path.join('.') ?? '';
  return failure(
    new EvidenceError('IPC_ARGUMENTS_INVALID', '"input" expected what the channel takes', {
      details: { channel, field },
    }),
  );
}

function isPlain(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  return prototype === Object.prototype || prototype === null;
}
