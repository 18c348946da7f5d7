import {
  count,
  digest,
  flag,
  id,
  instant,
  list,
  nullable,
  oneOf,
  shaped,
  text,
  twoPeople,
  words,
} from './shape.ts';

/** Why two custodians may release what is locked (design.md §3, R3). */
export const RELEASE_REASONS = [
  'police-instruction',
  'police-or-lado-request',
  'not-illegal',
  'mistake',
] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];

/** Payloads from the stop on. */
export const stopShapes = {
  /** Always the strictest level until two people have answered otherwise. "Suspected", never "is" (R25). */
  locked: {
    /** Null where the lock was found at a start: the entry's own time counts. */
    stoppedAt: nullable(instant),
    from: oneOf(['sitting', 'sign-in', 'passphrase', 'start']),
    personIds: list(id, 2),
    visitId: nullable(id),
    underWay: nullable(text(500)),
  },
  'police-called': { calledBy: words(200), at: instant, signedByIds: twoPeople },
  'police-said': {
    words: words(4000),
    at: instant,
    channel: oneOf(['999', '101', 'online']),
    incidentNo: text(100),
    officer: text(200),
    signedByIds: twoPeople,
  },
  'stop-answered': {
    pressedBy: nullable(id),
    what: oneOf(['under-18', 'something-else', 'mistake']),
    signedByIds: twoPeople,
  },
  'people-told': { told: list(words(200), 100), at: instant, signedByIds: twoPeople },
  'stopped-left': { policeAllow: words(4000), signedByIds: twoPeople },
  /** The vault writes it, in the transaction that makes the new keys. */
  released: {
    reason: oneOf(RELEASE_REASONS),
    level: oneOf(['L1', 'L2']),
    document: words(4000),
    custodianIds: list(id, 10),
    approverIds: twoPeople,
    exhibits: count,
    statement: digest,
  },
  /** Police or LADO let the school act again (R21). */
  'authority-released': { document: words(4000), reference: text(200), signedByIds: twoPeople },
  'welfare-noted': { personId: id, wantsToTalk: flag },
} as const;

const foundAtStart = shaped({ v: count, by: oneOf(['start']), found: list(words(64), 10) });

/** The payload that the vault writes when it finishes at a start what a crash cut short, in our terms; null for others. */
export function lockedAtStart(payload: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof payload !== 'object' || payload === null) return null;
  if (Reflect.get(payload, 'by') !== 'start') return null;
  foundAtStart(payload, 'payload');
  return { v: 1, stoppedAt: null, from: 'start', personIds: [], visitId: null, underWay: null };
}
