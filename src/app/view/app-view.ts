import type { AppView, InvestigationSummary, PersonView, ScreenView } from '#src/contract/views.ts';
import type { Half } from '#src/contract/values.ts';
import { failure } from '#src/core/result.ts';
import { phaseUnderWay } from '#src/investigation/phases.ts';
import type { App } from '../app.ts';
import { secondsLeft } from '../phase.ts';
import { summarise } from '../summary.ts';
import { boardView, newInvestigationView } from './board.ts';
import { exportView } from './export.ts';
import { investigationView } from './investigation.ts';
import { personView } from './person.ts';
import { judgeView, recordView } from './record.ts';
import { recordingOf } from './recording.ts';
import { renewalView } from './renewal.ts';
import { reviewView } from './review.ts';
import { setupView } from './setup.ts';
import { closedSummary, signInView } from './sign-in.ts';
import { stoppedView } from './stopped.ts';

/**
 * Everything that the screens show, whole. Never throws: a store that failed can't even be read, and
 * then what is known apart from it is shown, above all after a stop.
 */
export function appView(app: App, revision: number): AppView {
  const { mode, live, ports } = app;
  const settings = mode.kind === 'open' ? mode.vault.settings : null;
  const setup = mode.kind === 'setup' ? (mode.setup?.state() ?? null) : null;
  const investigation = readable(
    () => investigationOf(app),
    () => null,
  );
  return {
    ...{ revision, version: ports.software.version, preview: ports.software.preview },
    demonstration: settings?.demonstration ?? setup?.school?.demonstration ?? false,
    schoolName: settings?.schoolName ?? setup?.school?.name ?? null,
    computer: settings?.computer.name ?? setup?.computer?.name ?? null,
    stopKey: settings?.stopKey ?? setup?.stopKey ?? 'F12',
    stopped: live.stopped?.holdsComputer === true,
    ...{ first: atScreen(app, 'first'), second: atScreen(app, 'second') },
    signedIn: live.sitting !== null,
    idleSecondsLeft: live.idleSecondsLeft,
    phase: readable(
      () => phaseOf(app),
      () => null,
    ),
    ...{ investigation, step: investigation?.step ?? null },
    recording: readable(
      () => recordingOf(app),
      () => nothingRecorded,
    ),
    notice: live.notice,
    screen: readable(
      () => screenOf(app),
      (error) => {
        const { code, message } = failure(error).error;
        return { kind: 'cannot-open', code, message };
      },
    ),
  };
}

function phaseOf(app: App): AppView['phase'] {
  const { live } = app;
  const left = secondsLeft(app);
  const under = live.investigation === null ? null : phaseUnderWay(live.investigation.folded.state);
  if (left === null || under === null) return null;
  const { exception, site, account } = under;
  return { exception, site, account, secondsLeft: left };
}

const nothingRecorded = { recorded: '', counts: [], notRecorded: 'Nothing more is saved.' };

function readable<T>(read: () => T, otherwise: (error: unknown) => T): T {
  try {
    return read();
  } catch (error) {
    return otherwise(error);
  }
}

function screenOf(app: App): ScreenView {
  const { mode, live } = app;
  switch (mode.kind) {
    case 'starting':
      return { kind: 'cannot-open', code: 'VAULT_NOT_SET_UP', message: 'Countersign is starting' };
    case 'setup':
      return setupView(app, mode);
    case 'cannot-open':
      return { kind: 'cannot-open', code: mode.code, message: mode.message };
    case 'open':
  }
  if (live.stopped !== null) return stoppedView(app, live.stopped);
  if (live.renewal !== null) return renewalView(app, live.renewal);
  if (live.sitting === null) return signInView(app);
  if (live.screen === 'new-investigation') return newInvestigationView(app);
  if (live.investigation === null || live.screen === 'board') return boardView(app);
  switch (live.screen) {
    case 'investigation':
      return investigationView(app);
    case 'review':
      return reviewView(app);
    case 'record':
      return recordView(app);
    case 'judge':
      return judgeView(app);
    case 'export':
      return exportView(app);
  }
}

/** The investigation that the bar names: with its title only while it is open. */
function investigationOf(app: App): InvestigationSummary | null {
  const { mode, live } = app;
  if (mode.kind !== 'open' || (live.renewal !== null && live.stopped === null)) return null;
  const id = live.stopped?.investigationId ?? live.investigation?.investigationId ?? live.chosenId;
  const onList = live.screen === 'board' || live.screen === 'new-investigation';
  if (id === null || (live.sitting !== null && live.stopped === null && onList)) return null;
  const closed = closedSummary(mode.vault.investigation(id));
  if (live.investigation?.investigationId !== id || live.sitting === null) return closed;
  const { state } = live.investigation.folded;
  const { state: short, step, nextAct, visits, exhibits } = summarise(state);
  return {
    ...closed,
    title: state.facts?.title ?? null,
    state: short,
    step,
    nextAct,
    visits,
    exhibits,
  };
}

function atScreen(app: App, half: Half): PersonView | null {
  const { mode, live } = app;
  if (mode.kind !== 'open') return null;
  const personId = live.sitting?.personIds[half === 'first' ? 0 : 1] ?? null;
  if (personId !== null) return personView(mode.vault.person(personId));
  const signedIn = live.halves[half].person;
  return signedIn === null ? null : personView(signedIn.person);
}
