import type { UseCase } from '../use-case.ts';
import { scrollVeiledPage } from '../veil.ts';

/** Move in the veiled page; what both are shown is still only its veiled picture. */
export const scrollTheVeiled: UseCase<'review.scroll-veiled'> = async (app, { by }) => {
  await scrollVeiledPage(app, by);
  return {};
};
