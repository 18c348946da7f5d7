import type { Channel } from '#src/contract/channels.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';

/**
 * What may be done at all. `L1`: stopped, and answered that it was something else than an image of somebody
 * under 18. `L2`: stopped, not answered. `left`: as `L2`, and two recorded that the police allow other work
 * on the computer. `concluded`: signed, judged and signed again.
 */
export const STATES = ['not set up', 'open', 'L1', 'L2', 'left', 'concluded'] as const;
export type State = (typeof STATES)[number];

/** What each letter of the table stands for. */
export const ANSWERS: Readonly<Record<string, EvidenceErrorCode | 'allowed'>> = {
  x: 'allowed',
  V: 'VAULT_NOT_SET_UP',
  D: 'VAULT_ALREADY_SET_UP',
  N: 'SITTING_NONE',
  E: 'SITTING_EXPIRED',
  K: 'SITTING_CODE_WRONG',
  C: 'COMMAND_REFUSED',
  I: 'INVESTIGATION_REFUSED',
  L: 'VAULT_STOPPED',
  S: 'VAULT_SAME_PERSON',
  A: 'VAULT_NOT_AUTHORISED',
  M: 'VAULT_PERSON_UNKNOWN',
  P: 'PASSPHRASE_WRONG',
  U: 'CAPTURE_UNKNOWN',
};

/** One letter for each column of `WHO`, or one letter where it makes no difference who is there. */
type Row = Readonly<Record<State, string>>;

const row = (
  none: string,
  open: string,
  stopped: string,
  left: string,
  concluded: string,
): Row => ({ 'not set up': none, open, L1: stopped, L2: stopped, left, concluded });

/** First run: never again once it is done. */
const SETUP = row('x', 'D', 'D', 'D', 'D');
/** Nobody need be there, and nothing is written. */
const ALWAYS = row('x', 'x', 'x', 'x', 'x');
/** The two reviewers, until the review is finished. */
const REVIEW = row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNIECNN');
/** The two who are signed in, whatever is open. */
const SEATED = row('N', 'NNNxxxNN', 'L', 'NNNxxxNN', 'NNNxxxNN');
/** Whoever has signed in, be it one whose second was refused: their keys are open, and the clock runs. */
const HERE = row('N', 'Nxxxxxxx', 'L', 'Nxxxxxxx', 'Nxxxxxxx');
/** Two entitled people's passphrases, within a sitting. */
const SIGNED = row('N', 'NNSxEAAA', 'L', 'NNSxEAAA', 'NNSxEAAA');
/** As `SIGNED`, on an open investigation. */
const SIGNED_FOR_IT = row('N', 'NNSxEAAA', 'L', 'NNCCCCCC', 'NNSxEAAA');
/** Two entitled people's passphrases, after a stop. */
const AFTER_STOP = row('C', 'C', 'PPSxxAAA', 'CCSxxAAA', 'C');
/** New recovery sheets, which take two of the present ones and nobody's presence. */
const SHEETS = row('C', 'x', 'L', 'C', 'C');

