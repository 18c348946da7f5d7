import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { TimeSource } from '#src/core/time-source.ts';
import { archive, readingCopy } from './archive/step-archive.ts';
import { KnownSecrets } from './archive/known-secrets.ts';
import { assembleRecord } from './assemble.ts';
import { momentOf, type Moment } from './clock-facts.ts';
import { askTimeSources, ClockWatch } from './clock-watch.ts';
import type { CaptureContext } from './context.ts';
import type { DevTools } from './devtools-port.ts';
import type { Doubt } from './doubt.ts';
import type { NetworkRecord } from './network-record.ts';
import { Budget, hasCode, PageSession, StepOver } from './page-session.ts';
import { putPassingText } from './passing-text.ts';
import { extraMs, type CapturePlan, type PlanStep, type StepName } from './plan.ts';
import type { Preview } from './preview.ts';
import { PreviewSheets } from './preview-sheets.ts';
import type { CaptureRecord, CaptureState, StepFacts } from './record.ts';
import { bodies, certificates } from './step-network.ts';
import type { Look } from './second-look.ts';
import { pictureInner } from './step-inner.ts';
import { OverlayHider } from './step-overlays.ts';
import { takeSamples } from './step-samples.ts';
import { scrollThrough, settle } from './step-scroll.ts';
import { pageFacts, pageText } from './step-text.ts';
import { OWN_PICTURE, Tiler } from './step-tiles.ts';
import { domDigest, measure, pageSize, viewportAfter, viewportShot } from './step-view.ts';
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
  /** Configured time servers; none is asked by default. */
  readonly timeSources?: readonly TimeSource[];
  /**
   * Asks for the address once more in a fresh session and says what that was given (`takeLook`); null where it
   * could not be asked. Absent where no second request is wanted.
   */
  readonly lookAgain?: (signal: AbortSignal) => Promise<Look | null>;
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
  /** Every picture in sheets for the check, in memory only: `page`, `without-overlays`, `inner-1` and so on. */
  readonly previews: ReadonlyMap<string, readonly Preview[]>;
}

// Longest wait for a second request, ms.
const SECOND_LOOK_MS = 45_000;

// Steps that need no renderer: they still run where it had to be ended.
const WITHOUT_PAGE: ReadonlySet<StepName> = new Set(['sheets', 'certificates']);

const AS_LARGE_AS_THE_PAGE: ReadonlySet<StepName> = new Set([
  'scroll-through',
  'tiles',
  'inner',
  'without-overlays',
]);

/** Longest that is kept for the steps after one that may take all the time there is. */
const RESERVE_MS = 30_000;

/**
 * Capture the page that a view shows, as the plan says. Never throws for anything the page does: what
 * could not be had is in the outcome. Call it once for each capture, one at a time on a view.
 * @returns the record and its state; a page that wedges is ended by force and the outcome is partial or failed
 * @throws {EvidenceError} what the sink throws, such as STORE_DISK_FULL: then nothing of the capture may be kept
 * @throws {TypeError} the plan has an archive that nobody attested
 */
export async function runCapture(input: CaptureInput): Promise<CaptureOutcome> {
  const archives = input.plan.steps.some(
    ({ name }) => name === 'archive' || name === 'reading-copy',
  );
  if (archives && (input.context.archive === undefined || input.sink.putStream === undefined)) {
    throw new TypeError('"context.archive" and "sink.putStream" expected for an archive, got none');
  }
  return await new Run(input).run();
}

