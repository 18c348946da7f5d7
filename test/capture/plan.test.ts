import { describe, expect, it } from 'vitest';
import {
  extraMs,
  PICTURE_AND_FACTS,
  STEP_NAMES,
  withArchive,
  withOverlaysHidden,
  type PageSize,
  type StepName,
} from '#src/capture/plan.ts';

const ARCHIVE: readonly StepName[] = ['archive', 'reading-copy'];
const VIEW = { viewWidthCss: 1_280, viewHeightCss: 800 };

function size(heightCss: number, devicePixelRatio = 1, widthCss = 1_280): PageSize {
  return { ...VIEW, widthCss, heightCss, devicePixelRatio };
}

describe('extraMs', () => {
  it('gives an ordinary page nothing', () => {
    for (const name of STEP_NAMES) expect(extraMs(PICTURE_AND_FACTS, name, size(70_000))).toBe(0);
  });

  it('gives a tall page time for each view and each million px beyond the ordinary', () => {
    expect(extraMs(PICTURE_AND_FACTS, 'scroll-through', size(1_000_000))).toBe(250 * 1_150);
    expect(extraMs(PICTURE_AND_FACTS, 'tiles', size(1_000_000))).toBe(500 * 1_180);
    expect(extraMs(PICTURE_AND_FACTS, 'tiles', size(100_000, 3))).toBe(500 * 1_052);
    expect(extraMs(PICTURE_AND_FACTS, 'text', size(1_000_000))).toBe(0);
  });

  it('counts no more of a page than the caps let be pictured', () => {
    const most = extraMs(PICTURE_AND_FACTS, 'tiles', size(1_000_000, 1, 60_000));
    expect(extraMs(PICTURE_AND_FACTS, 'tiles', size(9e9, 1, 9e9))).toBe(most);
    const screens = extraMs(PICTURE_AND_FACTS, 'scroll-through', size(9e9, 1, 9e9));
    expect(screens).toBe(250 * (PICTURE_AND_FACTS.caps.screens - 100));
  });
});

describe('withOverlaysHidden', () => {
  it('adds the step after everything that reads the page, and leaves the plan it was given', () => {
    const names = withOverlaysHidden(PICTURE_AND_FACTS).steps.map(({ name }) => name);
    expect(names).toEqual(STEP_NAMES.filter((name) => !ARCHIVE.includes(name)));
    expect(names.indexOf('without-overlays')).toBeGreaterThan(names.indexOf('passing-text'));
    expect(PICTURE_AND_FACTS.steps.map(({ name }) => name)).not.toContain('without-overlays');
  });
});

describe('withArchive', () => {
  it('adds its steps at the very end, with time of their own, and leaves the plan it was given', () => {
    const plan = withArchive(withOverlaysHidden(PICTURE_AND_FACTS));
    expect(plan.steps.map(({ name }) => name)).toEqual([...STEP_NAMES]);
    expect(plan.kind).toBe('full-archive');
    expect(plan.wholeMs).toBeGreaterThan(PICTURE_AND_FACTS.wholeMs);
    for (const name of ARCHIVE)
      expect(PICTURE_AND_FACTS.steps.map((step) => step.name)).not.toContain(name);
  });
});

describe('PICTURE_AND_FACTS', () => {
  it('takes in a million px down and 50,000 across, in tiles within its own cap at ratio 3', () => {
    const { caps } = PICTURE_AND_FACTS;
    expect(caps.heightCss).toBe(1_000_000);
    expect(caps.widthCss).toBeGreaterThanOrEqual(50_000);
    expect(caps.screens * 800 * 0.9).toBeGreaterThan(caps.heightCss);
    expect(caps.tiles).toBeGreaterThan((caps.heightCss * 3) / (4_096 - 64 * 3));
  });
});
