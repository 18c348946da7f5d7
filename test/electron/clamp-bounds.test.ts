import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAR_HEIGHT_PX, clampBounds } from '#electron/clamp-bounds.ts';
import { ZOOM_FACTORS } from '#electron/guard/decide-zoom.ts';

const window = { width: 1440, height: 900 };

describe('clampBounds', () => {
  it('keeps bounds that lie below the bar and inside the window', () => {
    const bounds = { x: 100, y: 200, width: 800, height: 600 };
    expect(clampBounds(bounds, window)).toEqual(bounds);
  });

  it('cuts off what would cover the bar or leave the window', () => {
    expect(clampBounds({ x: -50, y: 0, width: 5000, height: 5000 }, window)).toEqual({
      x: 0,
      y: BAR_HEIGHT_PX,
      width: 1440,
      height: 900 - BAR_HEIGHT_PX,
    });
  });

  it.each([
    { x: 0, y: 0, width: 0, height: 0 },
    { x: 0, y: 0, width: 100, height: 60 },
    { x: 2000, y: 100, width: 10, height: 10 },
    { x: 0, y: 100, width: -5, height: 10 },
    { x: Number.NaN, y: 100, width: 5, height: 10 },
  ])('hides %j', (bounds) => {
    expect(clampBounds(bounds, window)).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });

  it('follows the screens’ zoom, the bar’s height with it', () => {
    const asked = { x: 20, y: 100, width: 600, height: 300 };
    expect(clampBounds(asked, window, 2)).toEqual({ x: 40, y: 200, width: 1200, height: 600 });
    expect(clampBounds({ ...asked, y: 0 }, window, 2)).toMatchObject({ y: 120, height: 480 });
    expect(clampBounds({ ...asked, y: 0 }, window, 1.25)).toMatchObject({ x: 25, y: 75 });
  });

  it('never covers the bar and never leaves the window, whatever is asked for', () => {
    const any = fc.oneof(fc.integer(), fc.double());
    const zooms = fc.constantFrom(...ZOOM_FACTORS);
    fc.assert(
      fc.property(any, any, any, any, zooms, (x, y, width, height, zoom) => {
        const bounds = clampBounds({ x, y, width, height }, window, zoom);
        if (bounds.width === 0) return;
        expect(bounds.y).toBeGreaterThanOrEqual(BAR_HEIGHT_PX * zoom);
        expect(bounds.x).toBeGreaterThanOrEqual(0);
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(window.width);
        expect(bounds.y + bounds.height).toBeLessThanOrEqual(window.height);
      }),
    );
  });
});
