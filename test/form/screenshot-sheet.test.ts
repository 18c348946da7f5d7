import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceError } from '#src/core/errors.ts';
import type { SheetExhibit, SheetPart } from '#src/form/input.ts';
import type { ExhibitLabel } from '#src/exhibit/label.ts';
import { screenshotSheetHtml } from '#src/form/screenshot-sheet.ts';
import { recordInput } from '#test/support/form-input.ts';
import { printHtml } from '#test/support/print-html.ts';
import { itWithTool } from '#test/support/tools.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-sheet-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const BAND = 100;

/** A picture whose every 100-px band has a grey of its own. */
async function bands(heightPx: number): Promise<Buffer> {
  const pixels = Buffer.alloc(1280 * heightPx);
  for (let y = 0; y < heightPx; y++) {
    pixels.fill(40 + Math.floor(y / BAND) * 6, y * 1280, (y + 1) * 1280);
  }
  return sharp(pixels, { raw: { width: 1280, height: heightPx, channels: 1 } })
    .png()
    .toBuffer();
}

/** A label with a line of continuity whose words are not to be taken for markup. */
function label(): ExhibitLabel {
  const { first, second, reference, date, caFingerprint } = recordInput();
  return {
    ...{ exhibitRef: 'RJT/1', fileName: 'RJT-1', investigationRef: reference, parent: null },
    ...{ description: 'Capture of https://chatterly.example/post/4471', producedAt: date },
    ...{ place: 'Office 3, Review laptop (asset EHS-LT-0417)', digest: caFingerprint },
    ...{ producedBy: first, witnessedBy: second },
    continuity: [
      { from: '–', to: first.name, at: date, purpose: 'Captured <b>here</b>', sealNo: 'S-1' },
    ],
  };
}

const PART: SheetPart = {
  ...{ parentRef: 'RJT/1', username: 'ehs-whispers', displayName: '', shownAt: '2 h' },
  ...{ said: 'Who <i>stays</i> behind?\nSay a name.', why: 'It asks for a name.' },
  css: { x: 40, y: 60, width: 300, height: 90 },
  px: { x: 60, y: 90, width: 450, height: 135 },
  parents: [{ name: 'tile-0001.png', digest: recordInput().caFingerprint }],
};

async function sheets(
  tiles: readonly Uint8Array[],
  {
    gaps = [],
    others = [],
    part = null,
  }: Partial<Pick<SheetExhibit, 'gaps' | 'others' | 'part'>> = {},
): Promise<string> {
  const { schoolName, reference, demonstration, preview, first, second, date, caFingerprint } =
    recordInput();
  const exhibit = {
    ...{ exhibitRef: 'RJT/1', address: 'https://chatterly.example/post/4471', capturedAt: date },
    ...{ digest: caFingerprint, widthPx: 1280, heightPx: 3000, tiles, gaps, others },
    ...{ label: label(), part },
    ...(part === null ? {} : { widthPx: part.px.width, heightPx: part.px.height }),
  };
  return screenshotSheetHtml({
    ...{ schoolName, reference, demonstration, preview, first, second, exhibits: [exhibit] },
  });
}

