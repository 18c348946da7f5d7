import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareCaptures, picturesRefusal, type OpenedCapture } from '#src/capture/compare.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord, PictureFacts } from '#src/capture/record.ts';

const RECORD = parseCaptureRecord(
  new Uint8Array(readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url))),
);

function pictured(change: Partial<PictureFacts>): CaptureRecord {
  if (RECORD.picture === null) throw new TypeError('the example has a picture');
  return { ...RECORD, picture: { ...RECORD.picture, ...change } };
}

const height = RECORD.picture?.heightPx ?? 0;
const ROWS = Array.from({ length: height }, (_, y) => `row ${y}`);
const TEXT = { text: 'One\nTwo\nThree', cut: false };
const FIRST: OpenedCapture = { record: RECORD, text: TEXT, rows: ROWS };
const otherRows = ROWS.with(40, 'another');
const otherText = { text: 'One\n2\nThree', cut: false };

const compared = async (later: Partial<OpenedCapture>, earlier: Partial<OpenedCapture> = {}) =>
  await compareCaptures({ ...FIRST, ...earlier }, { ...FIRST, ...later });

describe('compareCaptures', () => {
  it.each([
    [{}, 'The recorded text and the pictures of the page are the same.'],
    [{ rows: otherRows }, 'The recorded text is the same, but the pictures of the page differ.'],
    [{ text: otherText }, 'The recorded text differs, but the pictures of the page are the same.'],
    [
      { rows: otherRows, text: otherText },
      'The recorded text and the pictures of the page differ.',
    ],
    [{ rows: null }, 'The recorded text is the same. The pictures were not compared.'],
    [{ text: null }, 'The pictures of the page are the same. The text was not compared.'],
    [{ rows: null, text: null }, 'Neither the text nor the pictures could be compared.'],
  ])(
    'says in one sentence what came of it, and never that what was not compared is the same',
    async (later, words) => {
      expect((await compared(later)).words).toEqual([words]);
    },
  );

  it('names the facts that differ beside', async () => {
    const page = { ...RECORD.page, status: 404, title: 'Gone' };
    const { words, facts } = await compared({ record: { ...RECORD, page } });
    expect(words[1]).toBe('Other facts that differ: title, status.');
    expect(facts.filter(({ same }) => !same)).toEqual([
      { name: 'Title', earlier: RECORD.page.title, later: 'Gone', same: false },
      { name: 'Status', earlier: String(RECORD.page.status), later: '404', same: false },
    ]);
  });

  it('says why pictures of another ratio or width can’t be compared, and marks nothing', async () => {
    for (const [record, why] of [
      [pictured({ devicePixelRatio: 2.5 }), 'with 2.5: no pixel of one is a pixel of the other'],
      [pictured({ widthPx: 801 }), 'the other 801 px: a page lays itself out anew'],
      [{ ...RECORD, picture: null }, 'Not both captures have a picture of the page'],
    ] as const) {
      expect(picturesRefusal(RECORD, record)).toContain(why);
      const { pictures } = await compared({ record, rows: otherRows });
      expect(pictures).toMatchObject({ state: 'not-compared', earlier: [], later: [] });
      expect(pictures.notes).toEqual([expect.stringContaining(why)]);
    }
    expect(picturesRefusal(RECORD, RECORD)).toBeNull();
  });

  it('says that one was captured with its pictures and one without', async () => {
    const pictures = RECORD.provenance.pictures === 'loaded' ? 'not-loaded' : 'loaded';
    const record = { ...RECORD, provenance: { ...RECORD.provenance, pictures } } as const;
    expect((await compared({ record })).pictures.notes).toEqual([
      'One page was captured with its pictures, the other without: that alone is seen.',
    ]);
  });

  it('says that a page was not pictured to its end, also where what there is of it is equal', async () => {
    const cap = { cap: 'height' as const, limit: 100, text: 'Cut' };
    const record = pictured({ capsReached: [cap] });
    const { pictures } = await compared({ record });
    expect(pictures.state).toBe('same');
    expect(pictures.notes).toEqual([
      'A page was not pictured to its end: what lies beyond was not compared.',
    ]);
  });
});