/** Who may do what, when: written by hand from design.md §3 and the rules of procedure.md §4. */
export const EXPECTED: Readonly<Record<Channel, Row>> = {
  'app.view': ALWAYS,
  'app.dismiss-notice': ALWAYS,
  'screen.go': row('N', 'NNNxCCNN', 'L', 'NNNCCCNN', 'NNNCCCNN'),

  'setup.school': SETUP,
  'setup.computer': SETUP,
  'setup.stop-key': SETUP,
  'setup.suggest-passphrase': SETUP,
  'setup.measure-passphrase': SETUP,
  'setup.add-person': SETUP,
  'setup.remove-person': SETUP,
  'setup.people-done': SETUP,
  'setup.make-ca': SETUP,
  'setup.custodians': SETUP,
  'setup.show-sheet': SETUP,
  'setup.prove-sheet': SETUP,
  'setup.finish': SETUP,

  'signin.choose': row('V', 'xxxCCCxx', 'L', 'xxxCCCxx', 'xxxCCCxx'),
  'signin.half': row('V', 'xxSCCAAA', 'L', 'xxSCCAAA', 'xxSCCAAA'),
  'signin.leave': row('x', 'xxxCCCxx', 'L', 'xxxCCCxx', 'xxxCCCxx'),
  'signin.start': row('C', 'CCCxxCCC', 'L', 'CCCxxCCC', 'CCCxxCCC'),
  'sitting.pause': SEATED,
  'sitting.still-here': HERE,
  'sitting.end': SIGNED,
  'receipt.take': SEATED,

  'investigation.create': SIGNED,
  'investigation.open': SIGNED,

  'review.bounds': ALWAYS,
  'review.focus': ALWAYS,
  'review.open': REVIEW,
  'review.back': REVIEW,
  'review.reload': REVIEW,
  'review.concern': REVIEW,
  'review.no-concern': REVIEW,
  'review.pictures-off': REVIEW,
  'review.plain-off': REVIEW,
  'review.veiled': REVIEW,
  'review.scroll-veiled': REVIEW,
  'proxy.answer': REVIEW,
  'proxy.decline': REVIEW,
  'review.complete': REVIEW,
  'agreement.propose': REVIEW,
  'agreement.propose-archive': REVIEW,
  'exception.ask': REVIEW,
  'exception.phase-end': REVIEW,
  'exception.end': REVIEW,
  'agreement.agree': row('N', 'NNKxECNN', 'L', 'NNCCCCNN', 'NNCCCCNN'),
  'agreement.take-back': REVIEW,
  'agreement.drop': REVIEW,
  'capture.cancel': row('N', 'NNNxxCNN', 'L', 'NNNCCCNN', 'NNNCCCNN'),
  'capture.preview': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'capture.accept': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'capture.again': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'capture.sheet': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'capture.growing': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'capture.discard': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNUECNN'),
  'exhibit.look': SIGNED_FOR_IT,
  'exhibit.compare': SIGNED_FOR_IT,

  'part.open': row('N', 'NNSxEAAA', 'L', 'NNCCCCCC', 'NNSIEAAA'),
  'part.propose': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNIECNN'),
  'part.close': SEATED,

  'stop.press': ALWAYS,
  'stopped.called': AFTER_STOP,
  'stopped.police-said': AFTER_STOP,
  'stopped.answer': AFTER_STOP,
  'stopped.told': AFTER_STOP,
  'stopped.leave': AFTER_STOP,
  // One authorised person is enough to lock more.
  'stopped.lock-another': row('C', 'C', 'PxxxxAAA', 'CCxxxAAA', 'C'),
  'release.open': row('VVSVVVVV', 'PPSIIAAA', 'PPSxxAAA', 'PPSxxAAA', 'PPSIIAAA'),

  'renewal.open': row('V', 'x', 'L', 'C', 'C'),
  'renewal.begin': SHEETS,
  'renewal.custodians': SHEETS,
  // Each custodian sees their own sheet, by their own passphrase.
  'renewal.show-sheet': row('C', 'PxxxxMMM', 'L', 'C', 'C'),
  'renewal.prove-sheet': SHEETS,
  'renewal.finish': row('C', 'PPSxxAAA', 'L', 'C', 'C'),
  'renewal.leave': SHEETS,

  'record.conclusion': REVIEW,
  'record.preview': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNxECNN'),
  'record.sign': row('N', 'NNPxEPPP', 'L', 'NNCCCCCC', 'NNPIEPPP'),
  'judgement.make': SIGNED_FOR_IT,

  'export.start': SIGNED_FOR_IT,
  'export.save': row('N', 'NNNxECNN', 'L', 'NNNCCCNN', 'NNNxECNN'),
};

/** The answer written down for one cell. */
export function expected(channel: Channel, state: State, column: number): string {
  const letters = EXPECTED[channel][state];
  return ANSWERS[letters.length === 1 ? letters : letters.charAt(column)] ?? `no "${letters}"`;
}
