import { viewingRefusal } from './authority.ts';
import type { CommandOf, Observation } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { PageRefusal, Pictures } from './events-review.ts';
import { phaseRefusal, phaseUnderWay, recordable, sessionsLeft } from './phases.ts';
import { siteOf } from './site.ts';
import { currentVisit, type InvestigationState, type Visit } from './state.ts';
import { presentForThis } from './two-people.ts';

/** R8, R11, R12, R26: whether pages may be looked at now. */
export function reviewRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const refusal = presentForThis(state, context, 'reviewers') ?? viewingRefusal(state);
  if (refusal !== null) return refusal;
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  if (state.completedAt !== null)
    return refuse('R26', 'the review is finished: no more pages are opened');
  return null;
}

/** R13: the address is on record before it is asked for. R24: every site starts as text. */
export function openAddress(
  state: InvestigationState,
  command: CommandOf<'open-address'>,
  context: DecisionContext,
): Decision {
  // What a page does by itself is recorded whatever else is under way.
  const halted = command.cause === 'page' ? null : busyRefusal(state);
  const refusal = reviewRefusal(state, context) ?? halted;
  if (refusal !== null) return refusal;
  const { visitId, address, cause } = command;
  const number = state.visits.length + 1;
  // A page's own link keeps what was agreed for its site; the use case closes the page when the site is another.
  const pictures = cause === 'typed' ? 'not-loaded' : picturesFor(state, address);
  const started = { visitId, number, address: recordable(state, address), pictures, cause };
  return allow(...sessionsLeft(state, siteOf(address)), { kind: 'visit-started', ...started });
}

/** The same page once more, with or without its pictures. Left is one click for either; right takes both. */
export function loadAgain(
  state: InvestigationState,
  command: CommandOf<'load-again'>,
  context: DecisionContext,
): Decision {
  const refusal = reviewRefusal(state, context) ?? captureRefusal(state);
  if (refusal !== null) return refusal;
  const visit = currentVisit(state);
  if (visit === null) return refuse('R13', 'no page is open');
  const { cause } = command;
  const pictures = picturesNow(state, visit);
  if (cause === 'plain-off' && pictures !== 'plain') {
    return refuse('R24', 'the pictures of this site are not shown plain');
  }
  const asked = cause === 'veiled-on' ? 'veiled' : cause === 'pictures-on' ? 'pictures' : null;
  const given = state.agreed?.visitId === visit.visitId ? state.agreed.what : null;
  if (asked !== null && given !== asked) {
    return refuse(
      'R24',
      asked === 'veiled'
        ? 'both have to agree before pictures are asked for'
        : 'both have to agree once more before pictures are shown plain',
      'CAPTURE_NOT_ATTESTED',
    );
  }
  const address = visit.finalAddress ?? visit.address;
  const next = { ...NEXT, again: pictures }[cause];
  return allow({ kind: 'visit-reloaded', visitId: visit.visitId, address, pictures: next, cause });
}

const NEXT = {
  'veiled-on': 'veiled',
  'pictures-on': 'plain',
  'plain-off': 'veiled',
  'pictures-off': 'not-loaded',
} as const;

/** How the pictures of a visit stand now: what was agreed ends with the sitting. */
export function picturesNow(state: InvestigationState, visit: Visit): Pictures {
  if (state.picturesAgreedAt === null) return 'not-loaded';
  return visit.pictures === 'plain' && state.plainAgreedAt === null ? 'veiled' : visit.pictures;
}

/** R13: what the browser reports is recorded, whoever would rather not. */
export function observe(state: InvestigationState, command: CommandOf<'observe'>): Decision {
  const { observation } = command;
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  if (!state.visits.some((visit) => visit.visitId === observation.visitId)) {
    return refuse('R13', 'there is no such visit');
  }
  return allow(recordableOf(state, observation));
}

/** R23, R24: what a page tried and was refused is counted and recorded. */
export function observeRefusal(
  state: InvestigationState,
  command: CommandOf<'observe-refusal'>,
): Decision {
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  const { what, count } = command;
  const address = command.address === null ? null : refusedAddress(state, what, command.address);
  return allow({ kind: 'page-refused', visitId: state.currentVisitId, what, address, count });
}

/** R14: a concern has a reason. A correction is a new entry (R18). */
export function flag(
  state: InvestigationState,
  command: CommandOf<'flag'>,
  context: DecisionContext,
): Decision {
  const refusal = judgeVisitRefusal(state, command.visitId, context);
  if (refusal !== null) return refusal;
  if (command.reason.trim() === '')
    return refuse('R14', 'a reason has to be given for the concern');
  return allow({ kind: 'concern-flagged', visitId: command.visitId, reason: command.reason });
}

