import { exceptionStatement } from './attestations.ts';
import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { ExceptionKind } from './events-review.ts';
import { isPhased, phaseRefusal, sessionsEnded, sessionsLeft, sessionsOf } from './phases.ts';
import { siteOf } from './site.ts';
import { currentVisit, type InvestigationState, type SiteException } from './state.ts';
import { presentForThis } from './two-people.ts';
import { busyRefusal, captureRefusal, picturesNow, reviewRefusal } from './visiting.ts';

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
  exception: ExceptionKind,
  context: DecisionContext,
): Refusal | null {
  const refusal = reviewRefusal(state, context) ?? busyRefusal(state);
  if (refusal !== null) return refusal;
  const site = currentSite(state);
  if (site === null) return refuse('R23', 'no page is open');
  if (currentVisit(state)?.outcome === 'loading') return refuse('R23', 'the page is still loading');
  const isOn = exceptionsInForce(state).some(
    (one) => one.site === site && one.exception === exception,
  );
  if (isOn) return refuse('R23', 'this is agreed for this site already');
  return besideRefusal(state, exception, site) ?? pageRefusalOf(state, exception, site);
}

/** What is sent to while logged in is no longer only read: these exclude each other. */
function besideRefusal(
  state: InvestigationState,
  exception: ExceptionKind,
  site: string,
): Refusal | null {
  const isOn = (kind: ExceptionKind): boolean =>
    exceptionsInForce(state).some((one) => one.site === site && one.exception === kind);
  if (exception === 'viewing-account' && isOn('script-posts')) {
    return refuse(
      'R23',
      'this site’s scripts may send now, and nothing may be posted while logged in: end that exception first',
    );
  }
  if (exception === 'script-posts' && isOn('viewing-account'))
    return refuse('R23', 'you are logged in to this site, and nothing may be posted while you are');
  if (exception === 'consent-banner' && isOn('viewing-account')) {
    return refuse(
      'R23',
      'you are logged in to this site, and nothing may be posted while you are: end the log-in, dismiss the notice, then log in again',
    );
  }
  return null;
}

/** Why nobody could type or click in this page, or should not. */
function pageRefusalOf(
  state: InvestigationState,
  exception: ExceptionKind,
  site: string,
): Refusal | null {
  if (!isPhased(exception)) return null;
  const visit = currentVisit(state);
  if (visit !== null && picturesNow(state, visit) === 'veiled')
    return refuse('R23', 'nobody can type or click in a veiled page');
  if (exception === 'viewing-account' && !site.startsWith('https://') && !LOOPBACK.test(site))
    return refuse('R23', 'this page is not encrypted: a password could be read on its way');
  return null;
}

/** Reached in a demonstration only. */
const LOOPBACK = /^http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/u;

/** R23: ask both; nothing but reading is possible before each has agreed. */
export function proposeException(
  state: InvestigationState,
  command: CommandOf<'propose-exception'>,
  context: DecisionContext,
): Decision {
  const { agreementId, exception, account } = command;
  const refusal = exceptionRefusal(state, exception, context);
  if (refusal !== null) return refusal;
  if ((account !== null) !== (exception === 'viewing-account') || account?.trim() === '')
    return refuse('R23', 'a log-in needs the name of the school’s account, and nothing else does');
  const site = currentSite(state);
  const visitId = currentVisit(state)?.visitId;
  if (site === null || visitId === undefined) return refuse('R23', 'no page is open');
  const asked = { agreementId, visitId };
  const statement = exceptionStatement(exception, account);
  return allow(
    { kind: 'agreement-proposed', ...asked, what: 'exception', statement },
    { kind: 'exception-asked', ...asked, exception, site, account },
  );
}

/** R23: what both agreed to begins, on the page they were asked about. */
export function beginException(
  state: InvestigationState,
  _command: CommandOf<'begin-exception'>,
  context: DecisionContext,
): Decision {
  const refusal = reviewRefusal(state, context) ?? captureRefusal(state) ?? phaseRefusal(state);
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
  const { agreementId, exception, site, account } = asked;
  const beside = besideRefusal(state, exception, site);
  if (beside !== null) return beside;
  const begun = { agreementId, exception, site, account };
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
  const found = exceptionsInForce(state).find((one) => one.agreementId === agreementId);
  if (found === undefined) return refuse('R23', 'there is no such exception in force');
  if (!isPhased(found.exception))
    return allow({ kind: 'exception-ended', agreementId, how: 'asked' });
  // Its page is loaded again without its session: not while that page is captured, or its phase has an end of its own.
  const busy = busyRefusal(state);
  return busy ?? allow(...sessionsEnded(state, found.site, 'asked'));
}

/** R23: a page led to another site by itself: what continued for its site ends. Nobody is asked. */
export function leaveSite(
  state: InvestigationState,
  { address }: CommandOf<'leave-site'>,
): Decision {
  if (state.sitting === null) return refuse('R8', 'no sitting has been opened', 'SITTING_NONE');
  return allow(...sessionsLeft(state, siteOf(address)));
}

/** The site whose session a view of this address continues; null where it has a session of its own. */
export function sessionFor(state: InvestigationState, address: string): string | null {
  const site = siteOf(address);
  return sessionsOf(state, site).length > 0 ? site : null;
}
