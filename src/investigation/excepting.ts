import { STATEMENTS } from './attestations.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { ExceptionKind } from './events-review.ts';
import { currentVisit, type InvestigationState, type SiteException } from './state.ts';
import { presentForThis } from './two-people.ts';
import { captureRefusal, reviewRefusal, siteOf } from './visiting.ts';

/** The site of the page that is open; null where none is. */
export function currentSite(state: InvestigationState): string | null {
  const address = currentVisit(state)?.finalAddress ?? null;
  return address === null ? null : siteOf(address);
}

/** The exceptions in force, of every site. */
export function exceptionsInForce(state: InvestigationState): readonly SiteException[] {
  return state.exceptions.filter(({ endedAt }) => endedAt === null);
}

/** R23: why both can't be asked for an exception for this page's site; null when they can. */
export function exceptionRefusal(
  state: InvestigationState,
  exception: ExceptionKind | null,
  context: DecisionContext,
): Refusal | null {
  const refusal = reviewRefusal(state, context) ?? captureRefusal(state);
  if (refusal !== null) return refusal;
  const site = currentSite(state);
  if (site === null) return refuse('R23', 'no page is open');
  if (currentVisit(state)?.outcome === 'loading') return refuse('R23', 'the page is still loading');
  const isOn = exceptionsInForce(state).some(
    (one) => one.site === site && one.exception === exception,
  );
  return isOn ? refuse('R23', 'this is agreed for this site already') : null;
}

/** R23: ask both; nothing but reading is possible before each has agreed. */
export function proposeException(
  state: InvestigationState,
  command: CommandOf<'propose-exception'>,
  context: DecisionContext,
): Decision {
  const { agreementId, exception } = command;
  const refusal = exceptionRefusal(state, exception, context);
  if (refusal !== null) return refusal;
  const site = currentSite(state);
  const visitId = currentVisit(state)?.visitId;
  if (site === null || visitId === undefined) return refuse('R23', 'no page is open');
  const asked = { agreementId, visitId };
  return allow(
    { kind: 'agreement-proposed', ...asked, what: 'exception', statement: STATEMENTS[exception] },
    { kind: 'exception-asked', ...asked, exception, site },
  );
}

/** R23: what both agreed to begins, on the page they were asked about. */
export function beginException(
  state: InvestigationState,
  _command: CommandOf<'begin-exception'>,
  context: DecisionContext,
): Decision {
  const refusal = reviewRefusal(state, context) ?? captureRefusal(state);
  if (refusal !== null) return refusal;
  const { agreed, exceptionAsked: asked } = state;
  const isAgreed =
    asked !== null &&
    agreed?.what === 'exception' &&
    agreed.agreementId === asked.agreementId &&
    agreed.visitId === state.currentVisitId &&
    currentSite(state) === asked.site;
  const [first, second] = Object.keys(agreed?.given ?? {});
  if (!isAgreed || first === undefined || second === undefined)
    return refuse('R23', 'both have to agree to an exception first', 'CAPTURE_NOT_ATTESTED');
  const { agreementId, exception, site } = asked;
  const begun = { agreementId, exception, site };
  return allow({ kind: 'exception-begun', ...begun, personIds: [first, second] });
}

/** Either ends it, with one click. */
export function endException(
  state: InvestigationState,
  { agreementId }: CommandOf<'end-exception'>,
  context: DecisionContext,
): Decision {
  const refusal = presentForThis(state, context, 'reviewers');
  if (refusal !== null) return refusal;
  const isOn = exceptionsInForce(state).some((one) => one.agreementId === agreementId);
  if (!isOn) return refuse('R23', 'there is no such exception in force');
  return allow({ kind: 'exception-ended', agreementId });
}
