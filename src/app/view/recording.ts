import type { AppView } from '#src/contract/views.ts';
import type { App } from '../app.ts';

type Recording = AppView['recording'];

/** What is being recorded on this very screen, and what isn't. */
export function recordingOf(app: App): Recording {
  const { mode, live } = app;
  if (mode.kind !== 'open') {
    return {
      recorded: 'nothing yet',
      counts: [],
      notRecorded: 'what you type, until set-up is finished',
    };
  }
  if (live.stopped?.holdsComputer === true) {
    const recorded = live.stopped.recorded
      ? 'that it was stopped, and when'
      : 'nothing: the time goes on paper';
    return { recorded, counts: [], notRecorded: 'anything more, until two of you agree' };
  }
  const { investigation, sitting, renewal } = live;
  if (renewal !== null) {
    return {
      recorded:
        'each wrong passphrase, and at the end that there are new sheets and who keeps them',
      counts: [],
      notRecorded: 'the words on a sheet, the passphrases',
    };
  }
  if (sitting === null) {
    return {
      recorded: 'each try to sign in',
      counts: [],
      notRecorded: 'passphrases and sitting codes',
    };
  }
  if (investigation === null) {
    return {
      recorded: 'that the list is open, and who is here',
      counts: [],
      notRecorded: 'what you read',
    };
  }
  const { state } = investigation.folded;
  const counts = [counted(state.visits.length, 'visit'), counted(state.exhibits.length, 'exhibit')];
  if (live.screen === 'review') {
    const recorded =
      'every address with its redirects and status, what you say about it, what the page is refused';
    return {
      recorded,
      counts,
      notRecorded: 'the page itself, unless both of you agree to a capture',
    };
  }
  return {
    recorded: 'what you decide, and who',
    counts,
    notRecorded: 'what you read on this screen',
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
