/** How large the screens can be shown, in order; 2 is what WCAG 1.4.4 asks for. */
export const ZOOM_FACTORS: readonly number[] = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** What a key does to the size of the screens. */
export type ZoomStep = 'in' | 'out' | 'reset';

/** A key as Electron reports it before any page hears of it, with what is held down. */
export interface PressedWith {
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
}

/** What the keys do, with Control (on macOS with Command), Shift or not: `+` is on `=` of most keyboards. */
const STEPS: Readonly<Record<string, ZoomStep>> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  _: 'out',
  '0': 'reset',
};

/**
 * Decide whether a key changes the size of the screens.
 * @returns null for every other key, and with Alt (AltGr types signs on many keyboards)
 */
export function zoomStepOf({ key, control, meta, alt }: PressedWith): ZoomStep | null {
  if (alt || !(control || meta) || !Object.hasOwn(STEPS, key)) return null;
  return STEPS[key] ?? null;
}

/**
 * The size after a step; at either end it stays.
 * @param factor - one of {@link ZOOM_FACTORS}
 */
export function nextZoom(factor: number, step: ZoomStep): number {
  if (step === 'reset') return 1;
  const next =
    step === 'in'
      ? ZOOM_FACTORS.find((one) => one > factor)
      : ZOOM_FACTORS.findLast((one) => one < factor);
  return next ?? factor;
}