describe('screenshotSheetHtml', () => {
  it('carries reference, address, time, digest and two signature lines on every sheet', async () => {
    const text = await sheets([await bands(3000)]);
    const pages = text.split('<section class="sheet">').slice(1);
    expect(pages).toHaveLength(3);
    for (const sheet of pages) {
      expect(sheet).toContain('<b>RJT/1</b>');
      expect(sheet).toContain('https://chatterly.example/post/4471');
      expect(sheet).toContain('17 November 2026, 10:40:00 GMT');
      expect(sheet).toContain('0123 4567 89ab cdef');
      expect(sheet.match(/signature and date/g)).toHaveLength(2);
    }
  });

  it('begins with the label: every field of it, its continuity, and what that does not account for', async () => {
    const text = await sheets([await bands(100)], { gaps: ['It changed hands without an entry.'] });
    const [, labelled = ''] = text.split('<section class="label">');
    const [page = ''] = labelled.split('<section class="sheet">');
    for (const words of [
      ...['Exhibit RJT/1', 'EHS-2026-001', 'Office 3, Review laptop (asset EHS-LT-0417)'],
      ...['Rowan Testwell, Assistant headteacher', 'Imogen Sampleford, Head of Year 9'],
      ...['Captured &lt;b&gt;here&lt;/b&gt;', 'S-1', '17 November 2026, 10:40:00 GMT'],
      ...['data/exhibits/RJT-1', '0123 4567 89ab cdef', 'It changed hands without an entry.'],
    ]) {
      expect(page).toContain(words);
    }
    expect(page.match(/signature and date/g)).toHaveLength(2);
    expect(await sheets([])).toContain('Exhibit RJT/1');
    expect(await sheets([])).not.toContain('Not accounted for');
  });

  it('says of each other picture what it is, on each of its sheets and on no other', async () => {
    const caption = 'Not the page as it stood: a script hid <b>what lay over it</b>.';
    const size = { widthPx: 1280, heightPx: 1500 };
    const others = [{ caption, ...size, tiles: [await bands(1500)] }];
    const text = await sheets([await bands(100)], { others });
    const pages = text.split('<section class="sheet">').slice(1);
    expect(pages).toHaveLength(3);
    expect(pages.map((one) => one.includes('What it is'))).toEqual([false, true, true]);
    for (const one of pages.slice(1)) {
      expect(one).toContain('hid &lt;b&gt;what lay over it&lt;/b&gt;');
      expect(one).toContain('1280 × 1500 px');
      expect(one).toContain('class="window e0p1t0"');
    }
    expect(pages[0]).toContain('1280 × 3000 px');
    expect(pages[2]).toContain('sheet 3 of 3');
  });

  itWithTool(
    'pdfinfo',
    'puts a picture with the longest caption on one page a sheet',
    async (tool) => {
      const file = path.join(folder, 'captioned.pdf');
      const caption = 'word '.repeat(100);
      const size = { widthPx: 1280, heightPx: 2300 };
      const tiles = [await bands(2300)];
      const text = await sheets([await bands(100)], { others: [{ caption, ...size, tiles }] });
      writeFileSync(file, await printHtml(text));
      const sheetsThere = text.split('<section class="sheet">').length - 1;
      const said = execFileSync(tool, [file]).toString();
      expect(Number(/Pages:\s+(\d+)/u.exec(said)?.[1])).toBe(sheetsThere + 1);
    },
  );

  it('says of a part what stands there, where it was cut and from what', async () => {
    const text = await sheets([await bands(100)], { part: PART });
    for (const words of [
      ...['ehs-whispers', 'Who &lt;i&gt;stays&lt;/i&gt; behind?\nSay a name.', '>2 h<'],
      ...['It asks for a name.', 'Not shown on the page', 'tile-0001.png: 0123 4567'],
      ...['300 × 90 from 40, 60', '450 × 135 from 60, 90'],
    ]) {
      expect(text).toContain(words);
    }
    expect(await sheets([await bands(100)])).not.toContain('What was said');
  });

  it('prints a small part no larger than twice its size', async () => {
    const part = { ...PART, px: { ...PART.px, width: 150 } };
    expect(await sheets([await bands(100)], { part })).toContain('width: 79.375mm;');
    expect(await sheets([await bands(100)], { part: PART })).toContain('width: 180.000mm;');
  });

  it('throws PICTURE_MALFORMED for a tile that is no PNG', async () => {
    await expect(sheets([new Uint8Array(100)])).rejects.toThrow(
      expect.objectContaining({
        code: 'PICTURE_MALFORMED',
        message: 'picture expected a PNG with a size',
      }) as EvidenceError,
    );
  });

  itWithTool(
    'pdftoppm',
    'prints every band of a long picture once, over as many sheets',
    async (tool) => {
      const file = path.join(folder, 'sheet.pdf');
      writeFileSync(file, await printHtml(await sheets([await bands(3000)])));
      execFileSync(tool, ['-r', '96', '-gray', file, path.join(folder, 'p')]);
      const seen = new Set<number>();
      for (const number of [2, 3, 4]) {
        const { data, info } = await sharp(readFileSync(path.join(folder, `p-${number}.pgm`)))
          .raw()
          .toBuffer({ resolveWithObject: true })
          .catch(() => pgm(path.join(folder, `p-${number}.pgm`)));
        const column = Math.floor(info.width / 2);
        for (let y = 0; y < info.height; y++) {
          const grey = data[(y * info.width + column) * info.channels] ?? 0;
          const band = (grey - 40) / 6;
          if (Number.isInteger(band) && band >= 0 && band < 30) seen.add(band);
        }
      }
      expect([...seen].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    },
  );
});

/** Read a binary PGM as pdftoppm writes it. */
function pgm(file: string): {
  data: Buffer;
  info: { width: number; height: number; channels: number };
} {
  const bytes = readFileSync(file);
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (header === null) throw new Error('a PGM expected');
  const [all, width, height] = header;
  return {
    data: bytes.subarray(all.length),
    info: { width: Number(width), height: Number(height), channels: 1 },
  };
}
