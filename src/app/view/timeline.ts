import type { InvestigationView } from '#src/contract/views.ts';
import { egressWords } from '#src/core/egress.ts';
import { timeAnswerWords } from '#src/core/time-source.ts';
import type { EventOf, InvestigationEvent } from '#src/investigation/events.ts';
import type { FoldedEntry } from '../folded.ts';

type Line = InvestigationView['timeline'][number];
type NameOf = (personId: string) => string;

/** The ledger in plain words, oldest first. Addresses are inert text. */
export function timelineOf(entries: readonly FoldedEntry[], nameOf: NameOf): Line[] {
  return entries.map(({ index, recordedAt, event }) => ({
    ...{ index, at: recordedAt },
    what: event === null ? 'An entry whose words can’t be read here' : wordsOf(event),
    who: event === null ? '' : whoOf(event).map(nameOf).join(' and '),
  }));
}

function whoOf(event: InvestigationEvent): readonly string[] {
  if ('signedByIds' in event) return event.signedByIds;
  if ('approverIds' in event) return event.approverIds;
  if ('personIds' in event) return event.personIds;
  if ('personId' in event) return [event.personId];
  return 'producerId' in event ? [event.producerId] : [];
}

function wordsOf(event: InvestigationEvent): string {
  switch (event.kind) {
    case 'visit-started':
      return `Visit ${event.number}: ${event.address}${SEEN[event.pictures]}`;
    case 'visit-reloaded':
      return RELOADED[event.cause] + (event.cause === 'again' ? SEEN[event.pictures] : '');
    case 'visit-redirected':
      return `Redirected (${event.status}) to ${event.to}`;
    case 'visit-committed':
      return `Answered ${event.status ?? 'without a status'}: ${event.address}`;
    case 'visit-titled':
      return `The page changed its title: ${event.title}`;
    case 'visit-failed':
      return `Could not be shown (${event.code})${certificateWords(event)}`;
    case 'visit-refused':
      return `Refused by Countersign (${event.code})`;
    case 'proxy-log-in':
      return `The school’s proxy at ${event.proxy} ${PROXY[event.what]}`;
    case 'page-refused':
      return `Refused to the page: ${event.what}${addressWords(event.address)}, ${event.count} ${event.count === 1 ? 'time' : 'times'}`;
    case 'concern-flagged':
      return `Concern: ${event.reason}`;
    case 'agreement-proposed':
      return ASKED[event.what];
    case 'exception-asked':
      return `Asked for on ${event.site}: ${EXCEPTIONS[event.exception]}${accountWords(event)}`;
    case 'exception-begun':
      return `Exception for ${event.site}, until the sitting ends: ${EXCEPTIONS[event.exception]}${accountWords(event)}`;
    case 'exception-phase-ended':
      return phaseWords(event);
    case 'exception-ended':
      return `Exception for the site ended${ENDED[event.how]}`;
    case 'capture-made':
      return `Capture made: ${event.state}`;
    case 'capture-kept':
      return `Kept as ${event.exhibitRef}`;
    case 'part-kept':
      return `Kept a part of ${event.parentRef} as ${event.exhibitRef}`;
    case 'capture-discarded':
      return `Capture discarded: ${event.reason}`;
    case 'capture-failed':
      return `Capture failed (${event.code})`;
    case 'exhibits-compared':
      return `Compared ${event.earlierRef} with ${event.laterRef}`;
    case 'exhibit-viewed':
      return `Looked at ${event.exhibitRef} together`;
    case 'record-signed':
      return `Record signed by both, version ${event.version}`;
    case 'export-made':
      return `Pack made: ${event.fileName}`;
    case 'attempt-refused':
      return `Refused: ${event.command} (${event.code})`;
    case 'clock-checked':
      return timeAnswerWords(event);
    case 'egress-learnt':
      return egressWords(event);
    case 'sitting-paused':
      return `Paused (${event.reason})`;
    default:
      return PLAIN[event.kind];
  }
}

const ASKED: Readonly<Record<EventOf<'agreement-proposed'>['what'], string>> = {
  veiled: 'Asked both about loading the pictures, veiled',
  pictures: 'Asked both about showing the pictures plain',
  capture: 'Asked both about a capture',
  archive: 'Asked both about a full archive',
  overlays: 'Asked both about a second picture, with what lies over the page hidden',
  part: 'Asked both about a part of an exhibit',
  exception: 'Asked both about an exception for the site',
};

const PROXY: Readonly<Record<EventOf<'proxy-log-in'>['what'], string>> = {
  asked: 'asked for a name and password',
  answered: 'was answered with a name and password',
  'answered-as-before': 'was answered as before in this sitting',
  wrong: 'did not accept the name and password',
  'given-up': 'was not given a name and password that it accepted',
};

const SEEN = {
  'not-loaded': '',
  veiled: ', its pictures veiled as both had agreed',
  plain: ', its pictures plain as both had agreed',
} as const;

const RELOADED = {
  'veiled-on': 'Loaded again with its pictures, veiled, as both agreed',
  'pictures-on': 'Loaded again with its pictures plain, as both agreed',
  'plain-off': 'Veiled again, by one of the two',
  'pictures-off': 'Loaded again without its pictures',
  again: 'Loaded again',
} as const;

