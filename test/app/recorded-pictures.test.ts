import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partsFacts, picturesOf, secondWords } from '#src/app/recorded-pictures.ts';
import type { CaptureRecord, InnerPart } from '#src/capture/record.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';

const example = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);

function pictured(change: Partial<NonNullable<CaptureRecord['picture']>>): CaptureRecord {
  if (example.picture === null) throw new TypeError('the example expected to have a picture');
  return { ...example, picture: { ...example.picture, ...change } };
}

function inner(change: Partial<InnerPart>): InnerPart {
  const tile = { object: 'inner-01-0001.png', x: 0, y: 0, width: 300, height: 200 };
  return {
    ...{ part: 1, kind: 'part', label: 'div#list', address: null, reason: null, state: 'whole' },
    place: { x: 0, y: 0, width: 300, height: 200 },
    ...{ contentWidthCss: 300, contentHeightCss: 150, overlaps: { compared: 0, different: 0 } },
    tiles: [tile],
    ...change,
  };
}

describe('picturesOf', () => {
  it('gives the page first, then each part that has a picture, and none that is only listed', () => {
    const listed = inner({ part: 2, state: 'listed', reason: 'Too many.', tiles: [] });
    const cut = inner({ part: 3, state: 'cut', reason: 'It goes back when it is scrolled.' });
    const pictures = picturesOf(pictured({ inner: [inner({}), listed, cut] }));
    expect(pictures.map(({ key }) => key)).toEqual(['page', 'inner-1', 'inner-3']);
    expect(pictures[1]).toMatchObject({ name: 'Part 1: div#list', widthPx: 300, heightPx: 200 });
    expect(pictures[1]?.caption).toContain('Pictured from its beginning to its end.');
    expect(pictures[2]?.caption).toContain('It goes back when it is scrolled.');
  });

  it('says of the second picture that it is not the page as it stood, and what was hidden', () => {
    const { picture } = pictured({ inner: [] });
    const record: CaptureRecord = {
      ...pictured({ inner: [] }),
      withoutOverlays: {
        ...{ shim: 'hide-overlays', remaining: 1, restored: true, picture },
        hidden: [{ words: 'we use cookies', share: 0.4 }],
      },
    };
    const [, second] = picturesOf(record);
    expect(second?.key).toBe('without-overlays');
    expect(second?.caption).toMatch(/^Not the page as it stood: .*“we use cookies”.*could not be/u);
    const facts = partsFacts(record);
    expect(facts).toContainEqual({ name: 'What lay over the page', value: '1 hidden, 1 left' });
  });

  it('gives what was in view at first where there is no tile, and nothing without that', () => {
    const [view, ...others] = picturesOf({ ...example, picture: null });
    expect([view?.key, view?.tiles[0]?.object, others]).toEqual(['view', 'viewport.png', []]);
    expect(picturesOf({ ...example, picture: null, objects: [] })).toEqual([]);
  });
});

describe('partsFacts', () => {
  it('counts parts by how far they were pictured, and says why one was not', () => {
    const listed = inner({ part: 2, state: 'listed', reason: 'Too many.', tiles: [] });
    const facts = partsFacts(pictured({ inner: [inner({}), listed] }));
    expect(facts).toContainEqual({
      name: 'Parts that scroll',
      value: '1 pictured whole, 0 in part, 1 not at all',
    });
    expect(facts).toContainEqual({ name: 'Part 2: div#list', value: 'Too many.' });
  });
});

describe('secondWords', () => {
  it('says what a second request gave, and nothing where there was none', () => {
    expect(secondWords(null)).toBeNull();
    const second = {
      ...{ openedAt: example.clock.startedAt, address: 'https://x.example/', body: null },
      ...{ status: 503, same: false, onlyFirst: { lines: 2, samples: [] } },
      onlySecond: { lines: 1, samples: [] },
    };
    expect(secondWords(second)).toBe(
      'Gave something else: 2 lines only at first, 1 only then, status 503',
    );
    expect(secondWords({ ...second, same: true })).toBe('Gave the same');
  });
});
