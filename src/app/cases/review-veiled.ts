import type { UseCase } from '../use-case.ts';
import { veiledPicture } from '../veil.ts';

/** The veiled picture of the page as it is now, from memory only. */
export const lookVeiled: UseCase<'review.veiled'> = async (app) => {
  const png = await veiledPicture(app);
  return { png: png === null ? null : new Uint8Array(png) };
};