/** Long addresses are cut: the ledger has them whole. */
function addressWords(address: string | null): string {
  if (address === null) return '';
  return address.length > 200 ? ` (${address.slice(0, 200)}…)` : ` (${address})`;
}

function certificateWords({ certificates }: EventOf<'visit-failed'>): string {
  const [leaf] = certificates;
  if (leaf === undefined) return '';
  if (leaf.facts === null) return `: certificate ${leaf.digest}, not readable`;
  const { subject, issuer, validFrom, validTo } = leaf.facts;
  const days = `${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
  return `: the server’s certificate is of ${subject}, by ${issuer}, valid ${days}`;
}

const EXCEPTIONS: Readonly<Record<EventOf<'exception-begun'>['exception'], string>> = {
  'script-posts': 'its own scripts may send requests by POST to it',
  'viewing-account': 'log-in with the school’s viewing account',
  'consent-banner': 'its notice about consent or cookies may be dismissed',
};

const ENDED = {
  asked: ', by one of the two',
  phase: ': it had not done what it was for',
  site: ': another site was opened',
} as const;

function accountWords({ account }: EventOf<'exception-asked' | 'exception-begun'>): string {
  return account === null ? '' : ` “${account}”`;
}

function phaseWords({ how, pressed, requests, more }: EventOf<'exception-phase-ended'>): string {
  const count = requests.reduce((sum, one) => sum + one.count, more);
  const sent = `${count} ${count === 1 ? 'request was' : 'requests were'} let through`;
  return `${pressed === null ? HOW[how] : `The notice is gone: both ${PRESSED[pressed]}`}; ${sent}`;
}

const HOW = {
  done: 'Logged in',
  'given-up': 'Given up, and the session was thrown away',
  time: 'The time for it was up, and the session was thrown away',
} as const;

const PRESSED: Readonly<Record<NonNullable<EventOf<'exception-phase-ended'>['pressed']>, string>> =
  {
    'refused-all': 'refused all',
    'accepted-all': 'accepted all',
    'chose-some': 'chose some',
    closed: 'closed it',
  };

type PlainKind = Exclude<
  InvestigationEvent['kind'],
  | 'visit-started'
  | 'visit-reloaded'
  | 'visit-redirected'
  | 'visit-committed'
  | 'visit-titled'
  | 'visit-failed'
  | 'visit-refused'
  | 'page-refused'
  | 'proxy-log-in'
  | 'concern-flagged'
  | 'agreement-proposed'
  | 'exception-asked'
  | 'exception-begun'
  | 'exception-phase-ended'
  | 'exception-ended'
  | 'capture-made'
  | 'capture-kept'
  | 'part-kept'
  | 'capture-discarded'
  | 'capture-failed'
  | 'exhibits-compared'
  | 'exhibit-viewed'
  | 'record-signed'
  | 'export-made'
  | 'attempt-refused'
  | 'clock-checked'
  | 'egress-learnt'
  | 'sitting-paused'
>;

const PLAIN: Readonly<Record<PlainKind, string>> = {
  'investigation-created': 'Investigation created',
  'review-authorised': 'Authority recorded',
  'lado-contacted': 'LADO contacted',
  'reporter-named': 'Who reported it was recorded, for the DSL and the headteacher only',
  'sitting-started': 'Both sat down',
  'sitting-ended': 'Both ended the sitting',
  'computer-replaced': 'Computer replaced by an exception',
  'sitting-code-wrong': 'A wrong sitting code',
  'call-refused': 'A call that no screen of ours makes was refused',
  'document-viewed': 'Looked at the record',
  'investigation-closed': 'Investigation closed',
  'visit-moved': 'The page changed its address',
  'visit-finished': 'The page finished loading',
  'visit-stayed': 'The page before it stays open: what it led to was not opened',
  'no-concern': 'Nothing of concern',
  'agreement-given': 'Agreed',
  'agreement-taken-back': 'Took the agreement back',
  'agreement-dropped': 'Not agreed',
  'second-look-asked': 'Asked both whether the site is asked for the page a second time',
  'archive-asked': 'Said what they suspect, for a full archive',
  'archive-begun': 'Full archive begun, as both asked',
  'part-marked': 'Said which part, and what stands there',
  'capture-started': 'Capture begun',
  'capture-stopped': 'Capture stopped: nothing of it was kept',
  'review-completed': 'Review finished',
  locked: 'Stopped and locked',
  'police-called': 'Police called',
  'police-said': 'What the police said was written down',
  'stop-answered': 'The two questions after the stop were answered',
  'people-told': 'Those who must know were told',
  'stopped-left': 'Other work on this computer allowed by the police',
  released: 'Released by two custodians',
  'authority-released': 'Police or LADO let the school act again',
  'welfare-noted': 'Asked how they are',
  'conclusion-written': 'Conclusion written',
  'signature-given': 'Signed the record',
  'judgement-made': 'Judged',
  'export-started': 'Export begun',
  'export-saved': 'Pack saved',
  'export-failed': 'Export failed',
};
