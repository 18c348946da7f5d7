import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainAnswer } from './memory-ports.ts';
import { ADDRESS, CODES, TestApp } from './test-app.ts';

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
});
afterEach(async () => {
  await app.close();
});

function visits() {
  return app.screen('review').visits;
}

describe('a review', () => {
  it('records every address with its redirects, status and title, before it is asked for', async () => {
    await app.toReview();
    app.ports.browser.answers.set(ADDRESS, [
      { kind: 'redirected', from: ADDRESS, to: `${ADDRESS}/new`, status: 302 },
      ...plainAnswer(`${ADDRESS}/new`, 404),
    ]);
    await app.do('review.open', { address: ADDRESS });
    expect(visits()).toMatchObject([
      {
        number: 1,
        address: ADDRESS,
        finalAddress: `${ADDRESS}/new`,
        status: 404,
        redirects: 1,
        title: 'A page',
        outcome: 'shown',
      },
    ]);
    expect(app.ports.capture.networks).toBe(1);
  });

  it('records a refused address and an unreachable one, each with its code', async () => {
    await app.toReview();
    await expect(app.do('review.open', { address: 'ftp://x.example/' })).rejects.toMatchObject({
      code: 'ADDRESS_SCHEME',
    });
    app.ports.browser.answers.set(ADDRESS, [
      {
        kind: 'failed',
        address: ADDRESS,
        code: 'PAGE_UNREACHABLE',
        detail: 'ERR_NAME_NOT_RESOLVED',
      },
    ]);
    await app.do('review.open', { address: ADDRESS });
    expect(visits().map(({ outcome, failure }) => [outcome, failure?.code])).toEqual([
      ['refused', 'ADDRESS_SCHEME'],
      ['failed', 'PAGE_UNREACHABLE'],
    ]);
  });

  it('starts another site as text in a new view, whoever goes there', async () => {
    await app.toReview();
    await app.visit();
    await app.agree('pictures');
    expect(app.screen('review').pictures).toBe('plain');
    app.ports.browser.emit({ kind: 'started', address: 'https://feed.example/other' });
    expect(app.ports.browser.opened).toHaveLength(2);
    app.ports.browser.emit({ kind: 'started', address: 'https://elsewhere.example/' });
    await app.until(() => app.ports.browser.opened.length === 3, 'the new view');
    expect(app.ports.browser.opened.at(-1)).toMatchObject({
      address: 'https://elsewhere.example/',
      pictures: false,
    });
    expect(app.screen('review').pictures).toBe('not-loaded');
    expect(visits().map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('takes pictures off by one click, and puts them on only by both', async () => {
    await app.toReview();
    await app.visit();
    await app.agree('pictures');
    await app.do('review.pictures-off', {});
    expect(app.ports.browser.opened.at(-1)?.pictures).toBe(false);
    await app.do('review.reload', {});
    expect(app.ports.browser.opened.at(-1)?.pictures).toBe(false);
  });

  it('closes a page that navigates without end', async () => {
    await app.toReview();
    await app.visit();
    for (let times = 0; times < 60; times++) {
      app.ports.browser.emit({ kind: 'in-page', address: `${ADDRESS}#${times}` });
    }
    expect(app.ports.browser.hasPage).toBe(false);
    expect(visits()[0]).toMatchObject({ outcome: 'failed', failure: { code: 'PAGE_FAILED' } });
  });

  it('says that what a page led to was no page, and goes on with the one that is still there', async () => {
    await app.toReview();
    await app.visit();
    const [before] = visits();
    const { finalAddress, status, title } = { ...before };
    const address = finalAddress ?? '';
    app.ports.browser.emit({ kind: 'started', address: `${ADDRESS}/report.zip` });
    app.ports.browser.emit({ kind: 'stayed', address });
    expect(visits().slice(1)).toMatchObject([
      { address: `${ADDRESS}/report.zip`, outcome: 'failed', failure: { code: 'PAGE_FAILED' } },
      { address, finalAddress, status, title, outcome: 'shown' },
    ]);
    expect(app.ports.browser.hasPage).toBe(true);
  });

  it('counts what the page was refused, one entry a second', async () => {
    await app.toReview();
    await app.visit();
    for (let times = 0; times < 500; times++) {
      app.ports.browser.emit({ kind: 'refused', what: 'pop-up', address: 'https://pop.example/' });
    }
    app.ports.scheduler.pass(1000);
    expect(app.screen('review').refused).toEqual([{ what: 'Pop-ups', count: 500 }]);
    await app.do('screen.go', { to: 'investigation' });
    const lines = app
      .screen('investigation')
      .timeline.filter(({ what }) => what.includes('pop-up'));
    expect(lines).toHaveLength(1);
  });

  it('survives hostile texts from a page', async () => {
    await app.toReview();
    await app.visit();
    app.ports.browser.emit({ kind: 'titled', title: '\ud800'.repeat(5000) });
    app.ports.browser.emit({
      kind: 'in-page',
      address: `https://x.example/${'\ud800'.repeat(20_000)}`,
    });
    app.ports.browser.emit({ kind: 'finished' });
    expect(app.countersign.view().notice).toBeNull();
    expect(app.ports.browser.hasPage).toBe(true);
  });
});

describe('an agreement', () => {
  it('takes each person’s own code: one code can’t press both halves', async () => {
    await app.toReview();
    await app.visit();
    await app.do('agreement.propose', { what: 'capture' });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    const wrong = app.do('agreement.agree', { half: 'second', sittingCode: CODES.first });
    await expect(wrong).rejects.toMatchObject({ code: 'SITTING_CODE_WRONG' });
    expect(app.screen('review').agreement).toMatchObject({
      lastWrongHalf: 'second',
      secondAgreedAt: null,
    });
    expect(app.screen('review').progress).toBeNull();
  });

  it('pauses the sitting at the third wrong code', async () => {
    await app.toReview();
    await app.visit();
    await app.do('agreement.propose', { what: 'pictures' });
    for (let times = 0; times < 3; times++) {
      await expect(
        app.do('agreement.agree', { half: 'second', sittingCode: '0000' }),
      ).rejects.toMatchObject({
        code: 'SITTING_CODE_WRONG',
      });
    }
    expect(app.screen('sign-in').pausedReason).toBe('A wrong sitting code was given three times.');
    expect(app.ports.browser.hasPage).toBe(false);
  });

  it('can be taken back or dropped, and then nothing happens', async () => {
    await app.toReview();
    await app.visit();
    await app.do('agreement.propose', { what: 'capture' });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.take-back', { half: 'first' });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    expect(app.screen('review').agreement).toMatchObject({ firstAgreedAt: null });
    await app.do('agreement.drop', {});
    expect(app.screen('review').agreement).toBeNull();
  });
});

describe('a capture', () => {
  it('is kept only with its doubts answered', async () => {
    await app.toReview();
    await app.visit();
    const doubt = {
      doubtId: 'd1',
      code: 'NOT_OK',
      question: 'Does it matter?',
      fact: 'Answered 404',
    };
    app.ports.capture.outcome = { state: 'partial', missing: ['One picture'], doubts: [doubt] };
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    const { check } = app.screen('review');
    const captureId = check?.captureId ?? '';
    expect(check).toMatchObject({
      state: 'partial',
      missing: ['One picture'],
      doubts: [{ number: 1 }],
    });
    expect((await app.do('capture.preview', { captureId })).png.length).toBeGreaterThan(0);
    await expect(app.do('capture.accept', { captureId, answers: [] })).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
    });
    const answers = [{ doubtId: 'd1', keep: true, reason: 'The text is what matters' }];
    expect(await app.do('capture.accept', { captureId, answers })).toEqual({ exhibitRef: 'RJT/1' });
    await expect(app.do('capture.accept', { captureId, answers })).rejects.toMatchObject({
      code: 'CAPTURE_UNKNOWN',
    });
  });

  it('can be discarded: no key of it is kept', async () => {
    const investigationId = await app.toReview();
    await app.visit();
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    const captureId = app.screen('review').check?.captureId ?? '';
    await app.do('capture.discard', { captureId, reason: 'Blurred' });
    expect(app.screen('review')).toMatchObject({ check: null, exhibits: [] });
    expect(investigationId).not.toBe('');
  });

  it('can be cancelled while it is made, and is on record as stopped', async () => {
    await app.toReview();
    await app.visit();
    app.ports.capture.during = async () => {
      app.ports.capture.during = null;
      await app.do('capture.cancel', {});
    };
    await app.agree('capture');
    await app.until(() => app.screen('review').progress === null, 'the end of the capture');
    expect(app.screen('review').check).toBeNull();
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain('Capture stopped: nothing of it was kept');
  });

  it('is dropped by a pause: nobody can keep it afterwards', async () => {
    const id = await app.toReview();
    await app.visit();
    app.ports.capture.during = () => {
      app.countersign.pause('screen-locked');
    };
    await app.agree('capture');
    await app.until(() => !app.countersign.view().signedIn, 'the pause');
    expect(app.screen('sign-in').pausedReason).toBe('The computer’s screen was locked.');
    await app.do('signin.choose', { investigationId: id });
    await app.signIn();
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain('Capture stopped: nothing of it was kept');
    expect(said.some((what) => what.startsWith('Capture failed'))).toBe(false);
  });
});
