import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';
import type { Clock } from '#src/core/clock.ts';
import type { DevTools, JsonObject } from './devtools-port.ts';
import { asObject, objectOf, textOf } from './read-json.ts';

const LADDER_MS = 2_000;

/** Milliseconds left of a step and of the whole capture. */
export class Budget {
  readonly #clock: Clock;
  #endsMs: number;

  /** @param endsMs - monotonic milliseconds at which it is used up */
  constructor(clock: Clock, endsMs: number) {
    this.#clock = clock;
    this.#endsMs = endsMs;
  }

  /** Milliseconds left, 0 when used up. */
  leftMs(): number {
    return Math.max(0, this.#endsMs - this.#clock.monotonicMs());
  }

  /** Put off its end. @param latestMs - monotonic milliseconds beyond which it is not put off */
  extend(ms: number, latestMs: number): void {
    this.#endsMs = Math.max(this.#endsMs, Math.min(this.#endsMs + ms, latestMs));
  }
}

/** Thrown when a step's own time is used up: the page still answers, so nothing is ended by force. */
export class StepOver extends Error {
  constructor() {
    super('the time of the step is used up');
    this.name = 'StepOver';
  }
}

/** Whether a thrown value is a coded error of one of the codes. */
export function hasCode(error: unknown, ...codes: readonly EvidenceErrorCode[]): boolean {
  return error instanceof EvidenceError && codes.includes(error.code);
}

/** A document of the page: the main frame's where both are absent. */
export interface Realm {
  /** The session of a frame in another process. */
  readonly sessionId?: string;
  /** A frame that is not its session's topmost. */
  readonly frameId?: string;
}

const MAIN: Realm = {};

/** The page as the steps use it: every command has a deadline, and ends at once when the capture is stopped. */
export class PageSession {
  readonly #devtools: DevTools;
  readonly #stopped: Promise<never>;
  readonly #signal: AbortSignal;
  readonly #worlds = new Map<string, number>();
  #callMs = 5_000;
  #budget: Budget;
  /** Set when the renderer has gone: no further step can use the page. */
  gone: string | null = null;

  constructor(devtools: DevTools, signal: AbortSignal, budget: Budget) {
    this.#devtools = devtools;
    this.#signal = signal;
    this.#budget = budget;
    this.#stopped = new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(stoppedError());
      });
    });
    this.#stopped.catch(() => undefined);
  }

  /** Deadlines from here on. */
  use(callMs: number, budget: Budget): void {
    this.#callMs = callMs;
    this.#budget = budget;
  }

  /** Milliseconds left of the step. */
  leftMs(): number {
    return this.#budget.leftMs();
  }

  /**
   * Send one command under the step's deadlines.
   * @throws {EvidenceError} CAPTURE_STOPPED - the capture was stopped, now or before
   * @throws {StepOver} the step's time is used up
   * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED - see {@link DevTools}
   */
  async send(method: string, params: JsonObject = {}, sessionId?: string): Promise<JsonObject> {
    if (this.#signal.aborted) throw stoppedError();
    const leftMs = this.#budget.leftMs();
    if (leftMs <= 0) throw new StepOver();
    const options = sessionId === undefined ? {} : { sessionId };
    const deadlineMs = Math.max(50, Math.min(this.#callMs, leftMs));
    const answer = this.#devtools.send(method, params, { ...options, deadlineMs });
    try {
      return await Promise.race([answer, this.#stopped]);
    } catch (error) {
      // A page that had but the rest of the step's time to answer in is slow, not wedged.
      const short = deadlineMs < this.#callMs / 2;
      throw short && hasCode(error, 'CAPTURE_STEP_TIMEOUT') ? new StepOver() : error;
    }
  }

  /**
   * Run one of our sources in an isolated world of one of the page's documents.
   * @param source - an async function expression of one argument
   * @param input - its argument, JSON
   */
  async evaluate(source: string, input: JsonObject = {}, realm: Realm = MAIN): Promise<JsonObject> {
    try {
      return await this.#evaluateOnce(source, input, realm);
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
      // The world goes with its document: a page that reloads itself gets one more try in a new one.
      this.#worlds.delete(keyOf(realm));
      return await this.#evaluateOnce(source, input, realm);
    }
  }

  async #evaluateOnce(source: string, input: JsonObject, realm: Realm): Promise<JsonObject> {
    const contextId = this.#worlds.get(keyOf(realm)) ?? (await this.#newWorld(realm));
    const answer = await this.send(
      'Runtime.evaluate',
      {
        expression: `(${source})(${JSON.stringify(input)})`,
        contextId,
        awaitPromise: true,
        returnByValue: true,
        silent: true,
      },
      realm.sessionId,
    );
    if (answer['exceptionDetails'] !== undefined) {
      throw new EvidenceError(
        'CAPTURE_STEP_FAILED',
        'page expected to be readable, got an exception',
      );
    }
    return objectOf(asObject(answer['result']), 'value');
  }

  async #newWorld(realm: Realm): Promise<number> {
    const frameId = realm.frameId ?? (await this.topFrame(realm.sessionId));
    const made = await this.send(
      'Page.createIsolatedWorld',
      { frameId, worldName: 'countersign' },
      realm.sessionId,
    );
    const world = Number(made['executionContextId']);
    this.#worlds.set(keyOf(realm), world);
    return world;
  }

  /** The topmost frame of a session, the page's own where none is named. */
  async topFrame(sessionId?: string): Promise<string> {
    const tree = await this.send('Page.getFrameTree', {}, sessionId);
    return textOf(objectOf(objectOf(tree, 'frameTree'), 'frame'), 'id');
  }

  /**
   * Wait, at most as long as the step has left.
   * @throws {EvidenceError} CAPTURE_STOPPED - the capture was stopped meanwhile
   */
  async pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, this.#budget.leftMs()));
    });
    try {
      if (this.#signal.aborted) throw stoppedError();
      await Promise.race([wait, this.#stopped]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Try to get a wedged page to answer again: end its running script, then its loading. */
  async unwedge(): Promise<void> {
    for (const method of ['Runtime.terminateExecution', 'Page.stopLoading']) {
      const tried = this.#devtools.send(method, {}, { deadlineMs: LADDER_MS });
      await Promise.race([tried, this.#stopped]).catch((error: unknown) => {
        if (hasCode(error, 'CAPTURE_STOPPED')) throw error;
      });
    }
    this.#worlds.clear();
  }

  /** Whether the page answers a small question that only its own thread can answer. */
  async answers(): Promise<boolean> {
    if (this.#signal.aborted) return true;
    const asked = this.#devtools.send('Page.getLayoutMetrics', {}, { deadlineMs: LADDER_MS });
    return await Promise.race([asked, this.#stopped]).then(
      () => true,
      (error: unknown) => hasCode(error, 'CAPTURE_STOPPED'),
    );
  }

  /** The last resort: end the renderer. */
  kill(reason: string): void {
    this.gone = reason;
    this.#devtools.crash();
  }
}

function keyOf(realm: Realm): string {
  return `${realm.sessionId ?? ''} ${realm.frameId ?? ''}`;
}

function stoppedError(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got a stop');
}
