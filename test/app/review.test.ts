import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COVERED, plainAnswer } from './memory-ports.ts';
import { ADDRESS, CODES, TestApp } from './test-app.ts';
import { derOfPem, describeServerCertificate } from '#src/crypto/server-certificate.ts';
import { badCertificate } from '#test/support/site/certificates.ts';

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
        certificates: [],
      },
    ]);
    await app.do('review.open', { address: ADDRESS });
    expect(visits().map(({ outcome, failure }) => [outcome, failure?.code])).toEqual([
      ['refused', 'ADDRESS_SCHEME'],
      ['failed', 'PAGE_UNREACHABLE'],
    ]);
  });

  it('needs no judgement of an address that was refused before anything was opened', async () => {
    await app.toReview();
    await expect(app.do('review.open', { address: 'ftp://x.example/' })).rejects.toMatchObject({
      code: 'ADDRESS_SCHEME',
    });
    expect(app.screen('review')).toMatchObject({
      completeRefusal: null,
      visits: [{ outcome: 'refused', judgement: 'not-needed' }],
    });
    await app.do('review.open', { address: ADDRESS });
    expect(app.screen('review').completeRefusal).toContain('2 still open');
    await app.do('review.no-concern', { visitId: visits()[1]?.visitId ?? '' });
    await app.do('review.complete', {});
    expect(app.screen('record').rows).toEqual([
      { address: 'ftp://x.example/', concern: 'Tried and refused: nothing was opened' },
      { address: ADDRESS, concern: 'Nothing of concern' },
    ]);
    expect(app.screen('record').missing.filter((what) => what.includes('visit'))).toEqual([]);
  });

  it('says of a visit that was left before its load ended that it was, with what answered', async () => {
    const investigationId = await app.toReview();
    const [committed] = plainAnswer(ADDRESS);
    app.ports.browser.answers.set(ADDRESS, committed === undefined ? [] : [committed]);
    await app.do('review.open', { address: ADDRESS });
    expect(visits()).toMatchObject([{ outcome: 'loading' }]);
    await app.do('review.open', { address: 'https://other.example/' });
    expect(visits()).toMatchObject([
      { outcome: 'left', status: 200, finalAddress: ADDRESS, failure: null, judgement: 'open' },
      { outcome: 'shown' },
    ]);
    await app.do('review.open', { address: ADDRESS });
    await app.do('sitting.pause', { reason: 'pause' });
    await app.do('signin.choose', { investigationId });
    await app.signIn();
    await app.do('screen.go', { to: 'review' });
    expect(visits().map(({ outcome }) => outcome)).toEqual(['left', 'shown', 'left']);
  });

  it('keeps the page whose link came to nothing, and records both', async () => {
    await app.toReview();
    const visitId = await app.visit();
    const file = `${ADDRESS}/file.bin`;
    app.ports.browser.emit({ kind: 'started', address: file });
    expect(app.screen('review').current?.address).toBe(file);
    app.ports.browser.emit({
      ...{ kind: 'failed', address: file, code: 'PAGE_DOWNLOAD', detail: 'download' },
      certificates: [],
    });
    app.ports.browser.emit({ kind: 'stayed' });
    expect(app.screen('review').current?.visitId).toBe(visitId);
    expect(visits()).toMatchObject([
      { outcome: 'shown', judgement: 'concern' },
      { address: file, outcome: 'failed', failure: { code: 'PAGE_DOWNLOAD' }, finalAddress: null },
    ]);
    expect(await app.capture()).toBe('RJT/1');
    expect(visits().map(({ exhibits }) => exhibits)).toEqual([['RJT/1'], []]);
  });

  it('records what a page does under its own visit while it leads to the next', async () => {
    await app.toReview();
    app.ports.browser.answers.set(ADDRESS, plainAnswer(ADDRESS).slice(0, 1));
    await app.do('review.open', { address: ADDRESS });
    app.ports.browser.emit({ kind: 'started', address: `${ADDRESS}/next` });
    app.ports.browser.emit({ kind: 'in-page', address: `${ADDRESS}#late` });
    app.ports.browser.emit({ kind: 'titled', title: 'First' });
    app.ports.browser.emit({ kind: 'finished' });
    for (const event of plainAnswer(`${ADDRESS}/next`)) app.ports.browser.emit(event);
    expect(visits()).toMatchObject([
      { outcome: 'shown', title: 'First', finalAddress: `${ADDRESS}#late` },
      { outcome: 'shown', title: 'A page', finalAddress: `${ADDRESS}/next` },
    ]);
  });

  it('records a title that a page changes later, at most one a second and twenty of a visit', async () => {
    await app.toReview();
    await app.visit();
    for (let times = 0; times < 25; times++) {
      app.ports.browser.emit({ kind: 'titled', title: `passing ${times}` });
      app.ports.browser.emit({ kind: 'titled', title: `Title ${times}` });
      app.ports.scheduler.pass(1000);
    }
    expect(visits()[0]?.title).toBe('Title 19');
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said.filter((what) => what.startsWith('The page changed its title'))).toHaveLength(20);
    expect(said.some((what) => what.includes('passing'))).toBe(false);
  });

  it('records the chain of a server whose certificate was refused', async () => {
    await app.toReview();
    const { cert } = await badCertificate('untrusted-root');
    const pems = cert.split(/(?<=-----END CERTIFICATE-----)\s*/u).slice(0, 3);
    const certificates = pems.map((pem) =>
      describeServerCertificate(derOfPem(pem) ?? new Uint8Array()),
    );
    const code = 'PAGE_CERTIFICATE';
    app.ports.browser.answers.set(ADDRESS, [
      { kind: 'failed', address: ADDRESS, code, detail: 'ERR_CERT_INVALID', certificates },
    ]);
    await app.do('review.open', { address: ADDRESS });
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    const from = certificates[0]?.facts?.validFrom.slice(0, 10) ?? '';
    expect(said.find((what) => what.includes(code))).toContain(
      `(PAGE_CERTIFICATE): the server’s certificate is of CN=Countersign test leaf, by CN=Countersign test intermediate, valid ${from} to `,
    );
  });

  it('starts another site as text in a new view, whoever goes there', async () => {
    await app.toReview();
    await app.visit();
    await app.agree('pictures');
    expect(app.screen('review').pictures).toBe('plain');
    app.ports.browser.emit({ kind: 'started', address: 'https://feed.example/other' });
    expect(app.ports.browser.opened).toHaveLength(3);
    app.ports.browser.emit({ kind: 'started', address: 'https://elsewhere.example/' });
    await app.until(() => app.ports.browser.opened.length === 4, 'the new view');
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

  it('names five refused addresses of a kind a second, and counts the rest', async () => {
    await app.toReview();
    await app.visit();
    for (let times = 0; times < 20; times++) {
      const address = `https://pop.example/${times % 10}`;
      app.ports.browser.emit({ kind: 'refused', what: 'pop-up', address });
    }
    app.ports.scheduler.pass(1000);
    expect(app.screen('review').refused).toEqual([{ what: 'Pop-ups', count: 20 }]);
    await app.do('screen.go', { to: 'investigation' });
    const lines = app
      .screen('investigation')
      .timeline.flatMap(({ what }) => (what.includes('pop-up') ? [what] : []));
    expect(lines.toSorted()).toEqual([
      ...[0, 1, 2, 3, 4].map(
        (n) => `Refused to the page: pop-up (https://pop.example/${n}), 2 times`,
      ),
      'Refused to the page: pop-up, 10 times',
    ]);
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
    await app.do('agreement.propose', { what: 'veiled' });
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

describe('an exception for a site', () => {
  const ask = (): Promise<unknown> =>
    app.do('exception.ask', { exception: 'script-posts', account: null });
  const agree = async (): Promise<void> => {
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  };
  const inForce = (): number => app.ports.browser.allowed.at(-1)?.length ?? 0;

  it('begins when both agreed with their codes, is told to the browser before the page loads again, and ends by either', async () => {
    await app.toReview();
    await app.visit();
    expect(app.screen('review').exceptions).toMatchObject({
      askRefusals: { 'script-posts': null, 'viewing-account': null, 'consent-banner': null },
      list: [],
    });
    await ask();
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    const wrong = app.do('agreement.agree', { half: 'second', sittingCode: CODES.first });
    await expect(wrong).rejects.toMatchObject({ code: 'SITTING_CODE_WRONG' });
    expect(inForce()).toBe(0);
    const opened = app.ports.browser.opened.length;
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    const { site, list } = app.screen('review').exceptions;
    const agreementId = list[0]?.agreementId ?? '';
    expect(app.ports.browser.allowed.at(-1)).toEqual([{ agreementId, what: 'script-posts', site }]);
    expect(app.ports.browser.opened).toHaveLength(opened + 1);
    expect(list).toMatchObject([{ site, endedAt: null }]);
    await expect(ask()).rejects.toMatchObject({
      ...{ code: 'INVESTIGATION_REFUSED', message: 'this is agreed for this site already' },
    });
    await app.do('exception.end', { agreementId });
    expect(inForce()).toBe(0);
    expect(app.screen('review').exceptions.list[0]?.endedAt).not.toBeNull();
    await expect(app.do('exception.end', { agreementId })).rejects.toMatchObject({
      ...{ code: 'INVESTIGATION_REFUSED', message: 'there is no such exception in force' },
    });
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain('Exception for the site ended, by one of the two');
    expect(said.some((what) => what.startsWith(`Exception for ${site}, until`))).toBe(true);
  });

  it('is gone with the sitting, and with an agreement that is dropped', async () => {
    const id = await app.toReview();
    await app.visit();
    await ask();
    await app.do('agreement.drop', {});
    expect(app.screen('review').exceptions.list).toEqual([]);
    await ask();
    await agree();
    expect(inForce()).toBe(1);
    app.countersign.pause('screen-locked');
    await app.do('signin.choose', { investigationId: id });
    await app.signIn();
    await app.do('screen.go', { to: 'review' });
    await app.visit();
    expect(inForce()).toBe(0);
    expect(app.screen('review').exceptions.list).toEqual([]);
  });
});

describe('a full archive', () => {
  async function bothAsk(): Promise<void> {
    await app.do('agreement.propose-archive', { categories: ['C14'] });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  }

  it('is off unless both ask for it with their codes, and then stands in the record', async () => {
    await app.toReview();
    await app.visit();
    expect(app.screen('review').archive.agreed).toBe(false);
    expect(await app.capture()).toBe('RJT/1');
    await bothAsk();
    expect(app.screen('review')).toMatchObject({ archive: { agreed: true }, progress: null });
    expect(await app.capture()).toBe('RJT/2');
    const [none, asked] = app.ports.capture.archives;
    expect(none).toBeNull();
    expect(asked?.attestedBy).toEqual([app.id('RJT'), app.id('IMS')]);
    expect(app.screen('review').archive.agreed).toBe(false);
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain('Full archive begun, as both asked');
  });

  it('is refused where what they suspect forbids it', async () => {
    await app.toReview();
    await app.visit();
    const forbidden = app.screen('review').archive.categories.filter(({ allowed }) => !allowed);
    expect(forbidden.map(({ id }) => id)).toEqual(['C1', 'C2', 'C5', 'C11']);
    for (const { id } of forbidden) {
      const asked = app.do('agreement.propose-archive', { categories: ['C14', id] });
      await expect(asked).rejects.toMatchObject({
        code: 'INVESTIGATION_REFUSED',
        message: `no full archive is ever made of ${id}`,
      });
    }
    expect(app.screen('review').agreement).toBeNull();
  });

  it('takes each person’s own code, and can be dropped after both asked', async () => {
    await app.toReview();
    await app.visit();
    await app.do('agreement.propose-archive', { categories: ['C14'] });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    const wrong = app.do('agreement.agree', { half: 'second', sittingCode: CODES.first });
    await expect(wrong).rejects.toMatchObject({ code: 'SITTING_CODE_WRONG' });
    expect(app.screen('review').archive.agreed).toBe(false);
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    expect(app.screen('review').archive.agreed).toBe(true);
    await app.do('agreement.drop', {});
    await app.capture();
    expect(app.ports.capture.archives).toEqual([null]);
  });

  it('is on the disk as an age file only, and not at all when it is stopped on the way', async () => {
    await app.toReview();
    await app.visit();
    await bothAsk();
    await app.capture();
    const kept = ageFiles();
    await bothAsk();
    app.ports.capture.betweenPieces = () => app.do('capture.cancel', {}).then(() => undefined);
    await app.agree('capture');
    await app.until(() => app.screen('review').progress === null, 'the end of the capture');
    expect(app.screen('review').check).toBeNull();
    // Picture and text were written before; of the archive there is nothing, and no key to any of them.
    expect(ageFiles() - kept).toBe(2);
    for (const file of filesBelow(app.ports.vaultPath)) {
      expect([file, readFileSync(file).includes('CANARY-ARCHIVE')]).toEqual([file, false]);
    }
  });
});

describe('a capture with what lies over the page hidden as well', () => {
  async function covered(): Promise<string> {
    await app.toReview();
    await app.visit();
    app.ports.capture.outcome = COVERED;
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    return app.screen('review').check?.captureId ?? '';
  }

  async function bothAgree(): Promise<void> {
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  }

  it('is offered where something lies over it, takes both codes, and takes the place of the first', async () => {
    const captureId = await covered();
    expect(app.screen('review').check).toMatchObject({ mayHideOverlays: true });
    await app.do('capture.again', { captureId });
    expect(app.screen('review').agreement).toMatchObject({ what: 'overlays' });
    await bothAgree();
    await app.until(
      () => (app.screen('review').check?.captureId ?? captureId) !== captureId,
      'the second capture',
    );
    expect(app.ports.capture.plans).toEqual([
      { overlays: false, secondLook: false },
      { overlays: true, secondLook: false },
    ]);
    // The first is gone for good, and the second can't be made a third time.
    expect(app.screen('review').check).toMatchObject({ mayHideOverlays: false });
    const answers = [{ doubtId: 'd1', keep: true, reason: 'The second picture shows the page' }];
    await expect(app.do('capture.accept', { captureId, answers })).rejects.toMatchObject({
      code: 'CAPTURE_UNKNOWN',
    });
    const second = app.screen('review').check?.captureId ?? '';
    const kept = await app.do('capture.accept', { captureId: second, answers });
    expect(kept).toEqual({ exhibitRef: 'RJT/1' });
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain(
      'Asked both about a second picture, with what lies over the page hidden',
    );
    expect(said.some((what) => what.startsWith('Capture discarded: Captured again'))).toBe(true);
  });

  it('leaves the first to be judged where only one agrees, or both think again', async () => {
    const captureId = await covered();
    await app.do('capture.again', { captureId });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    expect(app.screen('review').check?.captureId).toBe(captureId);
    await app.do('agreement.drop', {});
    expect(app.screen('review')).toMatchObject({ agreement: null, progress: null });
    const answers = [{ doubtId: 'd1', keep: true, reason: 'It covers nothing that matters' }];
    expect(await app.do('capture.accept', { captureId, answers })).toEqual({ exhibitRef: 'RJT/1' });
  });

  it('is refused where nothing lies over the page', async () => {
    await app.toReview();
    await app.visit();
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    const captureId = app.screen('review').check?.captureId ?? '';
    expect(app.screen('review').check).toMatchObject({ mayHideOverlays: false });
    await expect(app.do('capture.again', { captureId })).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
      message: 'nothing over the page is in doubt',
    });
  });
});

describe('a second request', () => {
  it('is made only where both agreed to it with the capture', async () => {
    await app.toReview();
    await app.visit();
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    const captureId = app.screen('review').check?.captureId ?? '';
    await app.do('capture.discard', { captureId, reason: 'To try again' });
    await app.do('agreement.propose', { what: 'capture', secondLook: true });
    expect(app.screen('review').agreement?.statement).toContain('a second time, which it can see');
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    await app.until(() => app.screen('review').check !== null, 'the second capture');
    expect(app.ports.capture.plans.map(({ secondLook }) => secondLook)).toEqual([false, true]);
    const second = app.screen('review').check?.captureId ?? '';
    await app.do('capture.accept', { captureId: second, answers: [] });
    await app.do('screen.go', { to: 'investigation' });
    const said = app.screen('investigation').timeline.map(({ what }) => what);
    expect(said).toContain('Asked both whether the site is asked for the page a second time');
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function ageFiles(): number {
  return filesBelow(join(app.ports.vaultPath, 'objects')).length;
}
