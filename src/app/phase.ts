import { failure } from '#src/core/result.ts';
import type { CommandOf } from '#src/investigation/commands.ts';
import { PHASE_MS, phaseUnderWay } from '#src/investigation/phases.ts';
import { bareAddress } from '#src/investigation/site.ts';
import { allowExceptions } from './allow-exceptions.ts';
import type { App } from './app.ts';
import { closePage } from './close-page.ts';
import { loadPageAgain } from './load-again.ts';
import { record } from './recording.ts';

const TICK_MS = 1000;
/** How many addresses are named in its entry; what was sent beyond them is counted. */
const MAX_LISTED = 50;
const MAX_ADDRESS = 2_000;

/** A phase under way: its clock, and what it has let through so far. */
export interface Phase {
  readonly agreementId: string;
  /** On the monotonic clock. */
  readonly endsMs: number;
  readonly sent: Map<
    string,
    { readonly method: string; readonly address: string; readonly count: number }
  >;
  more: number;
}

/** Start the clock of the phase that both have just agreed to, and load its page in the session that will continue. */
export async function beginPhase(app: App): Promise<void> {
  const under = phaseUnderWay(app.investigation().folded.state);
  if (under !== null) {
    const endsMs = app.ports.clock.monotonicMs() + PHASE_MS[under.exception];
    const phase: Phase = { agreementId: under.agreementId, endsMs, sent: new Map(), more: 0 };
    app.live.phase = phase;
    tick(app, phase);
  }
  await loadPageAgain(app, 'again');
}

/** Whole seconds until the phase under way ends; null where none is. */
export function secondsLeft({ live, ports }: App): number | null {
  if (live.phase === null) return null;
  return Math.max(0, Math.ceil((live.phase.endsMs - ports.clock.monotonicMs()) / 1000));
}

/** Count a request that the phase let through, by address without query; nothing else of it is kept. */
export function countSent(app: App, method: string, address: string): void {
  const { phase } = app.live;
  if (phase === null) return;
  const bare = bareAddress(address).slice(0, MAX_ADDRESS).toWellFormed();
  const key = `${method} ${bare}`;
  const known = phase.sent.get(key);
  if (known === undefined && phase.sent.size >= MAX_LISTED) phase.more += 1;
  else phase.sent.set(key, { method, address: bare, count: (known?.count ?? 0) + 1 });
}

/**
 * End the phase: from here on nothing is sent. Then the page is loaded anew, with the session where it did
 * what it was for, in a fresh one where not.
 * @throws {EvidenceError} INVESTIGATION_REFUSED - none is under way, or which button is not said
 */
export async function endPhase(
  app: App,
  how: CommandOf<'end-phase'>['how'],
  pressed: CommandOf<'end-phase'>['pressed'],
): Promise<void> {
  const phase = app.live.phase;
  const requests = [...(phase?.sent.values() ?? [])];
  const said = { how, pressed, requests, more: phase?.more ?? 0 };
  record(app, { kind: 'end-phase', agreementId: phase?.agreementId ?? '', ...said });
  app.live.phase = null;
  allowExceptions(app);
  await loadPageAgain(app, 'again');
}

function tick(app: App, phase: Phase): void {
  app.ports.scheduler.after(TICK_MS, () => {
    if (app.live.phase !== phase) return;
    if (phase.endsMs > app.ports.clock.monotonicMs()) {
      tick(app, phase);
      app.changed();
      return;
    }
    void timeIsUp(app);
  });
}

/** Whatever fails, nothing more is sent: where the end can't even be recorded, the page is gone. */
async function timeIsUp(app: App): Promise<void> {
  app.ports.browser.allow([]);
  const check = app.stillWanted();
  try {
    await endPhase(app, 'time', null);
  } catch (error) {
    try {
      check();
    } catch {
      return;
    }
    closePage(app);
    const { code, message } = failure(error).error;
    app.live.notice = { code, message, at: app.now(), safe: 'The page was closed.' };
  }
  app.changed();
}
