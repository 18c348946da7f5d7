import { nextExhibitRef, type ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import { againBegun } from './again.ts';
import { archiveBegun } from './archiving.ts';
import { STATEMENTS } from './attestations.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import { markRefusal } from './marking.ts';
import { currentVisit, type Agreement, type InvestigationState } from './state.ts';
import { presentForThis, signedForThis } from './two-people.ts';
import {
  busyRefusal,
  pageRefusal,
  picturesNow,
  proposeCaptureRefusal,
  reviewRefusal,
} from './visiting.ts';

/** R1, R2: ask both; nothing is loaded or kept before each has agreed. */
export function propose(
  state: InvestigationState,
  command: CommandOf<'propose'>,
  context: DecisionContext,
): Decision {
  const { agreementId, what } = command;
  const refusal =
    what === 'capture'
      ? proposeCaptureRefusal(state, context)
      : proposePicturesRefusal(state, what, context);
  if (refusal !== null) return refusal;
  const visitId = currentVisit(state)?.visitId;
  if (visitId === undefined) return refuse('R2', 'no page is open');
  const twice = what === 'capture' && command.secondLook === true;
  const statement = STATEMENTS[twice ? 'capture-asked-twice' : what];
  return allow(
    { kind: 'agreement-proposed', agreementId, what, visitId, statement },
    ...(twice ? [{ kind: 'second-look-asked', agreementId, visitId } as const] : []),
  );
}

/** R24: not loaded, then veiled, then plain: one step at a time, each agreed by both. */
function proposePicturesRefusal(
  state: InvestigationState,
  what: 'veiled' | 'pictures',
  context: DecisionContext,
): Refusal | null {
  const refusal = reviewRefusal(state, context) ?? busyRefusal(state);
  if (refusal !== null) return refusal;
  const visit = currentVisit(state);
  if (visit === null) return refuse('R24', 'no page is open');
  if (visit.finalAddress === null) return refuse('R24', 'there is no page yet');
  const pictures = picturesNow(state, visit);
  if (pictures === 'plain') return refuse('R24', 'the pictures of this site are shown already');
  if (what === 'veiled')
    return pictures === 'veiled' ? refuse('R24', 'they are shown veiled already') : null;
  return pictures === 'veiled' ? null : refuse('R24', 'look at the pictures veiled first');
}

/** R2, R8: one of the two agrees; the caller has proved by that person's own code who it is. */
export function agree(
  state: InvestigationState,
  command: CommandOf<'agree'>,
  context: DecisionContext,
): Decision {
  const refusal =
    state.agreement?.what === 'part' ? markRefusal(state, context) : reviewRefusal(state, context);
  if (refusal !== null) return refusal;
  const waiting = waitingFor(state, command.personId, context);
  if (!waiting.ok) return waiting;
  const { agreement } = waiting;
  if (!context.signerIds.includes(command.personId)) {
    return refuse('R8', 'each gives their own sitting code', 'SITTING_CODE_WRONG');
  }
  if (Object.hasOwn(agreement.given, command.personId))
    return refuse('R8', 'this person has agreed already');
  return allow({
    kind: 'agreement-given',
    agreementId: agreement.agreementId,
    personId: command.personId,
  });
}

/** R15: a wrong code is an entry. */
export function giveWrongCode(
  state: InvestigationState,
  command: CommandOf<'give-wrong-code'>,
  context: DecisionContext,
): Decision {
  const waiting = waitingFor(state, command.personId, context);
  if (!waiting.ok) return waiting;
  const { what } = waiting.agreement;
  return allow({ kind: 'sitting-code-wrong', personId: command.personId, what });
}

/** A half can be taken back until the other is given. */
export function takeBack(
  state: InvestigationState,
  command: CommandOf<'take-back'>,
  context: DecisionContext,
): Decision {
  const waiting = waitingFor(state, command.personId, context);
  if (!waiting.ok) return waiting;
  const { agreement } = waiting;
  if (!Object.hasOwn(agreement.given, command.personId)) {
    return refuse('R2', 'this person has not agreed to anything');
  }
  return allow({
    kind: 'agreement-taken-back',
    agreementId: agreement.agreementId,
    personId: command.personId,
  });
}

/** Not agreeing needs nobody's agreement. */
export function dropAgreement(
  state: InvestigationState,
  _command: CommandOf<'drop-agreement'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  const agreement = state.agreement ?? state.agreed ?? state.archive;
  if (agreement === null) return refuse('R2', 'nothing is waiting for an agreement');
  return allow({ kind: 'agreement-dropped', agreementId: agreement.agreementId });
}

/** R1, R2: a capture exists only after both attested for this very page. */
export function startCapture(
  state: InvestigationState,
  command: CommandOf<'start-capture'>,
  context: DecisionContext,
): Decision {
  const { agreed } = state;
  const again = againBegun(state);
  const refusal =
    again === null ? proposeCaptureRefusal(state, context) : pageRefusal(state, context);
  if (refusal !== null) return refusal;
  const visit = currentVisit(state);
  const attested = agreed?.what === 'capture' || again !== null;
  if (visit === null || agreed === null || !attested || agreed.visitId !== visit.visitId) {
    return refuse('R2', 'both have to agree before a capture is made', 'CAPTURE_NOT_ATTESTED');
  }
  const { visitId } = visit;
  const pictures = picturesNow(state, visit) === 'plain';
  const address = visit.finalAddress ?? visit.address;
  const { captureId } = command;
  const { agreementId } = agreed;
  const archive = archiveBegun(state, captureId);
  return allow(
    ...(again === null ? [] : [again]),
    { kind: 'capture-started', captureId, visitId, agreementId, address, pictures },
    ...(archive === null ? [] : [archive]),
  );
}

/** What came of it; nothing is an exhibit yet. */
export function finishCapture(
  state: InvestigationState,
  command: CommandOf<'finish-capture'>,
): Decision {
  const { capture } = state;
  if (capture === null || capture.made !== null)
    return refuse('R2', 'no capture is being made', 'CAPTURE_UNKNOWN');
  const { state: came, missing, doubts, digest, sizeBytes } = command;
  return allow({
    kind: 'capture-made',
    captureId: capture.captureId,
    state: came,
    missing,
    doubts,
    digest,
    sizeBytes,
  });
}

/** R16, R17: both keep it as it is, every doubtful point answered. It gets the next reference of its producer. */
export function keepCapture(
  state: InvestigationState,
  command: CommandOf<'keep-capture'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  const { capture } = state;
  if (capture === null || capture.made === null || capture.captureId !== command.captureId) {
    return refuse('R2', 'there is no such capture to keep', 'CAPTURE_UNKNOWN');
  }
  const { made } = capture;
  for (const doubt of made.doubts) {
    const answer = command.answers.find((one) => one.doubtId === doubt.doubtId);
    if (answer === undefined || answer.reason.trim() === '') {
      return refuse('R17', 'every doubtful point has to be answered first');
    }
    if (!answer.keep)
      return refuse('R17', 'a point that matters means: discard it and capture again');
  }
  const exhibitRef = refOfNew(state, command.producerId, context);
  if (exhibitRef === null)
    return refuse('R17', 'the producer is not one of the two', 'VAULT_PERSON_UNKNOWN');
  const { captureId, exhibitId, producerId, capturedAt, files } = command;
  const { visitId, address } = capture;
  const { state: came, missing, digest, sizeBytes } = made;
  const answers = command.answers.map(({ doubtId, reason }) => ({ doubtId, reason }));
  const exhibit = {
    captureId,
    exhibitId,
    exhibitRef,
    producerId,
    visitId,
    address,
    capturedAt,
    state: came,
  };
  return allow({ kind: 'capture-kept', ...exhibit, missing, answers, digest, sizeBytes, files });
}

/** Either reviewer's doubt is enough; that it was made stays in the record. */
export function discardCapture(
  state: InvestigationState,
  command: CommandOf<'discard-capture'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  const { capture } = state;
  if (capture === null || capture.made === null || capture.captureId !== command.captureId) {
    return refuse('R2', 'there is no such capture to discard', 'CAPTURE_UNKNOWN');
  }
  if (command.reason.trim() === '') return refuse('R14', 'say why it is not kept');
  return allow({ kind: 'capture-discarded', captureId: command.captureId, reason: command.reason });
}

/** It could not be made: on record, never silently absent. */
export function failCapture(
  state: InvestigationState,
  command: CommandOf<'fail-capture'>,
): Decision {
  const { capture } = state;
  if (capture === null) return refuse('R2', 'no capture is under way', 'CAPTURE_UNKNOWN');
  const { code, detail } = command;
  return allow({ kind: 'capture-failed', captureId: capture.captureId, code, detail });
}

/** Cancelled, or the sitting paused: what was made can be opened by nobody. */
export function stopCapture(
  state: InvestigationState,
  command: CommandOf<'stop-capture'>,
): Decision {
  const { capture } = state;
  if (capture === null) return refuse('R2', 'no capture is under way', 'CAPTURE_UNKNOWN');
  return allow({ kind: 'capture-stopped', captureId: capture.captureId, by: command.by });
}

/** An exhibit is looked at by both, each with their own passphrase, and that is recorded (R8, R15). */
export function lookAtExhibit(
  state: InvestigationState,
  command: CommandOf<'look-at-exhibit'>,
  context: DecisionContext,
): Decision {
  const refusal =
    presentForThis(state, context, 'authorised') ?? signedForThis(state, context, 'authorised');
  if (refusal !== null) return refusal;
  const exhibit = [...state.exhibits, ...state.parts].find(
    (one) => one.exhibitId === command.exhibitId,
  );
  if (exhibit === undefined) return refuse('R15', 'there is no such exhibit', 'CAPTURE_UNKNOWN');
  const { exhibitId, exhibitRef } = exhibit;
  return allow({ kind: 'exhibit-viewed', exhibitId, exhibitRef, personIds: context.signerIds });
}

/** What waits for both, for one of the two who are signed in; else why this person has no part in it. */
function waitingFor(
  state: InvestigationState,
  personId: string,
  context: DecisionContext,
): { readonly ok: true; readonly agreement: Agreement } | Refusal {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  if (context.sitting?.personIds.includes(personId) !== true)
    return refuse('R8', 'only the two who are signed in can agree', 'VAULT_NOT_AUTHORISED');
  const { agreement } = state;
  if (agreement === null) return refuse('R2', 'nothing is waiting for an agreement');
  return { ok: true, agreement };
}

/** `ABC/1`: the producer's initials and a running number across the investigation. */
function refOfNew(
  { facts, exhibits }: InvestigationState,
  producerId: string,
  context: DecisionContext,
): ExhibitRef | null {
  const producer = context.people.get(producerId);
  if (producer === undefined || facts?.reviewerIds.includes(producerId) !== true) return null;
  // Counted by initials, so that two people who share them can never give one reference twice.
  const taken = exhibits.map(({ exhibitRef }) => exhibitRef);
  return nextExhibitRef(producer.initials, taken);
}
