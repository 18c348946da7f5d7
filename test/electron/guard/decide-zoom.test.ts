import { describe, expect, it } from 'vitest';
import { nextZoom, ZOOM_FACTORS, zoomStepOf, type ZoomStep } from '#electron/guard/decide-zoom.ts';

const plain = { control: false, meta: false, alt: false };
const held = { ...plain, control: true };

describe('zoomStepOf', () => {
  it.each([
    [{ ...held, key: '+' }, 'in'],
    [{ ...held, key: '=' }, 'in'],
    [{ ...held, key: '-' }, 'out'],
    [{ ...held, key: '_' }, 'out'],
    [{ ...held, key: '0' }, 'reset'],
    [{ ...plain, meta: true, key: '+' }, 'in'],
    [{ ...held, alt: true, key: '0' }, null],
    [{ ...held, key: '1' }, null],
    [{ ...held, key: 'constructor' }, null],
    [{ ...plain, key: '+' }, null],
    [{ ...plain, key: '0' }, null],
  ] as const)('says of %j: %s', (pressed, step) => {
    expect(zoomStepOf(pressed)).toBe(step);
  });
});

describe('nextZoom', () => {
  const after = (steps: readonly ZoomStep[], from = 1): number => steps.reduce(nextZoom, from);

  it('reaches 200 % in steps and stays there', () => {
    expect(after(['in'])).toBe(1.1);
    expect(after(['in', 'in', 'in', 'in', 'in'])).toBe(2);
    expect(after(Array<ZoomStep>(20).fill('in'))).toBe(2);
  });

  it('goes the same steps down, and stays at the smallest', () => {
    expect(after(['out'], 2)).toBe(1.75);
    expect(after(Array<ZoomStep>(20).fill('out'))).toBe(0.8);
  });

  it('goes back to the plain size from every other', () => {
    for (const factor of ZOOM_FACTORS) expect(nextZoom(factor, 'reset')).toBe(1);
  });
});
