import type { CommandOf } from './commands.ts';
import { allow, refuse, type Decision, type DecisionContext, type Refusal } from './decision.ts';
import type { ExceptionKind } from './events-review.ts';
import type { EventOf } from './events.ts';
import { bareAddress } from './site.ts';
import type { InvestigationState, SiteException } from './state.ts';
import { presentForThis } from './two-people.ts';

/** How long a phase may last at most, milliseconds. */
export const PHASE_MS = { 'viewing-account': 300_000, 'consent-banner': 120_000 } as const;

/** Exceptions with a phase of their own, whose session continues after it. */
export type PhasedKind = keyof typeof PHASE_MS;

/** Whether this kind of exception has a phase, and a session that continues. */
export function isPhased(kind: ExceptionKind): kind is PhasedKind {
  return Object.hasOwn(PHASE_MS, kind);
}

/** The exception whose phase is under way; null where none is. There is never more than one. */
export function phaseUnderWay(
  state: Pick<InvestigationState, 'exceptions'>,
): (SiteException & { readonly exception: PhasedKind }) | null {
  for (const one of state.exceptions) {
    const { exception, phase, endedAt } = one;
    if (isPhased(exception) && endedAt === null && phase?.ended === null)
      return { ...one, exception };
  }
  return null;
}

/** R23: nothing else is done with the page while it may be sent to; above all it can't be captured. */
export function phaseRefusal(state: InvestigationState): Refusal | null {
  const phase = phaseUnderWay(state);
  if (phase === null) return null;
  return phase.exception === 'viewing-account'
    ? refuse('R23', 'a log-in is under way: say first that you are logged in, or give up')
    : refuse('R23', 'a notice is being dismissed: say first that it is gone, or give up');
}

/** An address as it may be recorded now: without its query while a phase is under way. */
export function recordable(state: InvestigationState, address: string): string {
  return phaseUnderWay(state) === null ? address : bareAddress(address);
}

/** R23: the exceptions of a site whose session continues from view to view. */
export function sessionsOf(
  state: Pick<InvestigationState, 'exceptions'>,
  site: string | null,
): readonly SiteException[] {
  return state.exceptions.filter(
    (one) => isPhased(one.exception) && one.endedAt === null && one.site === site,
  );
}

/** A site has one session: what ends it ends every exception that it was for. */
export function sessionsEnded(
  state: InvestigationState,
  site: string,
  how: EventOf<'exception-ended'>['how'],
): readonly EventOf<'exception-ended'>[] {
  return sessionsOf(state, site).map(({ agreementId }) => ({
    ...{ kind: 'exception-ended', agreementId, how },
  }));
}

/** R23: another site than theirs is opened: every session that continues ends. Not in a phase: the page can't leave then. */
export function sessionsLeft(
  state: InvestigationState,
  site: string | null,
): readonly EventOf<'exception-ended'>[] {
  if (site === null || phaseUnderWay(state) !== null) return [];
  const others = new Set(
    state.exceptions
      .filter((one) => isPhased(one.exception) && one.endedAt === null && one.site !== site)
      .map((one) => one.site),
  );
  return [...others].flatMap((other) => sessionsEnded(state, other, 'site'));
}

/** R23: the phase ends, by either of the two or by its time; unless it did what it was for, the session ends too. */
export function endPhase(
  state: InvestigationState,
  { kind: _kind, ...ended }: CommandOf<'end-phase'>,
  context: DecisionContext,
): Decision {
  // Time asks nobody.
  const absent = ended.how === 'time' ? null : presentForThis(state, context, 'reviewers');
  if (absent !== null) return absent;
  const phase = phaseUnderWay(state);
  if (phase?.agreementId !== ended.agreementId)
    return refuse('R23', 'nothing of the kind is under way');
  const mustSay = phase.exception === 'consent-banner' && ended.how === 'done';
  if (mustSay && ended.pressed === null)
    return refuse('R23', 'say which of its buttons you pressed');
  if (!mustSay && ended.pressed !== null) return refuse('R23', 'no button is asked about here');
  const requests = ended.requests.map((one) => ({ ...one, address: bareAddress(one.address) }));
  return allow(
    { ...ended, kind: 'exception-phase-ended', requests },
    ...(ended.how === 'done' ? [] : sessionsEnded(state, phase.site, 'phase')),
  );
}
