import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';
import type { Clock } from '#src/core/clock.ts';
import type { DevTools, JsonObject } from './devtools-port.ts';
import { asObject, objectOf, textOf } from './read-json.ts';

const LADDER_MS = 2_000;

/** Milliseconds left of a step and of the whole capture. */
export class Budget {
  readonly #clock: Clock;
  readonly #endsMs: number;

  /** @param endsMs - monotonic milliseconds at which it is used up */
  constructor(clock: Clock, endsMs: number) {
    this.#clock = clock;
    this.#endsMs = endsMs;
  }

  /** Milliseconds left, 0 when used up. */
  leftMs(): number {
    return Math.max(0, this.#endsMs - this.#clock.monotonicMs());
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

/** The page as the steps use it: every command has a deadline, and ends at once when the capture is stopped. */
export class PageSession {
  readonly #devtools: DevTools;
  readonly #stopped: Promise<never>;
  readonly #signal: AbortSignal;
  #world: number | null = null;
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
    return await Promise.race([answer, this.#stopped]);
  }

  /**
   * Run one of our sources in an isolated world of the main frame.
   * @param source - an async function expression of one argument
   * @param input - its argument, JSON
   */
  async evaluate(source: string, input: JsonObject = {}): Promise<JsonObject> {
    try {
      return await this.#evaluateOnce(source, input);
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
      // The world goes with its document: a page that reloads itself gets one more try in a new one.
      this.#world = null;
      return await this.#evaluateOnce(source, input);
    }
  }

  async #evaluateOnce(source: string, input: JsonObject): Promise<JsonObject> {
    this.#world ??= await this.#newWorld();
    const answer = await this.send('Runtime.evaluate', {
      expression: `(${source})(${JSON.stringify(input)})`,
      contextId: this.#world,
      awaitPromise: true,
      returnByValue: true,
      silent: true,
    });
    if (answer['exceptionDetails'] !== undefined) {
      throw new EvidenceError(
        'CAPTURE_STEP_FAILED',
        'page expected to be readable, got an exception',
      );
    }
    return objectOf(asObject(answer['result']), 'value');
  }

  async #newWorld(): Promise<number> {
    const tree = await this.send('Page.getFrameTree');
    const frameId = textOf(objectOf(objectOf(tree, 'frameTree'), 'frame'), 'id');
    const world = await this.send('Page.createIsolatedWorld', {
      frameId,
      worldName: 'countersign',
    });
    return Number(world['executionContextId']);
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
    this.#world = null;
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

function stoppedError(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got a stop');
}
