import { beforeAll, describe, expect, it } from 'vitest';
import { cutPart, devicePxOf, tilesIn, type PlacedTile } from '#src/capture/cut-part.ts';
import { encodePng } from '#src/capture/pixels.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import type { AboutV1 } from '#src/pack/format.ts';
import { digestOf } from '#src/verify/digest.ts';
import { Findings } from '#src/verify/finding.ts';
import type { LedgerFacts } from '#src/verify/ledger.ts';
import { hashFiles } from '#src/verify/pack-files.ts';
import { checkParts } from '#src/verify/parts.ts';

const RATIO = 1.5;
const CSS = { x: 10, y: 50, width: 31, height: 40 };
const WHOLE = 'data/exhibits/RJT-1/';
const PART = 'data/exhibits/RJT-1-1/part.png';
const TILES: readonly PlacedTile[] = [
  { object: 'tile-0001.png', x: 0, y: 0, width: 150, height: 120 },
  { object: 'tile-0002.png', x: 0, y: 100, width: 150, height: 60 },
  { object: 'tile-0003.png', x: 0, y: 150, width: 150, height: 60 },
];

async function tile({ width, height }: PlacedTile, seed: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * (seed + 7)) & 255);
  return encodePng({ width, height, data });
}

interface Case {
  files: Map<string, Uint8Array>;
  kept: Record<string, JsonValue>;
  mark: Record<string, JsonValue>;
  about: {
    exhibits: { kind: string; exhibitId: string; entryIndex: number; parentRef?: string }[];
  };
}

let pngs: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  const made = await Promise.all(
    TILES.map(async (one, i) => [one.object, await tile(one, i)] as const),
  );
  pngs = new Map(made);
});

/** A part as it should be, changed by a test. @returns what is found */
async function found(change: (one: Case) => void | Promise<void> = () => undefined) {
  const picture = { width: 150, height: 210 };
  const px = devicePxOf(CSS, RATIO, picture);
  const parents = tilesIn(TILES, px);
  const open = (name: string) => Promise.resolve(pngs.get(name) ?? new Uint8Array());
  const record = {
    picture: { widthPx: 150, heightPx: 210, devicePixelRatio: RATIO, tiles: TILES },
  };
  const files = new Map([...pngs].map(([name, bytes]) => [WHOLE + name, bytes]));
  files.set(`${WHOLE}capture-record.json`, canonicalBytes(record));
  files.set(PART, await cutPart(parents, px, open));
  const filesOf = (folder: string) =>
    Promise.all(
      [...files]
        .filter(([path]) => path.startsWith(folder))
        .map(async ([path, bytes]) => ({ path, digest: await digestOf(bytes) })),
    );
  const whole = await filesOf(WHOLE);
  const one: Case = {
    files,
    mark: {
      ...{
        css: CSS,
        px: { ...px },
        username: 'a',
        displayName: '',
        shownAt: '',
        said: '',
        why: 'b',
      },
      parents: parents.map(({ object }) => ({
        ...{
          name: object,
          digest: whole.find(({ path }) => path === WHOLE + object)?.digest ?? '',
        },
      })),
    },
    kept: { parentId: 'x', captureId: 'c', producerId: 'p' },
    about: {
      exhibits: [
        {
          ...{ kind: 'capture', exhibitId: 'x', exhibitRef: 'RJT/1' },
          entryIndex: 1,
          ...{ files: whole },
        },
        {
          ...{ kind: 'sub-exhibit', exhibitId: 'y', exhibitRef: 'RJT/1/1', parentRef: 'RJT/1' },
          ...{ entryIndex: 2, files: await filesOf(PART) },
        },
      ],
    },
  };
  await change(one);
  const disclosed = [
    { index: 1, payload: { captureId: 'c', producerId: 'p' } },
    { index: 2, payload: { ...one.kept, mark: one.mark } },
  ];
  const findings = new Findings();
  const ledger = { disclosed } as unknown as LedgerFacts;
  const about = one.about as unknown as AboutV1;
  const uncompared = await checkParts(await hashFiles(one.files), about, ledger, findings);
  return {
    uncompared,
    messages: findings.list.map(({ message }) => message.replace('part expected ', '')),
  };
}

