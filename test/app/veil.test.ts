import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { VEIL_EVERY_MS } from '#src/app/veil.ts';
import { ADDRESS, TestApp } from './test-app.ts';

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

/** What the screens get to see, as text; null where there is nothing. */
async function look(): Promise<string | null> {
  const { png } = await app.do('review.veiled', {});
  return png === null ? null : new TextDecoder().decode(png);
}

async function timeline(): Promise<readonly string[]> {
  await app.do('screen.go', { to: 'investigation' });
  return app.screen('investigation').timeline.map(({ what }) => what);
}

describe('the veiled pictures', () => {
  it('come before the plain ones: nobody can be asked past them', async () => {
    const plainFirst = app.do('agreement.propose', { what: 'pictures' });
    await expect(plainFirst).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
      message: 'look at the pictures veiled first',
    });
    await app.agree('veiled');
    expect(app.screen('review').pictures).toBe('veiled');
    expect(app.screen('review').picturesAgreedAt).not.toBeNull();
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: true, veiled: true });
    await app.agree('pictures');
    expect(app.screen('review').pictures).toBe('plain');
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: true, veiled: false });
  });

  it('go left by one click, and right again only by both', async () => {
    await app.agree('pictures');
    await app.do('review.plain-off', {});
    expect(app.screen('review').pictures).toBe('veiled');
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: true, veiled: true });
    await expect(app.do('review.plain-off', {})).rejects.toMatchObject({
      code: 'INVESTIGATION_REFUSED',
    });
    await app.do('review.reload', {});
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: true, veiled: true });
    await app.do('review.pictures-off', {});
    expect(app.screen('review').pictures).toBe('not-loaded');
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: false, veiled: false });
    const said = await timeline();
    expect(said).toEqual(
      expect.arrayContaining([
        'Asked both about loading the pictures, veiled',
        'Loaded again with its pictures, veiled, as both agreed',
        'Asked both about showing the pictures plain',
        'Loaded again with its pictures plain, as both agreed',
        'Veiled again, by one of the two',
        'Loaded again, its pictures veiled as both had agreed',
        'Loaded again without its pictures',
      ]),
    );
  });

  it('allow no capture, in plain words and by code', async () => {
    await app.agree('veiled');
    expect(app.screen('review').captureRefusal).toContain('nothing is captured while');
    const categories = { categories: ['C14'] };
    for (const asked of [
      app.do('agreement.propose', { what: 'capture' }),
      app.do('agreement.propose-archive', categories),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'CAPTURE_WHILE_VEILED' });
    await app.do('review.pictures-off', {});
    expect(await app.capture()).toBe('RJT/1');
  });

  it('end with the site, whoever leaves it', async () => {
    await app.agree('veiled');
    const { length } = app.ports.browser.opened;
    app.ports.browser.emit({ kind: 'started', address: 'https://feed.example/other' });
    expect(app.screen('review').pictures).toBe('veiled');
    app.ports.browser.emit({ kind: 'started', address: 'mailto:someone@feed.example' });
    expect(app.screen('review').pictures).toBe('veiled');
    expect(app.ports.browser.opened).toHaveLength(length);
    app.ports.browser.emit({ kind: 'started', address: 'https://elsewhere.example/' });
    await app.until(() => app.ports.browser.opened.length === length + 1, 'the new view');
    expect(app.ports.browser.opened.at(-1)).toMatchObject({ pictures: false, veiled: false });
    expect(app.screen('review').pictures).toBe('not-loaded');
    await expect(look()).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
  });
});

describe('veiledPicture', () => {
  it('pictures the page once a second at most, and never when nothing is veiled', async () => {
    await expect(look()).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    await app.agree('veiled');
    // Held still, so that a slow machine doesn't make it later than it is said to be.
    const at = app.ports.clock.monotonicMs();
    const clock = vi.spyOn(app.ports.clock, 'monotonicMs').mockReturnValue(at);
    expect([await look(), await look()]).toEqual(['VEILED 1', 'VEILED 1']);
    clock.mockReturnValue(at + VEIL_EVERY_MS - 1);
    expect(await look()).toBe('VEILED 1');
    clock.mockReturnValue(at + VEIL_EVERY_MS);
    expect(await look()).toBe('VEILED 2');
    clock.mockRestore();
    await app.agree('pictures');
    await expect(look()).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    expect(app.ports.capture.photographs).toBe(2);
  });

  it('keeps nothing of the last picture when the next fails', async () => {
    await app.agree('veiled');
    expect(await look()).toBe('VEILED 1');
    app.ports.capture.photographFails = new EvidenceError('PAGE_CRASHED', 'renderer is gone');
    app.ports.clock.pass(VEIL_EVERY_MS);
    await expect(look()).rejects.toMatchObject({ code: 'PAGE_CRASHED' });
    await expect(look()).rejects.toMatchObject({ code: 'PAGE_CRASHED' });
  });

  it.each([
    ['a stop', () => Promise.resolve(app.countersign.stop())],
    ['a pause', () => Promise.resolve(app.countersign.pause('screen-locked'))],
    ['another address', () => app.do('review.open', { address: `${ADDRESS}?2` })],
    ['another screen', () => app.do('screen.go', { to: 'investigation' })],
  ])('gives nothing of a picture that is being made when %s comes', async (_what, act) => {
    await app.agree('veiled');
    app.ports.capture.whilePicturing = async () => {
      await act();
    };
    expect(await look()).toBeNull();
  });

  it('counts as nobody’s presence: the sitting pauses when only the screen looks', async () => {
    await app.agree('veiled');
    for (let seconds = 0; seconds < 301; seconds++) {
      if (app.countersign.view().screen.kind !== 'review') break;
      await look();
      app.ports.scheduler.pass(1000);
    }
    expect(app.countersign.view().screen.kind).toBe('sign-in');
    expect(app.ports.browser.hasPage).toBe(false);
  });

  it('pushes no view of everything each time it looks', async () => {
    await app.agree('veiled');
    const { revision } = app.countersign.view();
    await look();
    expect(app.countersign.view().revision).toBe(revision);
  });
});

describe('scrollVeiledPage', () => {
  it('scrolls a veiled page and no other', async () => {
    const scroll = () => app.do('review.scroll-veiled', { by: 'page-down' });
    await expect(scroll()).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    await app.agree('veiled');
    await scroll();
    expect(app.ports.capture.scrolled).toEqual(['page-down']);
  });
});
