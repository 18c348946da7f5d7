/** Why the reviewers are asked before a capture is kept. @see docs/spec/capture.md, section 4 */
export const DOUBT_CODES = [
  'STATUS_NOT_OK',
  'SOFT_ERROR',
  'BLANK',
  'NEARLY_BLANK',
  'PICTURES_MISSING',
  'PICTURES_NOT_LOADED',
  'PART_MISSING',
  'STILL_LOADING',
  'CHANGED',
  'TILE_MISMATCH',
  'CAP_REACHED',
  'INNER_SCROLL',
  'OVERLAY',
  'CONSENT',
  'LOGIN_WALL',
  'STEP_MISSING',
  'REQUESTS_MISSED',
  'CLOCK_MOVED',
  'CLOCK_OFF',
  'SHOWN_DIFFERENTLY',
  'SECOND_DIFFERS',
] as const;

export type DoubtCode = (typeof DOUBT_CODES)[number];

/** One doubtful point, to be answered by both reviewers. */
export interface Doubt {
  /** Unique in its capture: `d1`, `d2` and so on, in the order they are asked. */
  readonly doubtId: string;
  readonly code: DoubtCode;
  /** A plain question that "it doesn't matter, because …" answers. */
  readonly question: string;
  /** What was counted or measured; never a judgement. */
  readonly fact: string;
}

const QUESTIONS: Readonly<Record<DoubtCode, string>> = {
  STATUS_NOT_OK: 'The site answered with an error. Is this still the page you mean to keep?',
  SOFT_ERROR: 'The page says that something is not there. Is this still the page you mean to keep?',
  BLANK: 'The picture is blank. Is that how the page looked to you?',
  NEARLY_BLANK: 'The picture is almost blank. Is that how the page looked to you?',
  PICTURES_MISSING: 'Pictures of the page did not arrive. Do they matter to your concern?',
  PICTURES_NOT_LOADED:
    'You chose text first. Is the page without its pictures and frames what you need?',
  PART_MISSING:
    'Parts that the page asked for did not arrive whole. Do they matter to your concern?',
  STILL_LOADING: 'The page had not finished loading. Is everything that matters in it?',
  CHANGED: 'The page changed while it was captured. Does the change matter to your concern?',
  TILE_MISMATCH: 'Two parts of the picture do not fit together. Is what matters whole?',
  CAP_REACHED:
    'The page is longer than was captured. Is everything that matters in the captured part?',
  INNER_SCROLL: 'A part of the page scrolls inside itself. Is everything that matters in view?',
  OVERLAY: 'Something lies over the page. Is everything that matters still readable?',
  CONSENT:
    'A consent or cookie notice lies over the page. Is everything that matters still readable?',
  LOGIN_WALL: 'The page asks for a log-in. Is what matters visible without one?',
  STEP_MISSING: 'A part of the capture could not be made. Can you do without it?',
  REQUESTS_MISSED: 'The page asked for things of which there is no record. Can you do without it?',
  SHOWN_DIFFERENTLY:
    'The page showed another text while it was captured than before. Does the difference matter to your concern?',
  SECOND_DIFFERS:
    'Somebody who asks for the page anew is given another one. Does the difference matter to your concern?',
  CLOCK_OFF:
    'By the school’s time server this computer’s clock is not right. Do you know the right time?',
  CLOCK_MOVED: 'This computer’s clock was set during the capture. Do you know the right time?',
};

/** Collects doubts in the order found; one of each code and fact. */
export class DoubtList {
  readonly #doubts: Doubt[] = [];

  /** Raise one doubt. @param fact - a full sentence that says what was counted or measured */
  raise(code: DoubtCode, fact: string): void {
    if (this.#doubts.some((doubt) => doubt.code === code && doubt.fact === fact)) return;
    this.#doubts.push({
      doubtId: `d${this.#doubts.length + 1}`,
      code,
      question: QUESTIONS[code],
      fact,
    });
  }

  /** All raised so far, in order. */
  list(): readonly Doubt[] {
    return [...this.#doubts];
  }
}
