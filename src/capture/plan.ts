/** The steps a capture can have, in the only order they run in. */
export const STEP_NAMES = [
  'viewport-shot',
  'measure',
  'dom-first',
  'scroll-through',
  'settle',
  'dom-before',
  'tiles',
  'dom-after',
  'text',
  'facts',
  'viewport-after',
  'sheets',
  'certificates',
  'bodies',
  'archive',
  'reading-copy',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/** One step: what, how long it may take, and whether a capture without it is worth keeping as evidence. */
export interface PlanStep {
  readonly name: StepName;
  /** Deadline of the whole step, milliseconds. */
  readonly deadlineMs: number;
  /** Deadline of each DevTools command in it, milliseconds. */
  readonly callMs: number;
  /** Whether its absence is `missing`, rather than only a note. */
  readonly required: boolean;
}

/** Limits that end the scroll-through and the tiles; the one reached stands in the record. */
export interface CaptureCaps {
  readonly scrollMs: number;
  readonly screens: number;
  /** Tallest page that is pictured, css px. */
  readonly heightCss: number;
  /** Widest page that is pictured, css px. */
  readonly widthCss: number;
  readonly tiles: number;
  /** Largest response body that is hashed, or kept in an archive, bytes. */
  readonly bodyBytes: number;
  /** All bodies of an archive together, bytes. */
  readonly archiveBytes: number;
  /** Largest reading copy that is kept, bytes. */
  readonly readingCopyBytes: number;
  readonly exchanges: number;
}

/** A capture as data: steps in order, limits, and the deadline of the whole. */
export interface CapturePlan {
  readonly kind: 'picture-and-facts' | 'full-archive';
  readonly wholeMs: number;
  readonly caps: CaptureCaps;
  readonly steps: readonly PlanStep[];
}

/** Longest side of a tile, device px: measured safe where whole-page pictures lie. */
export const MAX_TILE_PX = 4096;

/** What neighbouring tiles share, css px. */
export const OVERLAP_CSS = 64;

function step(name: StepName, deadlineMs: number, callMs: number, required = true): PlanStep {
  return { name, deadlineMs, callMs, required };
}

/** The default plan: picture and facts, at most two minutes. @see docs/spec/capture.md, section 5 */
export const PICTURE_AND_FACTS: CapturePlan = {
  kind: 'picture-and-facts',
  wholeMs: 120_000,
  caps: {
    scrollMs: 60_000,
    screens: 200,
    heightCss: 150_000,
    widthCss: 16_000,
    tiles: 400,
    bodyBytes: 32 * 1024 * 1024,
    archiveBytes: 256 * 1024 * 1024,
    readingCopyBytes: 64 * 1024 * 1024,
    exchanges: 4_000,
  },
  steps: [
    step('viewport-shot', 5_000, 5_000),
    step('measure', 5_000, 5_000),
    step('dom-first', 10_000, 5_000, false),
    step('scroll-through', 65_000, 5_000),
    step('settle', 10_000, 5_000),
    step('dom-before', 10_000, 5_000, false),
    step('tiles', 100_000, 5_000),
    step('dom-after', 10_000, 5_000, false),
    step('text', 15_000, 10_000),
    step('facts', 10_000, 5_000),
    step('viewport-after', 10_000, 5_000),
    step('sheets', 30_000, 5_000, false),
    step('certificates', 10_000, 3_000, false),
    step('bodies', 20_000, 5_000, false),
  ],
};

const ARCHIVE_STEPS: readonly PlanStep[] = [
  step('archive', 90_000, 10_000),
  step('reading-copy', 20_000, 20_000, false),
];

/**
 * The same plan with a full archive at its end. Only for a capture whose two reviewers attested that separately.
 * @see docs/spec/archive.md
 */
export function withArchive(plan: CapturePlan): CapturePlan {
  const moreMs = ARCHIVE_STEPS.reduce((sum, { deadlineMs }) => sum + deadlineMs, 0);
  return {
    ...plan,
    kind: 'full-archive',
    wholeMs: plan.wholeMs + moreMs,
    steps: [...plan.steps, ...ARCHIVE_STEPS],
  };
}
