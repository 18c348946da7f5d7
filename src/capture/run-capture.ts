import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { assembleRecord, type StepLog } from './assemble.ts';
import { momentOf, type Moment } from './clock-facts.ts';
import type { CaptureContext } from './context.ts';
import type { DevTools } from './devtools-port.ts';
import type { Doubt } from './doubt.ts';
import type { NetworkRecord } from './network-record.ts';
import { Budget, hasCode, PageSession, StepOver } from './page-session.ts';
import type { CapturePlan, PlanStep, StepName } from './plan.ts';
import type { Preview } from './preview.ts';
import type { CaptureRecord, CaptureState, StepFacts } from './record.ts';
import { bodies, certificates } from './step-network.ts';
import { scrollThrough, settle } from './step-scroll.ts';
import { pageFacts, pageText } from './step-text.ts';
import { Tiler } from './step-tiles.ts';
import { domDigest, measure, viewportAfter, viewportShot } from './step-view.ts';
import { Work, type CaptureProgress, type CaptureSink } from './work.ts';

/** Everything a capture needs. */
export interface CaptureInput {
  readonly devtools: DevTools;
  readonly plan: CapturePlan;
  readonly clock: Clock;
  readonly context: CaptureContext;
  /** Started before the view's first navigation, see `recordNetwork`. */
  readonly network: NetworkRecord;
  readonly sink: CaptureSink;
  readonly onProgress: (progress: CaptureProgress) => void;
  /** Aborting it stops the capture at once: nothing is put afterwards. */
  readonly signal: AbortSignal;
}

/** The result of a capture. */
export interface CaptureOutcome {
  readonly record: CaptureRecord;
  readonly state: CaptureState;
  /** Sentences naming what is not there. */
  readonly missing: readonly string[];
  readonly doubts: readonly Doubt[];
  /** A small picture for the reviewers' check, held in memory only; null where there is no tile. */
  readonly preview: Preview | null;
}

// Steps that need no renderer: they still run where it had to be ended.
const WITHOUT_PAGE: ReadonlySet<StepName> = new Set(['sheets', 'certificates']);

/**
 * Capture the page that a view shows, as the plan says. Never throws for anything the page does: what
 * could not be had is in the outcome. Call it once for each capture, one at a time on a view.
 * @returns the record and its state; a page that wedges is ended by force and the outcome is partial or failed
 * @throws {EvidenceError} what the sink throws, such as STORE_DISK_FULL: then nothing of the capture may be kept
 */
export async function runCapture(input: CaptureInput): Promise<CaptureOutcome> {
  return await new Run(input).run();
}

class SinkFailure extends Error {
  override readonly cause: unknown;
  constructor(cause: unknown) {
    super('the sink failed');
    this.cause = cause;
  }
}

class Run {
  readonly #input: CaptureInput;
  readonly #started: Moment;
  readonly #whole: Budget;
  readonly #page: PageSession;
  readonly #work: Work;
  readonly #tiler: Tiler;
  readonly #steps: StepFacts[] = [];
  #scroll: StepLog['scroll'] = null;
  #current: StepName = 'viewport-shot';

