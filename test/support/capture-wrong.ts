import { PICTURE_AND_FACTS, type CapturePlan } from '#src/capture/plan.ts';
import { capturePage, type Captured } from './captured.ts';
import type { RawBrowser } from './raw-devtools.ts';
import type { WrongPage } from './site/wrong.ts';

const { caps } = PICTURE_AND_FACTS;
const PLAN: CapturePlan = { ...PICTURE_AND_FACTS, caps: { ...caps, screens: 15, innerTiles: 8 } };

/** Capture one of the pages that go wrong, with caps low enough to be reached soon. */
export async function captureWrong(
  browser: RawBrowser,
  origin: string,
  { path, loadMs, context }: WrongPage,
): Promise<Captured> {
  return await capturePage(browser, origin + path, {
    plan: PLAN,
    ...(loadMs === undefined ? {} : { loadMs }),
    ...(context === undefined ? {} : { context }),
  });
}
