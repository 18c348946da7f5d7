/** What the two can be asked to agree to. */
export const AGREEMENTS = [
  'veiled',
  'pictures',
  'capture',
  'archive',
  'overlays',
  'part',
  'exception',
] as const;
export type AgreedWhat = (typeof AGREEMENTS)[number];
