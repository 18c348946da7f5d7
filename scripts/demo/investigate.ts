import type { AppView, ReviewView } from '#src/contract/views.ts';
import type { Hands } from './hands.ts';
import { firstName, PEOPLE } from './people.ts';

/** What a new investigation is filled with. */
export interface NewInvestigation {
  readonly title: string;
  readonly reason: string;
  readonly scope: string;
}

/** The review screen's view. */
export function reviewOf({ screen }: AppView): ReviewView | null {
  return screen.kind === 'review' ? screen : null;
}

/** Both reviewers' passphrases under a weighty act whose people are fixed. */
async function bothPassphrases(hands: Hands): Promise<void> {
  await hands.type(`${firstName(PEOPLE.first)}’s passphrase`, PEOPLE.first.passphrase);
  await hands.type(`${firstName(PEOPLE.second)}’s passphrase`, PEOPLE.second.passphrase);
}

/**
 * Begin an investigation, one question at a time, and open it.
 * @returns its reference and id
 */
export async function beginInvestigation(
  hands: Hands,
  about: NewInvestigation,
  pictures: boolean,
): Promise<{ readonly reference: string; readonly investigationId: string }> {
  await hands.on('board');
  if (pictures) await hands.picture('board');
  await hands.press('New investigation');
  await hands.on('new-investigation');
  await hands.type('Neutral title', about.title);
  await hands.type('Reason for investigation', about.reason);
  if (pictures) await hands.picture('new-reason');
  await hands.press('Continue');
  await hands.type('Scope', about.scope);
  await hands.press('Continue');
  await hands.choose('radio', 'We don’t know');
  await hands.press('Continue');
  await hands.press('Continue');
  await hands.pick('First reviewer', `${PEOPLE.first.name}, ${PEOPLE.first.position}`);
  await hands.pick('Second reviewer', `${PEOPLE.second.name}, ${PEOPLE.second.position}`);
  if (pictures) await hands.picture('new-reviewers');
  await hands.press('Continue');
  await hands.pick('Given by', `${PEOPLE.head.name}, ${PEOPLE.head.position}`);
  await hands.press('Now');
  await hands.type('The document', 'Letter of today, filed with the DSL (fictional)');
  await hands.press('Continue');
  const reference = await hands.until('the reference', ({ screen }) =>
    screen.kind === 'new-investigation' ? screen.reference : null,
  );
  await bothPassphrases(hands);
  if (pictures) await hands.picture('new-check');
  await hands.press(`Begin ${reference}`);
  await hands.until(
    'the investigation to be made',
    ({ screen }) => screen.kind !== 'new-investigation',
  );
  const investigationId = await hands.until('the investigation', ({ investigation, screen }) =>
    investigation?.reference === reference
      ? investigation.investigationId
      : screen.kind === 'board'
        ? screen.investigations.find((one) => one.reference === reference)?.investigationId
        : null,
  );
  hands.say(`Investigation ${reference} begun on the headteacher’s authority`);
  return { reference, investigationId };
}

/** Go to the review screen of the investigation that is open. */
export async function goToReview(hands: Hands): Promise<void> {
  await hands.on('investigation');
  await hands.driver.click('button', 'the review', { waitMs: 20_000 });
  await hands.on('review');
}

/** Open an address in the review browser and wait for what came of it. */
export async function open(hands: Hands, address: string): Promise<void> {
  const before = reviewOf(await hands.view())?.visits.length ?? 0;
  await hands.type('Address of the page under review', address);
  await hands.driver.press('Enter');
  const visit = await hands.until(`an outcome of ${address}`, (view) => {
    const review = reviewOf(view);
    const current = review?.current;
    return review !== null && review.visits.length > before && current?.outcome !== 'loading'
      ? current
      : null;
  });
  const status =
    visit.status === null ? (visit.failure?.code ?? visit.outcome) : String(visit.status);
  hands.say(`Visit ${visit.number}: ${visit.address} → ${status}, ${visit.redirects} redirects`);
}