describe('checkParts', () => {
  it('finds nothing where the part is cut from the tiles of its whole, overlaps included', async () => {
    expect(await found()).toEqual({ uncompared: [], messages: [] });
  });

  it('finds a rectangle that does not follow from the other, or lies outside', async () => {
    const message = '"px" that follows from "css" inside the picture';
    for (const css of [
      { ...CSS, x: 11 },
      { ...CSS, height: 41 },
      { ...CSS, y: 5000 },
    ]) {
      expect((await found(({ mark }) => void (mark['css'] = css))).messages).toEqual([message]);
    }
    expect((await found(({ mark }) => void (mark['px'] = CSS))).messages).toEqual([message]);
  });

  it('finds parents that are not the tiles it touches, with their digests', async () => {
    const message = '"parents": the tiles that it touches, with their digests';
    const change = (make: (old: readonly JsonValue[]) => JsonValue) =>
      found(({ mark }) => void (mark['parents'] = make(mark['parents'] as JsonValue[])));
    expect((await change((old) => old.slice(1))).messages).toEqual([message]);
    expect((await change((old) => old.toReversed())).messages).toEqual([message]);
    const digest = `sha256:${'0'.repeat(64)}`;
    const forged = await change((old) => [{ name: 'tile-0001.png', digest }, ...old.slice(1)]);
    expect(forged.messages).toEqual([message]);
  });

  it('finds a rectangle of which some was never pictured', async () => {
    const gap = await found(({ files, mark }) => {
      const tiles = TILES.filter(({ object }) => object !== 'tile-0002.png');
      const picture = { widthPx: 150, heightPx: 210, devicePixelRatio: RATIO, tiles };
      files.set(`${WHOLE}capture-record.json`, canonicalBytes({ picture }));
      mark['parents'] = (mark['parents'] as JsonValue[]).slice(0, 1);
    });
    expect(gap.messages).toEqual(['a rectangle that its tiles show wholly']);
    const narrow = await found(({ files }) => {
      const tiles = TILES.map((one) => ({ ...one, x: 1, width: 40 }));
      const picture = { widthPx: 150, heightPx: 210, devicePixelRatio: RATIO, tiles };
      files.set(`${WHOLE}capture-record.json`, canonicalBytes({ picture }));
    });
    expect(narrow.messages).toEqual(['a rectangle that its tiles show wholly']);
  });

  it('finds one pixel that is another, and a picture of another size', async () => {
    const px = devicePxOf(CSS, RATIO, { width: 150, height: 210 });
    const painted = async (width: number, height: number) =>
      encodePng({ width, height, data: new Uint8Array(width * height * 3) });
    const black = await painted(px.width, px.height);
    expect((await found(({ files }) => void files.set(PART, black))).messages).toEqual([
      'the pixels of its tiles',
    ]);
    const other = await painted(px.width, px.height + 1);
    expect((await found(({ files }) => void files.set(PART, other))).messages).toEqual([
      'one picture of the size that "px" says',
    ]);
  });

  it('finds a whole that is missing, came later, or is another one', async () => {
    const before = 'its whole in the pack, kept before';
    const gone = await found(({ kept }) => void (kept['parentId'] = 'z'));
    expect(gone.messages).toEqual([before]);
    const later = await found(({ about }) => {
      const [whole] = about.exhibits;
      if (whole !== undefined) whole.entryIndex = 3;
    });
    expect(later.messages).toEqual([before]);
    const its = '"parentRef", "captureId" and "producerId" of its whole';
    for (const name of ['captureId', 'producerId']) {
      expect((await found(({ kept }) => void (kept[name] = 'q'))).messages).toEqual([its]);
    }
    const other = await found(({ about }) => {
      const part = about.exhibits[1];
      if (part !== undefined) part.parentRef = 'RJT/2';
    });
    expect(other.messages).toEqual([its]);
  });

  it('finds fields that are missing, and no reason', async () => {
    expect((await found(({ mark }) => void (mark['why'] = ' '))).messages).toEqual(['"why"']);
    const without = await found(({ mark }) => void delete mark['said']);
    expect(without.messages).toEqual(['"mark" expected exactly its fields']);
    const number = await found(({ mark }) => void (mark['username'] = 7));
    expect(number.messages).toEqual(['"username" expected text']);
  });

  it('finds a picture that does not inflate, and says which forms it does not judge', async () => {
    const cutShort = await found(({ files }) => {
      const png = (files.get(PART) ?? new Uint8Array()).slice();
      png.fill(0xff, 60, 80);
      files.set(PART, png);
    });
    expect(cutShort.messages).toHaveLength(1);
    const grey = await found(({ files }) => {
      const png = (files.get(PART) ?? new Uint8Array()).slice();
      png[25] = 0;
      files.set(PART, png);
    });
    expect(grey).toEqual({ uncompared: ['RJT/1/1'], messages: [] });
  });
});