type PutStream = NonNullable<CaptureSink['putStream']>;

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
  readonly #hider: OverlayHider;
  readonly #steps: StepFacts[] = [];
  readonly #clocks: ClockWatch;
  readonly #times: ReturnType<typeof askTimeSources>;
  readonly #startedMs: number;
  readonly #allowed = new Set<StepName>();
  readonly #secrets = new KnownSecrets();
  readonly #grown = (): Promise<Preview | null> => this.#tiler.preview();
  #current: StepName = 'viewport-shot';

  constructor(input: CaptureInput) {
    this.#input = input;
    this.#started = momentOf(input.clock);
    this.#clocks = new ClockWatch(input.clock, this.#started);
    this.#times = askTimeSources(input.timeSources ?? [], input.clock, input.signal);
    this.#startedMs = input.clock.monotonicMs();
    this.#whole = new Budget(input.clock, this.#startedMs + input.plan.wholeMs);
    this.#page = new PageSession(input.devtools, input.signal, this.#whole);
    this.#work = new Work({
      ...input,
      page: this.#page,
      sink: {
        put: (name, mediaType, bytes) => this.#put(name, mediaType, bytes),
        ...(input.sink.putStream === undefined
          ? {}
          : { putStream: this.#streamTo(input.sink.putStream.bind(input.sink)) }),
      },
      tell: (part) => {
        this.#tell(part);
      },
    });
    this.#tiler = new Tiler(this.#work, OWN_PICTURE);
    this.#hider = new OverlayHider(this.#work);
  }

  async run(): Promise<CaptureOutcome> {
    try {
      for (const step of this.#input.plan.steps) await this.#runStep(step);
    } catch (error) {
      if (error instanceof SinkFailure) throw error.cause;
      throw error;
    }
    this.#work.found.preview = await this.#tiler.preview();
    const previews = await this.#previews();
    const timeSources = await this.#times;
    await this.#lookAgain();
    const assembled = await assembleRecord(this.#work, {
      moves: this.#clocks.moves,
      timeSources,
      started: this.#started,
      steps: this.#steps,
      tiles: this.#tiler.done,
      picture: this.#tiler.picture,
      stopped: this.#input.signal.aborted,
    });
    // A stop while it was put together comes to the same.
    const isStopped = this.#input.signal.aborted;
    const record: CaptureRecord = isStopped ? { ...assembled, state: 'stopped' } : assembled;
    return {
      record,
      state: record.state,
      missing: record.missing.map((part) => part.text),
      doubts: record.doubts,
      preview: record.state === 'stopped' ? null : this.#work.found.preview,
      previews: record.state === 'stopped' ? new Map() : previews,
    };
  }

  async #previews(): Promise<ReadonlyMap<string, readonly Preview[]>> {
    const previews = new Map<string, readonly Preview[]>([
      ['page', await this.#tiler.previewSheets()],
      ['without-overlays', await this.#hider.previewSheets()],
    ]);
    const { view } = this.#work.found;
    if (view !== null && this.#tiler.done.taken === 0) {
      const sheets = new PreviewSheets(view.width, view.height);
      await sheets.add(view, 0, 0);
      previews.set('view', await sheets.finish());
    }
    for (const [part, sheets] of this.#work.found.innerSheets)
      previews.set(`inner-${part}`, await sheets.finish());
    return previews;
  }

  async #lookAgain(): Promise<void> {
    const { lookAgain, signal } = this.#input;
    if (lookAgain === undefined || signal.aborted) return;
    const over = AbortSignal.any([signal, AbortSignal.timeout(SECOND_LOOK_MS)]);
    const ended = new Promise<null>((resolve) => {
      over.addEventListener('abort', () => {
        resolve(null);
      });
    });
    try {
      this.#work.trace.second = await Promise.race([lookAgain(over), ended]);
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
    }
    if (this.#work.trace.second === null && !signal.aborted) {
      this.#work.miss('SECOND_LOOK', null, 'The page could not be asked for a second time.');
    }
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

  #streamTo(putStream: PutStream): PutStream {
    return async (name, mediaType, pieces) => {
      // What the source throws is the page's matter; what else is thrown is the sink's.
      const source: { error?: unknown } = {};
      async function* watched(): AsyncGenerator<Uint8Array> {
        try {
          yield* pieces;
        } catch (error) {
          source.error = error;
          throw error;
        }
      }
      try {
        return await putStream(name, mediaType, watched());
      } catch (cause) {
        if (this.#input.signal.aborted) throw stopped();
        throw source.error instanceof Error ? source.error : new SinkFailure(cause);
      }
    };
  }

  #tell(part: CaptureProgress['part']): void {
    const total = this.#input.plan.steps.length;
    this.#input.onProgress({
      step: this.#current,
      done: this.#steps.length,
      total,
      part,
      grown: this.#grown,
    });
  }

  async #runStep(step: PlanStep): Promise<void> {
    this.#current = step.name;
    this.#clocks.look();
    const startedMs = this.#input.clock.monotonicMs();
    const startedAt = this.#input.clock.now();
    const log = (state: StepFacts['state'], reason: string | null): void => {
      this.#clocks.look();
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
    const deadlineMs = step.deadlineMs + this.#allow(step.name);
    const endsMs = nowMs + Math.min(deadlineMs, this.#leftFor(step.name));
    this.#page.use(callMs, new Budget(this.#input.clock, endsMs));
    try {
      await this.#perform(step.name);
      return null;
    } catch (error) {
      return error ?? new Error('nothing was thrown');
    }
  }

  // What takes as long as the page is large leaves some time to what comes after it.
  #leftFor(name: StepName): number {
    const leftMs = this.#whole.leftMs();
    return AS_LARGE_AS_THE_PAGE.has(name) ? leftMs - Math.min(RESERVE_MS, leftMs / 4) : leftMs;
  }

  // A large page gets more time, once for each step, by its size and never by what it does.
  #allow(name: StepName): number {
    const { plan, clock } = this.#input;
    const { found } = this.#work;
    const size = pageSize(found, found.scroll?.heightAfterCss);
    const extra = extraMs(plan, name, size);
    const latestMs = this.#startedMs + plan.large.wholeMs;
    if (extra > 0 && !this.#allowed.has(name)) this.#whole.extend(extra, latestMs);
    this.#allowed.add(name);
    return Math.min(extra, Math.max(0, latestMs - clock.monotonicMs()));
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
        return await work.trace.watchFirst(work.page);
      case 'scroll-through':
        work.found.scroll = await scrollThrough(work);
        return;
      case 'settle':
        return await settle(work);
      case 'samples':
        return await takeSamples(work);
      case 'dom-before':
        dom.beforeTiles = await domDigest(work);
        return await work.trace.watchTiles(work.page);
      case 'tiles':
        return await this.#tiler.run();
      case 'dom-after':
        dom.afterTiles = await domDigest(work);
        return await work.trace.watchEnd(work.page);
      case 'text':
        return await pageText(work);
      case 'facts':
        return await pageFacts(work);
      case 'viewport-after':
        return await viewportAfter(work);
      case 'inner':
        return await pictureInner(work);
      case 'passing-text':
        return await putPassingText(work);
      case 'without-overlays':
        return await this.#hider.run();
      case 'sheets':
        await this.#tiler.finish();
        return await this.#hider.finish();
      case 'certificates':
        return await certificates(work);
      case 'bodies':
        return await bodies(work);
      case 'archive':
        return await archive(work, this.#secrets);
      case 'reading-copy':
        return await readingCopy(work, this.#secrets);
    }
  }
}

function stopped(): EvidenceError {
  return new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got a stop');
}
