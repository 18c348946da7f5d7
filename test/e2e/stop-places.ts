import { PEOPLE } from '#scripts/demo/people.ts';
import { STEP_MS, type RunningApp } from '#test/support/e2e.ts';

/** A capture that waits to be kept. */
export async function toCheck(app: RunningApp, address: string): Promise<void> {
  await app.toReview();
  await app.visit(address);
  await app.concern();
  await app.agree('capture');
  await app.hands.until(
    'the capture to be made',
    ({ screen }) => screen.kind === 'review' && screen.check !== null,
    STEP_MS * 2,
  );
}

/** The record, ready to be signed. */
export async function toRecord(app: RunningApp): Promise<void> {
  await app.toReview();
  await app.do('review.complete', {});
  await app.do('screen.go', { to: 'record' });
  await app.hands.on('record');
  const { rows } = await app.screen('record');
  const conclusions = rows.length === 0 ? ['Nothing'] : rows.map(() => 'It has substance.');
  await app.do('record.conclusion', { rows: conclusions.slice(0, 1) });
}

/** Both sign the version that is shown. */
async function sign(app: RunningApp): Promise<void> {
  await app.hands.until(
    'nothing to be missing',
    ({ screen }) => screen.kind === 'record' && screen.signRefusal === null,
    STEP_MS,
  );
  await app.do('record.sign', { half: 'first', passphrase: PEOPLE.first.passphrase });
  await app.do('record.sign', { half: 'second', passphrase: PEOPLE.second.passphrase });
}

/** The judgement, before it is made. */
export async function toJudge(app: RunningApp): Promise<void> {
  await toRecord(app);
  await sign(app);
  await app.do('screen.go', { to: 'judge' });
  await app.hands.on('judge');
}

/** The export, before anything was made. */
export async function toExport(app: RunningApp): Promise<void> {
  await toJudge(app);
  await app.do('judgement.make', {
    substance: true,
    reasons: 'The thread names a pupil.',
    outcome: 'internal-action',
    actions: ['The parents were told.'],
    credentials: app.both(PEOPLE.dsl, PEOPLE.head),
  });
  await app.do('screen.go', { to: 'record' });
  await app.hands.on('record');
  await sign(app);
  await app.do('screen.go', { to: 'export' });
  await app.hands.on('export');
}
