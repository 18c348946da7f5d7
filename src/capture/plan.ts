/** The steps a capture can have, in the only order they run in. */
export const STEP_NAMES = [
  'viewport-shot',
  'measure',
  'dom-first',
  'scroll-through',
  'settle',
  'samples',
  'dom-before',
  'tiles',
  'dom-after',
  'text',
  'facts',
  'viewport-after',
  'inner',
  'passing-text',
  'without-overlays',
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
  /** Longest scroll-through of an ordinary page, milliseconds; a tall one gets more, see {@link Allowance}. */
  readonly scrollMs: number;
  /** Most views of a scroll-through. */
  readonly screens: number;
  /** Most views beyond the end that the page had when it was first measured: where a feed without end ends. */
  readonly growthScreens: number;
  /** Tallest page that is pictured, css px. */
  readonly heightCss: number;
  /** Widest page that is pictured, css px. */
  readonly widthCss: number;
  readonly tiles: number;
  /** Most bytes of pictures, sheets aside. */
  readonly pictureBytes: number;
  /** Most parts that scroll inside themselves of which pictures are taken. */
  readonly innerParts: number;
  /** Most of such a part's content each way, css px. */
  readonly innerCss: number;
  /** Most pictures of all such parts together. */
  readonly innerTiles: number;
  /** Largest response body that is hashed, or kept in an archive, bytes. */
  readonly bodyBytes: number;
  /** All bodies of an archive together, bytes. */
  readonly archiveBytes: number;
  /** Largest reading copy that is kept, bytes. */
  readonly readingCopyBytes: number;
  readonly exchanges: number;
}

/** What a large page may take beyond the deadlines of an ordinary one: by its size when measured, never by what it does. */
export interface Allowance {
  /** For each view of the page beyond the first hundred, milliseconds. */
  readonly screenMs: number;
  /** For each million device px beyond the first hundred million, milliseconds. */
  readonly megapixelMs: number;
  /** Longest capture of all, milliseconds. */
  readonly wholeMs: number;
}

/** A capture as data: steps in order, limits, and the deadline of the whole. */
export interface CapturePlan {
  readonly kind: 'picture-and-facts' | 'full-archive';
  /** Deadline of an ordinary page's capture, milliseconds. */
  readonly wholeMs: number;
  readonly large: Allowance;
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

/**
 * The default plan: picture and facts. An ordinary page takes at most two minutes; one of a million css px
 * is pictured whole, which takes as long as its size asks for, at most half an hour.
 * @see docs/spec/capture.md, section 5
 */
export const PICTURE_AND_FACTS: CapturePlan = {
  kind: 'picture-and-facts',
  wholeMs: 120_000,
  large: { screenMs: 250, megapixelMs: 500, wholeMs: 1_800_000 },
  caps: {
    scrollMs: 60_000,
    screens: 2_500,
    growthScreens: 200,
    heightCss: 1_000_000,
    widthCss: 60_000,
    tiles: 1_000,
    pictureBytes: 1024 * 1024 * 1024,
    innerParts: 20,
    innerCss: 50_000,
    innerTiles: 300,
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
    step('samples', 10_000, 5_000, false),
    step('dom-before', 10_000, 5_000, false),
    step('tiles', 100_000, 10_000),
    step('dom-after', 10_000, 5_000, false),
    step('text', 15_000, 10_000),
    step('facts', 10_000, 5_000),
    step('viewport-after', 10_000, 5_000),
    step('inner', 60_000, 5_000),
    step('passing-text', 5_000, 5_000),
    step('sheets', 30_000, 5_000, false),
    step('certificates', 10_000, 3_000, false),
    step('bodies', 20_000, 5_000, false),
  ],
};

/**
 * The same plan with a second picture, of the page without what lies over it: only with both reviewers'
 * agreement, since a declared script of ours changes the page for it, after everything else was read.
 */
export function withOverlaysHidden(plan: CapturePlan): CapturePlan {
  const at = plan.steps.findIndex(({ name }) => name === 'sheets');
  const hidden = step('without-overlays', 100_000, 10_000);
  return {
    ...plan,
    steps: [...plan.steps.slice(0, at), hidden, ...plan.steps.slice(at)],
  };
}

const ORDINARY_SCREENS = 100;
const ORDINARY_MEGAPIXELS = 100;

/** A page's size as the plan's allowance counts it. */
export interface PageSize {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly viewWidthCss: number;
  readonly viewHeightCss: number;
  readonly devicePixelRatio: number;
}

/** What a step of a page of this size may take beyond the plan's deadline, milliseconds; 0 for most. */
export function extraMs(plan: CapturePlan, name: StepName, size: PageSize): number {
  const width = Math.min(size.widthCss, plan.caps.widthCss);
  const height = Math.min(size.heightCss, plan.caps.heightCss);
  if (name === 'scroll-through') {
    const across = Math.ceil(width / Math.max(100, size.viewWidthCss));
    const screens = across * Math.ceil(height / Math.max(100, size.viewHeightCss));
    const counted = Math.min(screens, plan.caps.screens);
    return Math.round(plan.large.screenMs * Math.max(0, counted - ORDINARY_SCREENS));
  }
  if (name !== 'tiles' && name !== 'without-overlays') return 0;
  const megapixels = (width * height * size.devicePixelRatio ** 2) / 1e6;
  return Math.round(plan.large.megapixelMs * Math.max(0, megapixels - ORDINARY_MEGAPIXELS));
}

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
