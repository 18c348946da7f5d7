import { PICTURES, type Pictures } from '#src/investigation/events-review.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { CSP, EXC, HEX, PEOPLE, type StoryEntry } from './story.ts';

type Of<K extends InvestigationEvent['kind']> = Extract<InvestigationEvent, { kind: K }>;

const AFTER_STOP: readonly string[] = [
  ...['police-called', 'police-said', 'stop-answered', 'people-told', 'stopped-left', 'released'],
  ...['authority-released', 'welfare-noted'],
];
const AFTER_RELEASE: readonly string[] = [
  'exhibit-viewed',
  'export-started',
  'export-made',
  'export-saved',
  'export-failed',
];

/** Everything that must hold of a record, whatever was tried; each line names its rule. */
export function brokenRules(entries: readonly StoryEntry[]): readonly string[] {
  const events = entries.map(({ event }) => event);
  const broken: string[] = [];
  const claim = (rule: string, holds: boolean, event: InvestigationEvent): void => {
    if (!holds) broken.push(`${rule}: ${JSON.stringify(event)}`);
  };
  for (const [place, event] of events.entries()) check(event, events.slice(0, place), claim);
  return broken;
}

function check(
  event: InvestigationEvent,
  before: readonly InvestigationEvent[],
  claim: (rule: string, holds: boolean, event: InvestigationEvent) => void,
): void {
  const created = all(before, 'investigation-created')[0];
  claim(
    'R11 nothing before it exists',
    event.kind === 'investigation-created' || created !== undefined,
    event,
  );
  claim(
    'R6 nothing but what follows a stop',
    !isLocked(before) || mayFollowStop(event, before),
    event,
  );
  if ('signedByIds' in event) {
    claim('R8 two different people', event.signedByIds[0] !== event.signedByIds[1], event);
    claim('R35 no one excluded', !event.signedByIds.includes(EXC), event);
    const authorised = created?.authorisedIds ?? [];
    if (created !== undefined)
      claim(
        'R8 authorised',
        event.signedByIds.every((id) => authorised.includes(id)),
        event,
      );
  }
  const phase = phaseUnderWay(before);
  claim(
    'R23 nothing is captured and nothing is asked in a phase',
    phase === null || !NEVER_IN_A_PHASE.has(event.kind),
    event,
  );
  if (phase !== null && 'address' in event && event.kind !== 'visit-reloaded')
    claim('R23 no query is recorded in a phase', !/[?#]/u.test(event.address ?? ''), event);
  switch (event.kind) {
    case 'sitting-started':
      claim('R8 two different people', event.personIds[0] !== event.personIds[1], event);
      claim('R11 authority first', all(before, 'review-authorised').length > 0, event);
      claim('R12 LADO first', !isStaff(created) || all(before, 'lado-contacted').length > 0, event);
      claim('R35 no one excluded', !event.personIds.includes(EXC), event);
      return;
    case 'visit-started':
      claim(
        'R8 in a sitting of the reviewers',
        sittingOf(before)?.every((id) => created?.reviewerIds.includes(id)) === true,
        event,
      );
      claim('R26 not after the review', all(before, 'review-completed').length === 0, event);
      claim('R24 text first', event.pictures === 'not-loaded' || event.cause !== 'typed', event);
      claim(
        'R24 as agreed for the site',
        PICTURES.indexOf(event.pictures) <= PICTURES.indexOf(picturesBefore(before)),
        event,
      );
      return;
    case 'visit-reloaded':
      claim(
        'R24 both agreed to pictures',
        (event.cause !== 'pictures-on' || agreedFor(before, 'pictures', event.visitId)) &&
          (event.cause !== 'veiled-on' || agreedFor(before, 'veiled', event.visitId)),
        event,
      );
      claim(
        'R24 veiled before plain',
        event.pictures !== 'plain' || picturesBefore(before) !== 'not-loaded',
        event,
      );
      claim(
        'R24 nothing is shown that was not agreed',
        event.cause === 'veiled-on' ||
          event.cause === 'pictures-on' ||
          PICTURES.indexOf(event.pictures) <= PICTURES.indexOf(picturesBefore(before)),
        event,
      );
      return;
    case 'review-completed':
      claim('R14 every visit judged or refused', unjudged(before).length === 0, event);
      return;
    case 'capture-started':
      claim(
        'R1 R2 both attested',
        agreedFor(before, 'capture', event.visitId) || agreedAgain(before, event.visitId),
        event,
      );
      claim(
        'R13 of a recorded visit',
        all(before, 'visit-started').some(({ visitId }) => visitId === event.visitId),
        event,
      );
      claim(
        'R14 with a reason',
        all(before, 'concern-flagged').some(({ visitId }) => visitId === event.visitId),
        event,
      );
      return;
    case 'archive-begun':
      claim('R2 both asked for the archive', archiveAsked(before, event), event);
      claim('R2 with its capture', before.at(-1)?.kind === 'capture-started', event);
      return;
    case 'exception-begun':
      claim('R23 both agreed to the exception', exceptionAgreed(before, event), event);
      claim(
        'R23 a log-in names its account',
        (event.exception === 'viewing-account') === (event.account !== null),
        event,
      );
      claim('R23 nothing may be posted while logged in', !isOnWith(before, event), event);
      return;
    case 'exception-phase-ended':
      claim('R23 the phase that is under way', phase === event.agreementId, event);
      return;
    case 'archive-asked':
      claim(
        'R2 never of C1, C2, C5, C11',
        event.categories.length > 0 &&
          event.categories.every((id) => !['C1', 'C2', 'C5', 'C11'].includes(id)),
        event,
      );
      return;
    case 'concern-flagged':
      claim('R14 a reason', event.reason.trim() !== '', event);
      return;
    case 'capture-kept':
      keptChecks(event, before, claim);
      return;
    case 'part-kept':
      claim(
        'R2 both agreed to this very part',
        all(before, 'part-marked').some(
          ({ agreementId, digest, parentId }) =>
            agreementId === event.agreementId &&
            digest === event.digest &&
            parentId === event.parentId,
        ) &&
          new Set(
            all(before, 'agreement-given')
              .filter(({ agreementId }) => agreementId === event.agreementId)
              .map(({ personId }) => personId),
          ).size === 2,
        event,
      );
      claim('R18 not after signing', all(before, 'record-signed').length === 0, event);
      return;
    case 'conclusion-written':
      claim('R18 not after signing', all(before, 'record-signed').length === 0, event);
      return;
    case 'record-signed':
      claim(
        'R18 versions count up',
        event.version === all(before, 'record-signed').length + 1,
        event,
      );
      claim('R19 both reviewers', String(event.personIds) === String(created?.reviewerIds), event);
      claim('R19 with a conclusion', all(before, 'conclusion-written').length > 0, event);
      return;
    case 'judgement-made':
      claim('R19 after both signed', all(before, 'record-signed').length > 0, event);
      claim('R19 reasons', event.reasons.trim() !== '', event);
      claim(
        'R19 not both reviewers',
        !event.signedByIds.every((id) => created?.reviewerIds.includes(id)),
        event,
      );
      claim(
        'R21 no step of its own',
        event.outcome !== 'internal-action' || !policeInvolved(before),
        event,
      );
      return;
    case 'export-started':
      claim(
        'R29 DSL first',
        PEOPLE.get(event.signedByIds[0])?.roles.includes('dsl') === true,
        event,
      );
      claim('R29 head second', [HEX, CSP].includes(event.signedByIds[1]), event);
      claim('R19 signed', all(before, 'record-signed').length > 0, event);
      return;
    case 'released':
      claim('R3 locked', isLocked(before), event);
      claim(
        'R3 head approves',
        event.approverIds.some((id) => [HEX, CSP].includes(id)),
        event,
      );
      claim(
        'R3 both said mistake',
        event.reason !== 'mistake' || lastAnswer(before) === 'mistake',
        event,
      );
      claim(
        'R3 requests reach L1 only',
        event.reason !== 'police-or-lado-request' || lastAnswer(before) === 'something-else',
        event,
      );
      return;
    case 'stop-answered':
      claim(
        'R3 mistake by both reviewers',
        event.what !== 'mistake' ||
          event.signedByIds.every((id) => created?.reviewerIds.includes(id)),
        event,
      );
      claim(
        'R3 never lowered',
        event.what === 'under-18' || lastAnswer(before) !== 'under-18',
        event,
      );
      return;
    default:
  }
}

function keptChecks(
  event: Of<'capture-kept'>,
  before: readonly InvestigationEvent[],
  claim: (rule: string, holds: boolean, event: InvestigationEvent) => void,
): void {
  const ended = ['capture-kept', 'capture-discarded', 'capture-failed', 'capture-stopped'] as const;
  const made = before.findLastIndex(
    (one) => one.kind === 'capture-made' && one.captureId === event.captureId,
  );
  const since = before.slice(made);
  claim('R2 made before it is kept', made >= 0, event);
  claim(
    'R2 kept once, in its own sitting',
    !since.some((one) => ended.some((kind) => kind === one.kind) || endsSitting(one)),
    event,
  );
  const refs = all(before, 'capture-kept').map(({ exhibitRef }) => exhibitRef);
  claim('R16 a reference of its own', !refs.includes(event.exhibitRef), event);
  const initials = event.exhibitRef.split('/')[0] ?? '';
  const running = refs.filter((ref) => ref.startsWith(`${initials}/`)).length + 1;
  claim('R17 the next number', event.exhibitRef === `${initials}/${running}`, event);
}

function all<K extends InvestigationEvent['kind']>(
  events: readonly InvestigationEvent[],
  kind: K,
): Of<K>[] {
  return events.filter((event): event is Of<K> => event.kind === kind);
}

function isStaff(created: Of<'investigation-created'> | undefined): boolean {
  return created?.subjectKind === 'staff' || created?.subjectKind === 'headteacher';
}

function endsSitting(event: InvestigationEvent): boolean {
  return [
    'sitting-started',
    'sitting-paused',
    'sitting-ended',
    'locked',
    'investigation-closed',
  ].includes(event.kind);
}

function sittingOf(before: readonly InvestigationEvent[]): readonly string[] | null {
  const last = before.findLast(endsSitting);
  return last?.kind === 'sitting-started' ? last.personIds : null;
}

/** How the pictures stood in this sitting, by the last entry that says it. */
function picturesBefore(before: readonly InvestigationEvent[]): Pictures {
  const from = before.findLastIndex(endsSitting);
  const last = before
    .slice(from + 1)
    .findLast((event) => event.kind === 'visit-started' || event.kind === 'visit-reloaded');
  return last?.pictures ?? 'not-loaded';
}

/** Whether the last agreement of this kind was given by two, for this visit, and neither used nor taken back. */
function agreedFor(
  before: readonly InvestigationEvent[],
  what: 'veiled' | 'pictures' | 'capture' | 'overlays' | 'exception',
  visitId: string,
): boolean {
  const from = before.findLastIndex((event) => event.kind === 'agreement-proposed');
  const proposed = before[from];
  if (
    proposed?.kind !== 'agreement-proposed' ||
    proposed.what !== what ||
    proposed.visitId !== visitId
  )
    return false;
  const since = before.slice(from + 1);
  const over = [
    'agreement-dropped',
    'capture-started',
    'visit-reloaded',
    'visit-started',
    'visit-stayed',
    'review-completed',
  ];
  if (since.some((event) => over.includes(event.kind) || endsSitting(event))) return false;
  const given = new Set<string>();
  for (const event of since) {
    if (event.kind === 'agreement-given') given.add(event.personId);
    if (event.kind === 'agreement-taken-back') given.delete(event.personId);
  }
  return given.size === 2;
}

/** Whether both agreed to make the capture again of which something was in doubt, and it was let go for that. */
function agreedAgain(before: readonly InvestigationEvent[], visitId: string): boolean {
  const gone = before.at(-1);
  if (gone?.kind !== 'capture-discarded' || !agreedFor(before, 'overlays', visitId)) return false;
  const made = all(before, 'capture-made').find(({ captureId }) => captureId === gone.captureId);
  return made?.doubts.some(({ code }) => code === 'OVERLAY' || code === 'CONSENT') === true;
}

/** Whether two different people gave this very agreement, for the page that is captured, in this sitting. */
function archiveAsked(before: readonly InvestigationEvent[], event: Of<'archive-begun'>): boolean {
  const started = before.at(-1);
  const asked = before.findLastIndex((one) => one.kind === 'archive-asked');
  const found = before[asked];
  if (found?.kind !== 'archive-asked' || started?.kind !== 'capture-started') return false;
  if (found.agreementId !== event.agreementId || found.visitId !== started.visitId) return false;
  const since = before.slice(asked + 1);
  const over = [
    ...['visit-reloaded', 'visit-started', 'visit-stayed', 'review-completed'],
    'archive-begun',
  ];
  if (since.some((one) => over.includes(one.kind) || endsSitting(one))) return false;
  const given = new Set<string>();
  for (const one of since) {
    if (!('agreementId' in one) || one.agreementId !== event.agreementId) continue;
    if (one.kind === 'agreement-given') given.add(one.personId);
    if (one.kind === 'agreement-taken-back') given.delete(one.personId);
    if (one.kind === 'agreement-dropped') return false;
  }
  return given.size === 2 && event.personIds.every((id) => given.has(id));
}

const NEVER_IN_A_PHASE: ReadonlySet<string> = new Set<InvestigationEvent['kind']>([
  ...(['capture-started', 'exception-begun', 'review-completed', 'archive-begun'] as const),
]);

/** Exceptions of this sitting that no entry has ended. */
function inForce(before: readonly InvestigationEvent[]): readonly Of<'exception-begun'>[] {
  const here = before.slice(before.findLastIndex(endsSitting) + 1);
  const ended = all(here, 'exception-ended').map(({ agreementId }) => agreementId);
  return all(here, 'exception-begun').filter(({ agreementId }) => !ended.includes(agreementId));
}

/** The agreement whose phase is under way; null where none is. */
function phaseUnderWay(before: readonly InvestigationEvent[]): string | null {
  const over = all(before, 'exception-phase-ended').map(({ agreementId }) => agreementId);
  const found = inForce(before).find(
    ({ agreementId, exception }) => exception !== 'script-posts' && !over.includes(agreementId),
  );
  return found?.agreementId ?? null;
}

/** Whether one that excludes this one is in force for the same site. */
function isOnWith(before: readonly InvestigationEvent[], event: Of<'exception-begun'>): boolean {
  const kinds = inForce(before)
    .filter(({ site }) => site === event.site)
    .map(({ exception }) => exception);
  return event.exception === 'viewing-account'
    ? kinds.includes('script-posts')
    : kinds.includes('viewing-account');
}

/** Whether two agreed to this very exception, for this site, and nothing came in between. */
function exceptionAgreed(
  before: readonly InvestigationEvent[],
  event: Of<'exception-begun'>,
): boolean {
  const asked = all(before, 'exception-asked').at(-1);
  return (
    asked?.agreementId === event.agreementId &&
    asked.site === event.site &&
    event.personIds[0] !== event.personIds[1] &&
    agreedFor(before, 'exception', asked.visitId)
  );
}

/** Visits of which nobody said anything, other than those that were refused before anything came of them. */
function unjudged(before: readonly InvestigationEvent[]): readonly string[] {
  const judged = new Set(
    [...all(before, 'concern-flagged'), ...all(before, 'no-concern')].map(({ visitId }) => visitId),
  );
  const cameTo = new Set(
    before.flatMap((event) =>
      event.kind === 'visit-redirected' ||
      event.kind === 'visit-committed' ||
      event.kind === 'visit-moved'
        ? [event.visitId]
        : [],
    ),
  );
  const ends = new Map<string, string>();
  for (const event of before)
    if (['visit-reloaded', 'visit-finished', 'visit-failed', 'visit-refused'].includes(event.kind))
      if ('visitId' in event && event.visitId !== null) ends.set(event.visitId, event.kind);
  return all(before, 'visit-started')
    .map(({ visitId }) => visitId)
    .filter((id) => !judged.has(id))
    .filter((id) => cameTo.has(id) || ends.get(id) !== 'visit-refused');
}

function isLocked(before: readonly InvestigationEvent[]): boolean {
  let locked = false;
  for (const event of before) {
    if (event.kind === 'locked') locked = true;
    if (event.kind === 'released' && ['mistake', 'not-illegal'].includes(event.reason))
      locked = false;
  }
  return locked;
}

function mayFollowStop(event: InvestigationEvent, before: readonly InvestigationEvent[]): boolean {
  if (AFTER_STOP.includes(event.kind)) return true;
  const lockedAt = before.findLastIndex(({ kind }) => kind === 'locked');
  const released = before.slice(lockedAt).some(({ kind }) => kind === 'released');
  return released && AFTER_RELEASE.includes(event.kind);
}

function lastAnswer(before: readonly InvestigationEvent[]): string | null {
  const lockedAt = before.findLastIndex(({ kind }) => kind === 'locked');
  return all(before.slice(lockedAt), 'stop-answered').at(-1)?.what ?? null;
}

function policeInvolved(before: readonly InvestigationEvent[]): boolean {
  let involved = false;
  for (const event of before) {
    if (event.kind === 'police-called' || event.kind === 'police-said') involved = true;
    if (event.kind === 'judgement-made' && event.outcome === 'police') involved = true;
    if (event.kind === 'authority-released') involved = false;
    if (event.kind === 'released' && ['mistake', 'not-illegal'].includes(event.reason))
      involved = false;
  }
  return involved;
}
