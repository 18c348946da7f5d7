import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBands } from '#scripts/demo-site/bands.ts';
import { chatterlyRoutes, FEED_HEIGHT_CSS, TALL_HEIGHT_CSS } from '#scripts/demo-site/chatterly.ts';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { decodePng } from '#src/capture/pixels.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { captureAndKeep, createInvestigation, exportPack } from '#test/support/e2e-pack.ts';
import { TEMPLATE_MS, templates } from '#test/support/e2e-template.ts';
import { rulerPath, rulerRoutes } from '#test/support/site/ruler.ts';
import { itWithTool } from '#test/support/tools.ts';

/** What is captured: address, height of its bands in css px, and the columns that hold them. */
const PAGES = [
  ['/', FEED_HEIGHT_CSS, [2, 8, 13]],
  ['/tall', TALL_HEIGHT_CSS, [2, 8, 13]],
  ['/gone', 1000, [2, 8, 13]],
  [rulerPath(2500), 2500, [2, 300, 600]],
] as const;

interface PackFile {
  readonly path: string;
  readonly mediaType: string;
  readonly digest: string;
}
interface PackExhibit {
  readonly exhibitRef: string;
  readonly address: string;
  readonly entryIndex: number;
  readonly files: readonly PackFile[];
}
interface Tile {
  readonly object: string;
  readonly y: number;
  readonly height: number;
}

let site: Site;
let app: RunningApp;
let files: ReadonlyMap<string, Uint8Array>;
let exhibits: readonly PackExhibit[];

const bytesAt = (name: string): Uint8Array => {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`no ${name} in the pack`);
  return bytes;
};
const jsonAt = (name: string): unknown => JSON.parse(new TextDecoder().decode(bytesAt(name)));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  const { ready } = await templates();
  site = await startSite({ ...chatterlyRoutes(), ...rulerRoutes });
  app = await RunningApp.start(ready);
  await app.signIn(null);
  await createInvestigation(app, 'Bands');
  for (const [address] of PAGES) await captureWithPictures(`${site.origin}${address}`);
  const pack = await exportPack(app);
  expect((await verifyPack(pack)).result).toBe('valid');
  files = readCanonicalZip(pack);
  ({ exhibits } = jsonAt('data/pack.json') as { exhibits: readonly PackExhibit[] });
}, TEMPLATE_MS + 300_000);
afterAll(async () => {
  await app.remove();
  await site.close();
});

async function captureWithPictures(address: string): Promise<void> {
  await app.visit(address);
  await app.concern();
  if ((await app.screen('review')).pictures !== 'plain') {
    await app.agree('pictures');
    await app.hands.until(
      'the pictures',
      ({ screen }) =>
        screen.kind === 'review' &&
        screen.pictures === 'plain' &&
        screen.current?.outcome === 'shown',
      STEP_MS,
    );
  }
  await captureAndKeep(app);
}

describe('the exhibits in a pack', () => {
  it('have the digests that stand in the ledger and in the capture record', () => {
    expect(exhibits.map(({ address }) => address)).toEqual(
      PAGES.map(([address]) => `${site.origin}${address}`),
    );
    const lines = new TextDecoder().decode(bytesAt('data/ledger/entries.jsonl')).trim().split('\n');
    for (const exhibit of exhibits) {
      const line = JSON.parse(lines[exhibit.entryIndex] ?? 'null') as {
        disclosed: { payload: { exhibitRef: string; files: { name: string; digest: string }[] } };
      };
      const { payload } = line.disclosed;
      expect(payload.exhibitRef).toBe(exhibit.exhibitRef);
      expect(exhibit.files.length).toBeGreaterThan(2);
      for (const file of exhibit.files) {
        const digest = `sha256:${sha256(bytesAt(file.path))}`;
        expect(digest, file.path).toBe(file.digest);
        const name = path.posix.basename(file.path);
        expect(payload.files.find((one) => one.name === name)?.digest, file.path).toBe(digest);
      }
    }
  });

  itWithTool('sha256sum', 'have the digests that sha256sum prints', (tool) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-sums-'));
    try {
      for (const { path: name, digest } of exhibits.flatMap((exhibit) => exhibit.files)) {
        const file = path.join(folder, 'exhibit');
        writeFileSync(file, bytesAt(name));
        const run = spawnSync(tool, [file], { encoding: 'utf8' });
        expect(`sha256:${run.stdout.slice(0, 64)}`, name).toBe(digest);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(
    PAGES.map(([address, height, columns], index) => [address, height, columns, index] as const),
  )(
    'show the pixels of %s: no band of its whole height is wrong, repeated or missing',
    async (_address, heightCss, columns, index) => {
      const exhibit = exhibits[index];
      const folder = path.posix.dirname(exhibit?.files[0]?.path ?? '');
      const record = jsonAt(`${folder}/capture-record.json`) as {
        picture: { devicePixelRatio: number; tiles: readonly Tile[] };
      };
      const { devicePixelRatio: dpr, tiles } = record.picture;
      const rows = new Set<number>();
      for (const tile of tiles) {
        const pixels = await decodePng(bytesAt(`${folder}/${tile.object}`));
        expect(pixels.height).toBe(tile.height);
        expect(readBands(pixels, { y: tile.y, dpr, columns }), tile.object).toEqual([]);
        for (let row = 0; row < pixels.height; row++) rows.add(tile.y + row);
      }
      // Every row of the page is in some tile.
      expect(rows.size).toBeGreaterThanOrEqual(heightCss * dpr);
    },
  );
});
