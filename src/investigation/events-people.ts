import { SUBJECT_KINDS } from '#src/core/roles.ts';
import { AGREEMENTS } from './agreements.ts';
import {
  count,
  flag,
  id,
  instant,
  list,
  nullable,
  oneOf,
  text,
  twoPeople,
  whole,
  words,
} from './shape.ts';

/** Why a sitting pauses. */
export const PAUSE_REASONS = [
  'pause',
  'leaving',
  'idle',
  'screen-locked',
  'asleep',
  'closed',
  'wrong-codes',
  'expired',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Payloads of what concerns people, authority and sittings. One entry for each thing that may be withheld alone. */
export const peopleShapes = {
  'investigation-created': {
    reference: words(40),
    title: words(200),
    reason: words(4000),
    scope: words(4000),
    subjectKind: oneOf(SUBJECT_KINDS),
    reviewerIds: twoPeople,
    authorisedIds: list(id, 20),
    excludedIds: list(id, 100),
    computerId: id,
    demonstration: flag,
    signedByIds: twoPeople,
  },
  'review-authorised': {
    givenById: id,
    givenAt: instant,
    document: words(200),
    signedByIds: twoPeople,
  },
  'lado-contacted': { at: instant, name: words(200), advice: words(4000) },
  /** Restricted: only the DSL and the headteacher can read it (R22). */
  'reporter-named': { name: words(200), how: text(4000) },
  'sitting-started': {
    personIds: twoPeople,
    computerId: id,
    screenPrivate: flag,
    neitherConcerned: flag,
    stopKeyKnown: flag,
  },
  /** What the school's time server said at the sitting's beginning; one witness, not a proof. Absent where none is configured. */
  'clock-checked': {
    name: words(300),
    askedAt: instant,
    offsetMs: nullable(whole),
    delayMs: nullable(count),
    withinMs: nullable(count),
    stratum: nullable(count),
    samples: count,
    error: nullable(words(300)),
  },
  /** With which address the school's network goes out, and who says so. Absent where that is not configured. */
  'egress-learnt': {
    how: oneOf(['typed-in', 'asked']),
    source: nullable(words(300)),
    address: nullable(words(45)),
    askedAt: nullable(instant),
    error: nullable(words(300)),
  },
  'sitting-paused': { reason: oneOf(PAUSE_REASONS) },
  'sitting-ended': {},
  'computer-replaced': { fromId: id, toId: id, document: words(200), signedByIds: twoPeople },
  /** A try that the procedure or a passphrase refused (R15). */
  'attempt-refused': {
    command: words(64),
    rule: text(8),
    code: words(64),
    personIds: list(id, 8),
  },
  /** Three wrong ones pause the sitting. */
  'sitting-code-wrong': { personId: id, what: oneOf(AGREEMENTS) },
  /** The boundary refused a call that no screen of ours makes. */
  'call-refused': { what: words(64), detail: text(200) },
  'document-viewed': { what: words(100), personIds: list(id, 8) },
  'investigation-closed': { reason: words(4000), signedByIds: twoPeople },
} as const;
