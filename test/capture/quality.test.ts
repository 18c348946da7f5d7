import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DoubtList } from '#src/capture/doubt.ts';
import { raiseDoubts, type QualityInput } from '#src/capture/quality.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import { newFound, type Found } from '#src/capture/work.ts';

const EXAMPLE = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);

const CLOCK = { steppedMs: 0, moves: [], bounds: null, timeSources: [] };

/** Doubts about an ordinary page with some facts changed. */
function codes(change: Partial<Found>, more: Partial<QualityInput> = {}): string[] {
  const doubts = new DoubtList();
  const found: Found = {
    ...newFound(),
    address: 'https://chatterly.example/',
    facts: { ready: 'complete', title: 'Chatterly', headings: [] },
    settled: true,
    ...change,
  };
  const document = EXAMPLE.network.exchanges[0] ?? null;
  const trace = { watch: null, second: null };
  const given = {
    found,
    network: EXAMPLE.network,
    status: 200,
    document,
    clock: CLOCK,
  };
  raiseDoubts(doubts, { ...given, trace, pictures: 'loaded', ...more });
  return doubts.list().map((doubt) => doubt.code);
}

function titled(title: string): string[] {
  return codes({ facts: { ready: 'complete', title, headings: [] } });
}

describe('raiseDoubts', () => {
  it('raises none about an ordinary page', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    '404',
    'Error 404',
    '404 – Chatterly',
    '404 Not Found',
    'Page not found',
    'This account doesn’t exist',
    'This content isn’t available right now',
    'Account suspended',
    'Post was removed',
    'Oops, something went wrong',
    '503 Service Unavailable: error 503',
    'Access denied',
  ])('takes "%s" for a page that is not there', (title) => {
    expect(titled(title)).toEqual(['SOFT_ERROR']);
  });

  it.each([
    '500 things to do in Nowhere-on-Sea',
    'Blocked drains and what to do about them',
    'Room 404, a ghost story',
    'The missing glove',
    'I found a heron',
    'Why I deleted nothing',
  ])('takes "%s" for an ordinary title', (title) => {
    expect(titled(title)).toEqual([]);
  });

  it.each([
    ['STATUS_NOT_OK', {}, { status: 404 }],
    ['STATUS_NOT_OK', {}, { status: null }],
    ['STATUS_NOT_OK', { address: 'about:blank' }, { status: null }],
    ['BLANK', { colourShare: 1 }, {}],
    ['NEARLY_BLANK', { colourShare: 0.9999 }, {}],
    ['STILL_LOADING', { settled: false, inFlight: 2 }, {}],
    ['CHANGED', { viewDifferent: 1 }, {}],
    ['CHANGED', { tileDifferent: 1 }, {}],
    ['CHANGED', { passingLines: 2 }, {}],
    ['CLOCK_MOVED', {}, { clock: { ...CLOCK, steppedMs: -5_000 } }],
    [
      'CLOCK_MOVED',
      {},
      { clock: { ...CLOCK, moves: [{ monotonicMs: 1, byMs: -300, backward: true }] } },
    ],
    ['PICTURES_MISSING', { waitingPictures: 1 }, {}],
    ['PICTURES_NOT_LOADED', { facts: { allPictures: 3 } }, { pictures: 'not-loaded' }],
    ['PICTURES_NOT_LOADED', { facts: { frames: 1 } }, { pictures: 'not-loaded' }],
  ] as const)('raises %s', (code, found, more) => {
    expect(codes(found, more)).toContain(code);
  });

  it('asks about a clock that is off by the time server, and whether the sites’ dates fit with that', () => {
    const answer = {
      ...{ name: 'sntp://ntp.school.example', askedAt: '2026-11-17T10:40:00.000Z' },
      ...{ offsetMs: 3_200, delayMs: 4, withinMs: 90, stratum: 2, samples: 3, error: null },
    };
    const factOf = (
      bounds: { lowMs: number; highMs: number; servers: number; agree: number } | null,
      offsetMs: number | null = answer.offsetMs,
    ): string | undefined => {
      const doubts = new DoubtList();
      const { steppedMs, moves } = CLOCK;
      raiseDoubts(doubts, {
        ...{ found: newFound(), network: EXAMPLE.network, status: 200, document: null },
        ...{ trace: { watch: null, second: null }, pictures: 'loaded' },
        clock: { steppedMs, moves, bounds, timeSources: [{ ...answer, offsetMs }] },
      });
      return doubts.list().find(({ code }) => code === 'CLOCK_OFF')?.fact;
    };
    const said =
      'By the time server ntp.school.example this computer’s clock was 3.2 s behind, within 0.1 s.';
    expect(factOf(null)).toBe(`${said} No site said what time it had.`);
    const some = { servers: 2, agree: 2 };
    expect(factOf({ ...some, lowMs: 2_500, highMs: 3_500 })).toBe(
      `${said} The dates that sites sent fit with that.`,
    );
    expect(factOf({ ...some, lowMs: -500, highMs: 400 })).toBe(
      `${said} The dates that sites sent do not fit with that: one of the two is wrong.`,
    );
    expect(factOf(null, 2_000)).toBeUndefined();
    expect(factOf(null, null)).toBeUndefined();
  });

  it('says only that pictures were not asked for where that was the reviewers’ choice', () => {
    const facts = { ready: 'complete', title: '', headings: [], pictures: 3, broken: 3 };
    expect(codes({ facts }, { pictures: 'not-loaded' })).toEqual(['PICTURES_NOT_LOADED']);
    expect(codes({ facts })).toEqual(['PICTURES_MISSING']);
  });

  it('tells an overlay from a page that is built in one fixed box', () => {
    const overlay = (share: number, textShare: number, words: string): string[] =>
      codes({
        facts: {
          ready: 'complete',
          title: '',
          headings: [],
          overlays: [{ share, textShare, words }],
        },
      });
    expect(overlay(0.5, 0.05, 'subscribe')).toEqual(['OVERLAY']);
    expect(overlay(0.05, 0.05, 'we use cookies')).toEqual(['CONSENT']);
    expect(overlay(0.9, 0.95, 'the whole page')).toEqual([]);
    expect(overlay(0.08, 0.02, 'a bar at the top')).toEqual([]);
  });
});
