import type { InvestigationSummary, SignInHalfView, SignInView } from '#src/contract/views.ts';
import type { InvestigationFacts } from '#src/vault/investigation-keys.ts';
import { renewalDue } from '#src/vault/release-key.ts';
import type { App } from '../app.ts';
import type { Paused, SigningIn } from '../app-state.ts';
import { eligible, startRefusal } from '../signing-in.ts';
import { personView } from './person.ts';

const PAUSE_WORDS: Readonly<Record<Paused['reason'], string>> = {
  pause: 'One of you paused.',
  leaving: 'One of you left.',
  idle: 'Nobody touched the computer for 5 minutes.',
  'screen-locked': 'The computer’s screen was locked.',
  asleep: 'The computer went to sleep.',
  closed: 'Countersign was closed.',
  'wrong-codes': 'A wrong sitting code was given three times.',
  expired: 'A sitting lasts twelve hours at most.',
  ended: 'You ended the sitting.',
};

/** The sign-in of two: references only, until both are here. */
export function signInView(app: App): SignInView {
  const { live } = app;
  const investigations = app
    .opened()
    .vault.investigations()
    .filter(({ state }) => state !== 'disposed')
    .toSorted((a, b) => a.reference.localeCompare(b.reference));
  const chosen = investigations.find(({ investigationId }) => investigationId === live.chosenId);
  return {
    kind: 'sign-in',
    pausedReason: live.paused === null ? null : PAUSE_WORDS[live.paused.reason],
    pausedAt: live.paused?.at ?? null,
    investigation: chosen === undefined ? null : closedSummary(chosen),
    choices: investigations.map(closedSummary),
    eligible: eligible(app).map(personView),
    first: halfView(app, live.halves.first),
    second: halfView(app, live.halves.second),
    startRefusal: startRefusal(app),
    underWay: live.underWay,
    renewalDue: renewalDue(app.opened().vault),
  };
}

/** What may be said of an investigation with nobody signed in. */
export function closedSummary(facts: InvestigationFacts): InvestigationSummary {
  const { investigationId, reference, lastOpenedAt, lastSittingEndedAt } = facts;
  const stopped = facts.state === 'locked';
  return {
    ...{ investigationId, reference, title: null, step: 'review' },
    state: stopped ? 'stopped' : lastOpenedAt === null ? 'open' : 'paused',
    ...{ nextAct: null, openedAt: lastOpenedAt, lastSittingEndedAt, visits: null, exhibits: null },
  };
}

function halfView(app: App, half: SigningIn): SignInHalfView {
  const { vault } = app.opened();
  const shown =
    half.person?.person ?? (half.personId === null ? null : vault.person(half.personId));
  return {
    person: shown === null || half.checking ? null : personView(shown),
    signedInAt: half.signedInAt,
    checking: half.checking,
  };
}
