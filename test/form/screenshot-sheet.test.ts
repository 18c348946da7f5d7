import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceError } from '#src/core/errors.ts';
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

async function sheets(tiles: readonly Uint8Array[]): Promise<string> {
  const { schoolName, reference, demonstration, preview, first, second, date, caFingerprint } =
    recordInput();
  const exhibit = {
    ...{ exhibitRef: 'RJT/1', address: 'https://chatterly.example/post/4471', capturedAt: date },
    ...{ digest: caFingerprint, widthPx: 1280, heightPx: 3000, tiles },
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
      for (const number of [1, 2, 3]) {
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
