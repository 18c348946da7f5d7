import { nextPartRef } from '#src/exhibit/exhibit-ref.ts';
import { STATEMENTS } from './attestations.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { PartMark } from './events-review.ts';
import type { Exhibit, InvestigationState } from './state.ts';
import { presentForThis, signedForThis } from './two-people.ts';

/** Most device px of one part. */
export const MAX_PART_PX = 16_777_216;
/** Most parts of one exhibit. */
export const MAX_PARTS = 50;

/** R8, R18: whether the two may mark parts now: both reviewers, until the record is signed. */
export function markRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  if (state.records.length > 0 || state.signatureGiven !== null)
    return refuse('R18', 'the record is signed: no more parts are marked');
  return null;
}

/** R8, R18: whether these two may open an exhibit to mark parts of it, by their passphrases. */
export function openToMarkRefusal(
  state: InvestigationState,
  context: DecisionContext,
): Refusal | null {
  return (
    presentForThis(state, context, 'reviewers') ??
    signedForThis(state, context, 'reviewers') ??
    markRefusal(state, context)
  );
}

/** Whether another part of this exhibit may be marked. */
export function anotherPartRefusal(state: InvestigationState, parentId: string): Refusal | null {
  if (!state.exhibits.some(({ exhibitId }) => exhibitId === parentId))
    return refuse('R16', 'there is no such exhibit', 'CAPTURE_UNKNOWN');
  const parts = state.parts.filter((part) => part.parentId === parentId);
  return parts.length < MAX_PARTS
    ? null
    : refuse('R16', `an exhibit has at most ${MAX_PARTS} marked parts`);
}

/** P14: ask both for a part of a recorded picture, with what stands there. */
export function proposePart(
  state: InvestigationState,
  command: CommandOf<'propose-part'>,
  context: DecisionContext,
): Decision {
  const { agreementId, parentId, mark, digest, picture } = command;
  const refusal =
    markRefusal(state, context) ??
    anotherPartRefusal(state, parentId) ??
    boxRefusal(mark, picture) ??
    saidRefusal(mark);
  if (refusal !== null) return refusal;
  const parent = exhibitOf(state, parentId);
  if (parent === null) return refuse('R16', 'there is no such exhibit', 'CAPTURE_UNKNOWN');
  const { visitId } = parent;
  return allow(
    { kind: 'agreement-proposed', agreementId, what: 'part', visitId, statement: STATEMENTS.part },
    { kind: 'part-marked', agreementId, parentId, mark, digest },
  );
}

/** Both agreed: it is kept under the next reference of its whole, exactly as both were asked. */
export function keepPart(
  state: InvestigationState,
  command: CommandOf<'keep-part'>,
  context: DecisionContext,
): Decision {
  const refusal = markRefusal(state, context);
  if (refusal !== null) return refusal;
  const { agreed, marked } = state;
  if (agreed?.what !== 'part' || marked === null || marked.agreementId !== agreed.agreementId)
    return refuse('R2', 'both have to agree before a part is kept', 'CAPTURE_NOT_ATTESTED');
  const [first, second] = Object.keys(agreed.given);
  const parent = exhibitOf(state, marked.parentId);
  if (first === undefined || second === undefined || parent === null)
    return refuse('R16', 'there is no such exhibit', 'CAPTURE_UNKNOWN');
  const { file, exhibitId, markedAt } = command;
  if (file.digest !== marked.digest)
    return refuse('R16', 'what is kept is not what both agreed to', 'DIGEST_MISMATCH');
  const { captureId, exhibitRef: parentRef, producerId } = parent;
  const taken = state.parts.map(({ exhibitRef }) => exhibitRef);
  return allow({
    ...{ kind: 'part-kept', exhibitId, exhibitRef: nextPartRef(parentRef, taken), captureId },
    ...{ parentId: parent.exhibitId, parentRef, producerId, markedAt },
    ...{ agreementId: agreed.agreementId, personIds: [first, second], mark: marked.mark },
    ...{ digest: file.digest, sizeBytes: file.sizeBytes, files: [file] },
  });
}

function exhibitOf(state: InvestigationState, exhibitId: string): Exhibit | null {
  return state.exhibits.find((one) => one.exhibitId === exhibitId) ?? null;
}

function boxRefusal(
  { px, parents }: PartMark,
  picture: CommandOf<'propose-part'>['picture'],
): Refusal | null {
  if (px.width < 1 || px.height < 1) return refuse('R16', 'the part has to have a size');
  if (px.x + px.width > picture.width || px.y + px.height > picture.height)
    return refuse('R16', 'the part has to lie inside the recorded picture');
  if (px.width * px.height > MAX_PART_PX)
    return refuse('R16', 'the part is too large: mark a smaller one');
  return parents.length > 0 ? null : refuse('R16', 'nothing was pictured there');
}

function saidRefusal({ username, displayName, shownAt, said, why }: PartMark): Refusal | null {
  if (why.trim() === '') return refuse('R14', 'say why this part is marked');
  const texts = [username, displayName, shownAt, said];
  return texts.some((text) => text.trim() !== '')
    ? null
    : refuse('R16', 'write down at least one thing that stands there');
}
