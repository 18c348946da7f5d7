import type { Hands } from './hands.ts';
import { bothSign, exportPack, judge, signRecord } from './conclude.ts';
import {
  agreeToPictures,
  beginCapture,
  beginInvestigation,
  flag,
  goToReview,
  keepCapture,
  noConcern,
  open,
  reviewOf,
} from './investigate.ts';

/** What the first investigation came to. */
export interface FirstOutcome {
  readonly reference: string;
  readonly investigationId: string;
  readonly exhibitRefs: readonly string[];
}

/** What is left to read of the second, stopped one. */
export interface StoppedOutcome {
  readonly reference: string;
  readonly investigationId: string;
  readonly stoppedAt: string;
  readonly underWay: string | null;
  readonly level: string;
  readonly lockedExhibits: readonly unknown[];
  readonly did: readonly string[];
}

/**
 * The main job: two reviewers open a site text first, say why it concerns them, agree, capture it, go
 * on to others, sign the record; senior staff judge; both sign again; DSL and headteacher export.
 * @param site - origin of the fictional site
 * @param saveTo - folder that the pack is saved into
 */
export async function firstInvestigation(
  hands: Hands,
  site: string,
  saveTo: string,
): Promise<FirstOutcome> {
  const about = {
    title: 'Anonymous posts, Year 9',
    reason: 'A form tutor was told of posts on a social site that leave a pupil out.',
    scope: 'The feed of the site and the pages it links to, this week.',
  };
  const begun = await beginInvestigation(hands, about, true);
  await goToReview(hands);
  await open(hands, `${site}/`);
  await hands.picture('review-text-first');
  await flag(hands, 'One post tells a pupil to stay away, another puts somebody out of the group.');
  await agreeToPictures(hands, 'review-pictures-asked');
  await hands.picture('review-pictures-shown');
  await beginCapture(hands, 'review-capture-asked');
  const exhibitRefs = [await keepCapture(hands, 'capture-check')];
  await hands.picture('review-kept');
  await open(hands, `${site}/old-feed`);
  await flag(hands, 'The thread speaks of the same pupil.');
  await beginCapture(hands, null);
  exhibitRefs.push(await keepCapture(hands, null));
  await open(hands, `${site}/tall`);
  await noConcern(hands);
  await open(hands, `${site}/gone`);
  await flag(hands, 'The page is no longer there.');
  await hands.picture('review-page-not-there');
  await signRecord(hands, 'The concern has substance. Year team to speak to those concerned.');
  await hands.press('Back to the overview');
  await hands.on('investigation');
  await hands.picture('overview');
  await hands.press('Record the judgement');
  await judge(hands);
  await hands.press('Open the record');
  await hands.on('record');
  await bothSign(hands, 'record-second-version');
  await hands.press('Back to the overview');
  await hands.on('investigation');
  await hands.press('Make a pack');
  await exportPack(hands, saveTo);
  await hands.press('Back to the overview');
  await hands.on('investigation');
  await hands.press('All investigations');
  await hands.on('board');
  return { ...begun, exhibitRefs };
}

/** A second investigation: one capture is kept, and during the next one reviewer presses STOP. */
export async function stoppedInvestigation(hands: Hands, site: string): Promise<StoppedOutcome> {
  const about = {
    title: 'Shared link, Year 8',
    reason: 'A link was passed round; nobody has opened it yet.',
    scope: 'The one link and where it leads.',
  };
  const begun = await beginInvestigation(hands, about, false);
  await goToReview(hands);
  await open(hands, `${site}/forum/thread-12`);
  await flag(hands, 'The thread passes the link round.');
  await beginCapture(hands, null);
  await keepCapture(hands, null);
  await open(hands, `${site}/tall`);
  await flag(hands, 'It goes on and on.');
  await beginCapture(hands, null);
  await hands.until('the capture to be under way', (view) => {
    const progress = reviewOf(view)?.progress;
    return progress !== null && progress !== undefined && progress.done >= 2;
  });
  await hands.driver.press('F12');
  await hands.on('stopped');
  hands.say('STOP pressed during a capture: the page is gone, the evidence is locked');
  await hands.picture('stopped');
  const stopped = await hands.until('the lock to be recorded', ({ screen }) =>
    screen.kind === 'stopped' && screen.recorded ? screen : null,
  );
  const { stoppedAt, underWay, level, lockedExhibits, did } = stopped;
  return { ...begun, stoppedAt, underWay, level, lockedExhibits, did };
}
