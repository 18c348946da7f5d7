import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PEOPLE } from '#scripts/demo/people.ts';
import type { CaptureCheckView } from '#src/contract/views.ts';
import { STEP_MS, type RunningApp } from './e2e.ts';

/** Both sign in already: create an investigation of a subject that nobody knows, and go to its review. */
export async function createInvestigation(app: RunningApp, title: string): Promise<void> {
  await app.do('investigation.create', {
    ...{ title, reason: 'It was reported.', scope: 'What was reported.' },
    ...{ subjectKind: 'unknown', excludedIds: [], lado: null, credentials: app.both() },
    firstReviewerId: app.credential(PEOPLE.first).personId,
    secondReviewerId: app.credential(PEOPLE.second).personId,
    authority: {
      givenById: app.credential(PEOPLE.head).personId,
      givenAt: new Date().toISOString(),
      document: 'Letter (fictional)',
    },
  });
  await app.do('screen.go', { to: 'review' });
  await app.hands.on('review');
}

/** Both agree to capture the page that is shown, and keep it whatever is in doubt. @returns what they were shown of it */
export async function captureAndKeep(app: RunningApp): Promise<CaptureCheckView> {
  await app.agree('capture');
  const check = await app.hands.until(
    'the capture to be made',
    ({ screen }) => screen.kind === 'review' && screen.check,
    STEP_MS * 3,
  );
  const answers = check.doubts.map(({ doubtId }) => ({
    ...{ doubtId, keep: true, reason: 'Seen by both.' },
  }));
  await app.do('capture.accept', { captureId: check.captureId, answers });
  return check;
}

/** From the review to a sealed pack: concluded, signed, judged, signed again, exported. @returns its bytes */
export async function exportPack(app: RunningApp): Promise<Uint8Array> {
  await app.do('review.complete', {});
  await app.do('record.conclusion', { rows: ['It is what was reported.'] });
  await signRecord(app);
  await app.do('judgement.make', {
    ...{ substance: true, reasons: 'A test.', outcome: 'internal-action', actions: ['None.'] },
    credentials: app.both(PEOPLE.dsl, PEOPLE.head),
  });
  await signRecord(app);
  await app.do('screen.go', { to: 'export' });
  await app.do('export.start', {
    ...{ recipient: 'Evidence desk', organisation: 'Fictional Constabulary' },
    ...{ purpose: 'A test.', lawfulBasis: 'Public task.' },
    dsl: app.credential(PEOPLE.dsl),
    headteacher: app.credential(PEOPLE.head),
  });
  await app.hands.until(
    'the pack',
    ({ screen }) => screen.kind === 'export' && screen.done?.verified,
    STEP_MS * 3,
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-pack-'));
  try {
    await app.driver.saveInto(folder);
    await app.do('export.save', {});
    return readFileSync(path.join(folder, readdirSync(folder)[0] ?? ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signRecord(app: RunningApp): Promise<void> {
  await app.do('screen.go', { to: 'record' });
  await app.do('record.sign', { half: 'first', passphrase: PEOPLE.first.passphrase });
  await app.do('record.sign', { half: 'second', passphrase: PEOPLE.second.passphrase });
}