/** Both give their own sitting codes to what is being agreed. */
export async function bothAgree(hands: Hands): Promise<void> {
  for (const person of [PEOPLE.first, PEOPLE.second]) {
    const name = firstName(person);
    await hands.type(`${name}’s sitting code`, person.code);
    await hands.press(`I agree, ${name}`);
  }
}

/** Agree to see the pictures of this site, veiled and then plain; the page is loaded anew with them each time. */
export async function agreeToPictures(hands: Hands, picture: string | null): Promise<void> {
  await hands.driver.click('button', 'Veiled', { waitMs: 20_000 });
  await hands.driver.waitForText('Load the pictures on this site, veiled?');
  await bothAgree(hands);
  await hands.until('the pictures to be veiled', (view) => {
    const review = reviewOf(view);
    return review?.pictures === 'veiled' && review.current?.outcome === 'shown';
  });
  await hands.driver.click('button', 'Plain', { waitMs: 20_000 });
  await hands.driver.waitForText('Show the pictures on this site?');
  if (picture !== null) await hands.picture(picture);
  await bothAgree(hands);
  await hands.until('the pictures to be shown', (view) => {
    const review = reviewOf(view);
    return review?.pictures === 'plain' && review.current?.outcome === 'shown';
  });
  hands.say('Both agreed to the pictures, veiled and then plain');
}

/** Say why the page concerns them. */
export async function flag(hands: Hands, reason: string): Promise<void> {
  await hands.type('Reason for concern', reason);
  await hands.press('It concerns us');
  await hands.until(
    'the concern to be recorded',
    (view) => reviewOf(view)?.current?.judgement === 'concern',
  );
}

/** Say that the page is of no concern. */
export async function noConcern(hands: Hands): Promise<void> {
  await hands.press('Nothing of concern');
  await hands.until(
    'that to be recorded',
    (view) => reviewOf(view)?.current?.judgement === 'no-concern',
  );
}

/** Both agree to a capture; it begins. */
export async function beginCapture(hands: Hands, picture: string | null): Promise<void> {
  await hands.press('Capture this page…');
  await hands.driver.waitFor('button', `I agree, ${firstName(PEOPLE.first)}`, { exact: true });
  if (picture !== null) await hands.picture(picture);
  await bothAgree(hands);
}

const PICTURE_IS_THERE = `document.querySelector('[aria-label^="Picture of the page"] img')?.complete === true`;

/** Answer every doubtful point and keep the capture. @returns the exhibit's reference */
export async function keepCapture(hands: Hands, picture: string | null): Promise<string> {
  const check = await hands.until(
    'the capture to be made',
    (view) => reviewOf(view)?.check,
    180_000,
  );
  if (picture !== null) {
    await hands.driver.waitUntil(
      () => hands.driver.evaluate(PICTURE_IS_THERE),
      'the picture to be on the screen',
      60_000,
    );
    await hands.picture(picture);
  }
  for (const { number } of check.doubts) {
    await hands.driver.click('radio', 'It doesn’t matter', { nth: 0, waitMs: 20_000 });
    await hands.type(
      'Why it doesn’t matter',
      'Seen by both of us; it changes nothing (demonstration).',
    );
    await hands.press(`Answer point ${number}`);
  }
  await hands.press('Keep it');
  const before = check.captureId;
  const kept = await hands.until('the exhibit', (view) => {
    const review = reviewOf(view);
    return review !== null && review.check?.captureId !== before ? review.exhibits.at(-1) : null;
  });
  const missing = kept.missing.length === 0 ? '' : `, missing: ${kept.missing.join('; ')}`;
  hands.say(
    `Kept as ${kept.exhibitRef}, ${kept.state}${missing}: tiles: ${check.tiles}, doubtful points answered: ${check.doubts.length}`,
  );
  return kept.exhibitRef;
}
