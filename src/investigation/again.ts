import { STATEMENTS } from './attestations.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext } from './decision.ts';
import type { EventOf } from './events.ts';
import { currentVisit, type CaptureUnderWay, type InvestigationState } from './state.ts';
import { pageRefusal } from './visiting.ts';

/** Doubts for which there is a second picture, of the page without what lies over it. */
const OVER_THE_PAGE: ReadonlySet<string> = new Set(['OVERLAY', 'CONSENT']);

/** Why a capture that was discarded for another with two pictures is not kept. */
const CAPTURED_AGAIN = 'Captured again, with what lies over the page hidden for a second picture.';

/** Whether a capture that waits to be judged may be made again with what lies over the page hidden as well. */
export function mayHideOverlays({ made, overlays }: CaptureUnderWay): boolean {
  return made !== null && !overlays && made.doubts.some(({ code }) => OVER_THE_PAGE.has(code));
}

/** R2: ask both for a second picture, which takes a capture of its own and a script of ours in the page. */
export function proposeAgain(
  state: InvestigationState,
  command: CommandOf<'propose-again'>,
  context: DecisionContext,
): Decision {
  const refusal = pageRefusal(state, context);
  if (refusal !== null) return refusal;
  const { capture } = state;
  const { agreementId, captureId } = command;
  if (capture === null || capture.made === null || capture.captureId !== captureId) {
    return refuse('R2', 'there is no such capture to make again', 'CAPTURE_UNKNOWN');
  }
  if (!mayHideOverlays(capture)) return refuse('R2', 'nothing over the page is in doubt');
  const { visitId } = capture;
  if (visitId !== currentVisit(state)?.visitId) {
    return refuse('R2', 'another page is open than the one that was captured');
  }
  const statement = STATEMENTS.overlays;
  return allow({ kind: 'agreement-proposed', agreementId, what: 'overlays', visitId, statement });
}

/** What becomes of the capture that both agreed to make again; null where that isn't what they agreed to. */
export function againBegun(state: InvestigationState): EventOf<'capture-discarded'> | null {
  const { agreed, capture } = state;
  if (agreed?.what !== 'overlays' || capture === null || !mayHideOverlays(capture)) return null;
  return { kind: 'capture-discarded', captureId: capture.captureId, reason: CAPTURED_AGAIN };
}
