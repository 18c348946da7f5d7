import { EvidenceError } from '#src/core/errors.ts';
import type { App } from '../app.ts';
import { pause } from '../leave.ts';
import { loadPageAgain } from '../load-again.ts';
import { makeCapture } from '../make-capture.ts';
import { keepMarked } from '../marking.ts';
import { beginPhase } from '../phase.ts';
import { record } from '../recording.ts';
import type { UseCase } from '../use-case.ts';

/** One of the two agrees by their own sitting code; with the second, what was agreed happens. */
export const agree: UseCase<'agreement.agree'> = async (app, { half, sittingCode }) => {
  const sitting = app.sitting();
  const personId = sitting.personIds[half === 'first' ? 0 : 1];
  if (app.investigation().folded.state.agreement === null) {
    throw new EvidenceError('COMMAND_REFUSED', 'nothing is waiting for an agreement');
  }
  const checked = sitting.checkCode(half, sittingCode);
  if (checked !== 'right') {
    app.live.lastWrongHalf = half;
    record(app, { kind: 'give-wrong-code', personId });
    if (checked === 'third-wrong') pause(app, 'wrong-codes');
    throw new EvidenceError(
      'SITTING_CODE_WRONG',
      'sitting code expected this person’s, got another',
    );
  }
  app.live.lastWrongHalf = null;
  record(app, { kind: 'agree', personId }, { signerIds: [personId] });
  await whenAgreed(app);
  return {};
};

async function whenAgreed(app: App): Promise<void> {
  const { state } = app.investigation().folded;
  if (state.agreed?.what === 'capture' || state.agreed?.what === 'overlays') {
    // The screen shows its progress; who agreed need not wait for it.
    void makeCapture(app);
    return;
  }
  switch (state.agreed?.what) {
    case 'part':
      await keepMarked(app);
      return;
    case 'exception':
      // In a new view, from the start: what was refused before is asked for again.
      record(app, { kind: 'begin-exception' });
      await beginPhase(app);
      return;
    case 'veiled':
      await loadPageAgain(app, 'veiled-on');
      return;
    case 'pictures':
      await loadPageAgain(app, 'pictures-on');
      return;
    default:
  }
}