  constructor(input: CaptureInput) {
    this.#input = input;
    this.#started = momentOf(input.clock);
    this.#whole = new Budget(input.clock, input.clock.monotonicMs() + input.plan.wholeMs);
    this.#page = new PageSession(input.devtools, input.signal, this.#whole);
    this.#work = new Work({
      ...input,
      page: this.#page,
      sink: { put: (name, mediaType, bytes) => this.#put(name, mediaType, bytes) },
      tell: (part) => {
        this.#tell(part);
      },
    });
    this.#tiler = new Tiler(this.#work);
  }

  async run(): Promise<CaptureOutcome> {
    try {
      for (const step of this.#input.plan.steps) await this.#runStep(step);
    } catch (error) {
      if (error instanceof SinkFailure) throw error.cause;
      throw error;
    }
    const record = assembleRecord(this.#work, {
      started: this.#started,
      steps: this.#steps,
      scroll: this.#scroll,
      tiles: this.#tiler.done,
      stopped: this.#input.signal.aborted,
    });
    return {
      record,
      state: record.state,
      missing: record.missing.map((part) => part.text),
      doubts: record.doubts,
      preview: record.state === 'stopped' ? null : this.#work.found.preview,
    };
  }

  async #put(
    ...args: Parameters<CaptureSink['put']>
  ): Promise<Awaited<ReturnType<CaptureSink['put']>>> {
    try {
      return await this.#input.sink.put(...args);
    } catch (cause) {
      // A disk that fails is the store's matter, not a doubtful page.
      throw this.#input.signal.aborted ? stopped() : new SinkFailure(cause);
    }
  }

  #tell(part: CaptureProgress['part']): void {
    const total = this.#input.plan.steps.length;
    this.#input.onProgress({ step: this.#current, done: this.#steps.length, total, part });
  }

  async #runStep(step: PlanStep): Promise<void> {
    this.#current = step.name;
    const startedMs = this.#input.clock.monotonicMs();
    const startedAt = this.#input.clock.now();
    const log = (state: StepFacts['state'], reason: string | null): void => {
      const tookMs = Math.max(0, Math.round(this.#input.clock.monotonicMs() - startedMs));
      this.#steps.push({
        name: step.name,
        required: step.required,
        state,
        startedAt,
        tookMs,
        reason,
      });
    };
    if (this.#input.signal.aborted) {
      log('stopped', null);
      return;
    }
    if (this.#page.gone !== null && !WITHOUT_PAGE.has(step.name)) {
      log('skipped', this.#page.gone);
      return;
    }
    if (this.#whole.leftMs() <= 0) {
      log('skipped', 'the time of the whole capture is used up');
      return;
    }
    this.#tell(null);
    const [state, reason] = await this.#attempt(step);
    log(state, reason);
  }

  // The ladder of a wedged page: end its script, end its loading, try once more, end the renderer.
  async #attempt(step: PlanStep): Promise<[StepFacts['state'], string | null]> {
    const first = await this.#tryOnce(step, step.callMs);
    if (!hasCode(first, 'CAPTURE_STEP_TIMEOUT')) return this.#stateOf(first);
    try {
      await this.#page.unwedge();
    } catch {
      return ['stopped', null];
    }
    const second = await this.#tryOnce(step, 2 * step.callMs);
    if (second === null) {
      // We did something to the page that it would not have done: never without a word.
      this.#work.doubts.raise('CHANGED', 'A script of the page ran without end and was ended.');
      return ['done', 'after the page’s running script was ended'];
    }
    // A page that still answers is slow, not wedged.
    if (hasCode(second, 'CAPTURE_STEP_TIMEOUT') && step.required && !(await this.#page.answers())) {
      this.#page.kill('the page answered nothing and was ended');
    }
    return this.#stateOf(second);
  }

  #stateOf(error: unknown): [StepFacts['state'], string | null] {
    if (error === null) return ['done', null];
    if (error instanceof SinkFailure) throw error;
    if (hasCode(error, 'CAPTURE_STOPPED') || this.#input.signal.aborted) return ['stopped', null];
    if (hasCode(error, 'PAGE_CRASHED')) {
      this.#page.gone = 'the page’s process has gone';
      return ['failed', this.#page.gone];
    }
    if (hasCode(error, 'CAPTURE_STEP_TIMEOUT'))
      return ['timed-out', 'the page did not answer in time'];
    if (error instanceof StepOver) return ['timed-out', error.message];
    if (error instanceof EvidenceError) return ['failed', error.message.slice(0, 500)];
    // Anything else is a fault of ours, and a capture that hides it would lie.
    throw error instanceof Error ? error : new Error('something else was thrown', { cause: error });
  }

  /** @returns null when done, else what was thrown */
  async #tryOnce(step: PlanStep, callMs: number): Promise<unknown> {
    const nowMs = this.#input.clock.monotonicMs();
    const endsMs = nowMs + Math.min(step.deadlineMs, this.#whole.leftMs());
    this.#page.use(callMs, new Budget(this.#input.clock, endsMs));
    try {
      await this.#perform(step.name);
      return null;
    } catch (error) {
      return error ?? new Error('nothing was thrown');
    }
  }

  async #perform(name: StepName): Promise<void> {
    const work = this.#work;
    const { dom } = work.found;
    switch (name) {
      case 'viewport-shot':
        return await viewportShot(work);
      case 'measure':
        return await measure(work);
      case 'dom-first':
        dom.first = await domDigest(work);
        return;
      case 'scroll-through':
        this.#scroll = await scrollThrough(work);
        return;
      case 'settle':
        return await settle(work);
      case 'dom-before':
        dom.beforeTiles = await domDigest(work);
        return;
      case 'tiles':
        return await this.#tiler.run(this.#scroll);
      case 'dom-after':
        dom.afterTiles = await domDigest(work);
        return;
      case 'text':
        return await pageText(work);
      case 'facts':
        return await pageFacts(work);
      case 'viewport-after':
        return await viewportAfter(work);
      case 'sheets':
        return await this.#tiler.finish();
      case 'certificates':
        return await certificates(work);
      case 'bodies':
        return await bodies(work);
    }
  }
}

function stopped(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got a stop');
}
