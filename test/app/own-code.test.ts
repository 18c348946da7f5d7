import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import { CODES, TestApp } from './test-app.ts';

const TWELVE_HOURS_MS = 12 * 60 * 60 * 1000;

let template: TestApp;
let app: TestApp;

beforeAll(async () => {
  template = await TestApp.template();
});
afterAll(() => {
  template.ports.remove();
});
beforeEach(async () => {
  app = await TestApp.of(template);
  await app.toReview();
  await app.visit();
});
afterEach(async () => {
  await app.close();
});

/** Agree on one side; a refusal is thrown. */
function agree(half: 'first' | 'second', sittingCode: string): Promise<unknown> {
  return app.do('agreement.agree', { half, sittingCode });
}

async function refused(act: Promise<unknown>, code: EvidenceErrorCode): Promise<void> {
  await expect(act).rejects.toMatchObject({ code });
}

/** What two agree to: that the pictures are asked for, that the page is kept. */
describe.each(['veiled', 'pictures', 'capture'] as const)('agreement to %s', (what) => {
  beforeEach(async () => {
    if (what === 'pictures') await app.agree('veiled');
  });

  const happened = (): boolean =>
    what !== 'capture'
      ? app.ports.browser.opened.some(
          ({ pictures, veiled }) => pictures && veiled === (what === 'veiled'),
        )
      : app.screen('review').progress !== null || app.screen('review').check !== null;

  it('takes each person’s own code: one person’s on both sides is refused', async () => {
    await app.do('agreement.propose', { what });
    await agree('first', CODES.first);
    await refused(agree('second', CODES.first), 'SITTING_CODE_WRONG');
    expect(app.screen('review').agreement).toMatchObject({ secondAgreedAt: null });
    expect(happened()).toBe(false);
    await agree('second', CODES.second);
    await app.until(happened, what);
  });

  it('takes two people: the same side twice is refused, with the right code as with the other’s', async () => {
    await app.do('agreement.propose', { what });
    await agree('first', CODES.first);
    await refused(agree('first', CODES.first), 'INVESTIGATION_REFUSED');
    await refused(agree('first', CODES.second), 'SITTING_CODE_WRONG');
    expect(happened()).toBe(false);
  });

  it('ends with the sitting: the second half after twelve hours is refused', async () => {
    await app.do('agreement.propose', { what });
    await agree('first', CODES.first);
    app.ports.clock.pass(TWELVE_HOURS_MS + 1);
    await refused(agree('second', CODES.second), 'SITTING_EXPIRED');
    expect(happened()).toBe(false);
  });

  it('does not outlive a pause: what one had agreed to before it is gone', async () => {
    const chosen = app.countersign.view().investigation?.investigationId ?? '';
    await app.do('agreement.propose', { what });
    await agree('first', CODES.first);
    app.countersign.pause('leaving');
    await app.do('signin.choose', { investigationId: chosen });
    await app.signIn();
    await refused(agree('second', CODES.second), 'COMMAND_REFUSED');
    await app.do('screen.go', { to: 'review' });
    expect(happened()).toBe(false);
  });
});

describe('capture.accept', () => {
  it('is refused once the sitting has run out: what both attested before it is not kept', async () => {
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    const captureId = app.screen('review').check?.captureId ?? '';
    app.ports.clock.pass(TWELVE_HOURS_MS + 1);
    await refused(app.do('capture.accept', { captureId, answers: [] }), 'SITTING_EXPIRED');
    await refused(app.do('capture.preview', { captureId }), 'SITTING_EXPIRED');
    expect(app.screen('review').exhibits).toEqual([]);
  });
});

describe('record.sign', () => {
  it('takes each reviewer’s own passphrase: one person signing their half twice is refused', async () => {
    await app.do('review.complete', {});
    await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
    const first = { half: 'first', passphrase: app.passphrase('RJT') } as const;
    await app.do('record.sign', first);
    await refused(app.do('record.sign', first), 'VAULT_SAME_PERSON');
    await refused(app.do('record.sign', { ...first, half: 'second' }), 'PASSPHRASE_WRONG');
  });
});