/** Nothing of concern is a result too and stands in the record. */
export function noConcern(
  state: InvestigationState,
  command: CommandOf<'no-concern'>,
  context: DecisionContext,
): Decision {
  const refusal = judgeVisitRefusal(state, command.visitId, context);
  if (refusal !== null) return refusal;
  const visit = state.visits.find((one) => one.visitId === command.visitId);
  if (visit !== undefined && visit.exhibitRefs.length > 0) {
    return refuse('R14', 'an exhibit was kept from this visit, so its reason for concern stays');
  }
  return allow({ kind: 'no-concern', visitId: command.visitId });
}

/** The end of looking: every visit that came to anything has been judged. */
export function completeReview(
  state: InvestigationState,
  _command: CommandOf<'complete-review'>,
  context: DecisionContext,
): Decision {
  const refusal = reviewRefusal(state, context) ?? completeRefusal(state);
  return refusal ?? allow({ kind: 'review-completed' });
}

/** R13: refused before anything was asked for: it stands in the record as tried and refused. */
export function isRefusedUnopened(visit: Visit): boolean {
  return visit.outcome === 'refused' && visit.finalAddress === null && visit.redirects.length === 0;
}

/** R14: whether the two still have to say of a visit if it concerns them. Of nothing there is nothing to say. */
export function waitsForJudgement(visit: Visit): boolean {
  return visit.judgement === 'open' && !isRefusedUnopened(visit);
}

/** What is still to be done before the review is finished. */
export function completeRefusal(state: InvestigationState): Refusal | null {
  if (state.visits.length === 0) return refuse('R13', 'no address has been opened yet');
  const open = state.visits.filter(waitsForJudgement);
  if (open.length > 0) {
    const which = open.map((visit) => visit.number).join(', ');
    return refuse('R14', `say of each visit whether it concerns you: ${which} still open`);
  }
  return busyRefusal(state);
}

/** R23: of a dialogue it is the page's own words, which may be anything. */
function refusedAddress(
  state: InvestigationState,
  what: PageRefusal,
  address: string,
): string | null {
  return what === 'dialogue' && phaseUnderWay(state) !== null ? null : recordable(state, address);
}

/** R23: what a page does while it may be sent to is recorded without queries. */
function recordableOf(state: InvestigationState, observation: Observation): Observation {
  switch (observation.kind) {
    case 'visit-redirected': {
      const [from, to] = [recordable(state, observation.from), recordable(state, observation.to)];
      return { ...observation, from, to };
    }
    case 'visit-committed':
    case 'visit-moved':
      return { ...observation, address: recordable(state, observation.address) };
    default:
      return observation;
  }
}

/** While a capture or a phase of an exception is under way, no other page is opened and nothing is asked. */
export function busyRefusal(state: InvestigationState): Refusal | null {
  return captureRefusal(state) ?? phaseRefusal(state);
}

/** While a capture is under way or to be judged, the page stays. */
export function captureRefusal(state: InvestigationState): Refusal | null {
  if (state.capture === null) return null;
  return state.capture.made === null
    ? refuse('R2', 'a capture is being made')
    : refuse('R2', 'keep or discard the capture first');
}

/** Why this page can't be captured now; null when both may be asked. */
export function proposeCaptureRefusal(
  state: InvestigationState,
  context: DecisionContext,
): Refusal | null {
  return reviewRefusal(state, context) ?? captureRefusal(state) ?? pageRefusal(state, context);
}

/** Why this page can't be captured, whatever became of an earlier capture of it; null when it can. */
export function pageRefusal(state: InvestigationState, context: DecisionContext): Refusal | null {
  const refusal = reviewRefusal(state, context) ?? phaseRefusal(state);
  if (refusal !== null) return refusal;
  const visit = currentVisit(state);
  if (visit === null) return refuse('R2', 'no page is open');
  if (picturesNow(state, visit) === 'veiled') {
    return refuse(
      'R2',
      'nothing is captured while the pictures are veiled: a capture would keep what neither of you has seen',
      'CAPTURE_WHILE_VEILED',
    );
  }
  if (visit.outcome === 'loading') return refuse('R2', 'the page is still loading');
  if (visit.outcome === 'refused' || visit.finalAddress === null)
    return refuse('R2', 'there is no page to capture');
  if (visit.judgement !== 'concern') return refuse('R14', 'say first why this page concerns you');
  return null;
}

function judgeVisitRefusal(
  state: InvestigationState,
  visitId: string,
  context: DecisionContext,
): Refusal | null {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  if (!state.visits.some((visit) => visit.visitId === visitId))
    return refuse('R14', 'there is no such visit');
  if (state.records.length > 0)
    return refuse('R18', 'the record is signed: it can only be superseded');
  return null;
}

/** What was agreed for the site of an address that the page itself leads to. */
function picturesFor(state: InvestigationState, address: string): Pictures {
  const visit = currentVisit(state);
  const site = siteOf(address);
  if (visit === null) return 'not-loaded';
  // No site at all (`mailto:`, `about:blank`): the view is the one that it was, as its pictures are.
  if (site === null) return picturesNow(state, visit);
  return siteOf(visit.finalAddress ?? visit.address) === site
    ? picturesNow(state, visit)
    : 'not-loaded';
}
