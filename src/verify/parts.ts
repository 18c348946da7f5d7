import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { AboutCapture, AboutPart, AboutV1 } from '#src/pack/format.ts';
import { Fields, isFields, type JsonFields } from './fields.ts';
import type { Findings } from './finding.ts';
import type { LedgerFacts } from './ledger.ts';
import { fileAt, type PackFiles } from './pack-files.ts';
import { pngHead, readPng, type ReadPng } from './read-png.ts';

const CODE = 'PACK_EXHIBIT_UNPROVED';
const MARK = ['css', 'px', 'parents', 'username', 'displayName', 'shownAt', 'said', 'why'];
const MAX_PX = 16_777_216;
const MAX_PARTS = 50;
const MAX_TILE_BYTES = 512 * 1024 * 1024;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One tile of the whole, as its capture record places it. */
interface Tile extends Box {
  readonly name: string;
}

/** The picture of the whole, as its capture record says. */
interface Whole {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly tiles: readonly Tile[];
}

function unproved(expected: string): EvidenceError {
  return new EvidenceError(CODE, `part expected ${expected}`);
}

function boxOf(value: JsonValue | undefined, name: string): Box {
  const fields = new Fields(value, name, ['x', 'y', 'width', 'height'], CODE);
  const [x, y] = [fields.count('x'), fields.count('y')];
  return { x, y, width: fields.count('width'), height: fields.count('height') };
}

function numberOf(fields: JsonFields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && value >= 0) return value;
  throw unproved(`"${name}" of the whole's picture`);
}

function wholeOf(files: PackFiles, whole: AboutCapture): Whole {
  const record = whole.files.find(({ path }) => path.endsWith('/capture-record.json'));
  if (record === undefined) throw unproved("the whole's capture record");
  const value = parseCanonical(fileAt(files, record.path));
  const picture = isFields(value) ? value['picture'] : undefined;
  if (!isFields(picture) || !Array.isArray(picture['tiles'])) throw unproved('a pictured whole');
  const tiles = (picture['tiles'] as readonly JsonValue[]).filter(isFields).map((tile) => ({
    name: typeof tile['object'] === 'string' ? tile['object'] : '',
    ...{ x: numberOf(tile, 'x'), y: numberOf(tile, 'y') },
    ...{ width: numberOf(tile, 'width'), height: numberOf(tile, 'height') },
  }));
  const [width, height] = [numberOf(picture, 'widthPx'), numberOf(picture, 'heightPx')];
  return { width, height, ratio: numberOf(picture, 'devicePixelRatio'), tiles };
}

/** Rounded outwards; what is within a millionth of a whole number is that number. */
function pxFrom(css: Box, { ratio, width, height }: Whole): Box {
  const whole = (value: number, round: (value: number) => number): number =>
    Math.abs(value - Math.round(value)) <= 1e-6 ? Math.round(value) : round(value);
  const [x, y] = [whole(css.x * ratio, Math.floor), whole(css.y * ratio, Math.floor)];
  const right = Math.min(width, whole((css.x + css.width) * ratio, Math.ceil));
  const bottom = Math.min(height, whole((css.y + css.height) * ratio, Math.ceil));
  return { x, y, width: right - x, height: bottom - y };
}

/** What two boxes share; null for nothing. */
function shared(a: Box, b: Box): Box | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function holds(box: Box, x: number, y: number): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/** Whether boxes cover one of their own wholly: what no tile shows could be compared with nothing. */
function isCovered(px: Box, boxes: readonly Box[]): boolean {
  const areas = boxes.flatMap((box) => shared(box, px) ?? []);
  // Between two edges all rows are alike, so one of them is looked at.
  const rows = new Set([px.y, ...areas.map(({ y, height }) => y + height)]);
  rows.delete(px.y + px.height);
  return [...rows].every((y) => {
    let reached = px.x;
    const across = areas.filter((area) => holds(area, area.x, y)).toSorted((a, b) => a.x - b.x);
    for (const { x, width } of across) if (x <= reached) reached = Math.max(reached, x + width);
    return reached >= px.x + px.width;
  });
}

function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** Where the part has to lie and which tiles it has to be cut from; both as the entry says. */
function checkMark(
  mark: Fields,
  whole: Whole,
  exhibit: AboutCapture,
): { readonly px: Box; readonly tiles: readonly Tile[] } {
  const px = boxOf(mark.json('px'), 'px');
  const fits = px.width > 0 && px.height > 0 && px.width * px.height <= MAX_PX;
  if (!fits || !sameBox(px, pxFrom(boxOf(mark.json('css'), 'css'), whole)))
    throw unproved('"px" that follows from "css" inside the picture');
  for (const name of ['username', 'displayName', 'shownAt', 'said']) mark.text(name);
  if (mark.text('why').trim() === '') throw unproved('"why"');
  const tiles = whole.tiles.filter((tile) => shared(tile, px) !== null);
  if (!isCovered(px, tiles)) throw unproved('a rectangle that its tiles show wholly');
  const parents = mark.list(
    'parents',
    (one) => new Fields(one, 'parent', ['name', 'digest'], CODE),
  );
  const folder = `data/exhibits/${exhibit.exhibitRef.replaceAll('/', '-')}/`;
  const right =
    parents.length === tiles.length &&
    tiles.length > 0 &&
    parents.every((parent, i) => {
      const file = exhibit.files.find(({ path }) => path === folder + parent.text('name'));
      return parent.text('name') === tiles[i]?.name && file?.digest === parent.digest('digest');
    });
  if (!right) throw unproved('"parents": the tiles that it touches, with their digests');
  return { px, tiles };
}

/** Whether the pixels of a tile inside the part are the part's, but for those that later tiles cover. */
function sameThere(
  part: ReadPng,
  px: Box,
  tile: ReadPng,
  at: Tile,
  later: readonly Tile[],
): boolean {
  const area = shared(at, px);
  if (area === null) return true;
  const covers = later.flatMap((one) => shared(one, area) ?? []);
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (covers.some((one) => holds(one, x, y))) continue;
      const p = ((y - px.y) * part.width + x - px.x) * part.channels;
      const t = ((y - at.y) * tile.width + x - at.x) * tile.channels;
      for (let i = 0; i < 3; i++) if (part.data[p + i] !== tile.data[t + i]) return false;
    }
  }
  return true;
}

/** Cut it again, one tile at a time. @returns false where a picture has a form that isn't judged here */
async function compare(
  files: PackFiles,
  part: AboutPart,
  whole: AboutCapture,
  place: { readonly px: Box; readonly tiles: readonly Tile[] },
): Promise<boolean> {
  const { px, tiles } = place;
  const png = fileAt(files, part.files[0]?.path ?? '', MAX_TILE_BYTES);
  const head = pngHead(png);
  if (part.files.length !== 1 || head.getUint32(0) !== px.width || head.getUint32(4) !== px.height)
    throw unproved('one picture of the size that "px" says');
  const cut = await readPng(png);
  if (cut === null) return false;
  const folder = `data/exhibits/${whole.exhibitRef.replaceAll('/', '-')}/`;
  for (const [i, tile] of tiles.entries()) {
    const pixels = await readPng(fileAt(files, folder + tile.name, MAX_TILE_BYTES));
    if (pixels === null) return false;
    if (pixels.width !== tile.width || pixels.height !== tile.height)
      throw unproved('tiles of the size that the capture record says');
    if (!sameThere(cut, px, pixels, tile, tiles.slice(i + 1)))
      throw unproved('the pixels of its tiles');
  }
  return true;
}

/** The whole, in the pack and kept before; the entry's own claims about it have to be its. */
function wholeFor(part: AboutPart, kept: JsonFields, about: AboutV1, ledger: LedgerFacts) {
  const whole = about.exhibits.find(({ exhibitId }) => exhibitId === kept['parentId']);
  if (whole?.kind !== 'capture' || whole.entryIndex >= part.entryIndex)
    throw unproved('its whole in the pack, kept before');
  const of = ledger.disclosed.find(({ index }) => index === whole.entryIndex)?.payload;
  const own =
    isFields(of) &&
    part.parentRef === whole.exhibitRef &&
    part.exhibitRef.startsWith(`${whole.exhibitRef}/`) &&
    kept['captureId'] === of['captureId'] &&
    kept['producerId'] === of['producerId'];
  if (!own) throw unproved('"parentRef", "captureId" and "producerId" of its whole');
  return whole;
}

/**
 * Verify that every sub-exhibit is cut from its whole as its entry says: place, parents, and, by cutting
 * again, every pixel.
 * @returns references of those whose pixels could not be compared
 * @see docs/spec/pack.md, section 7a
 */
export async function checkParts(
  files: PackFiles,
  about: AboutV1,
  ledger: LedgerFacts,
  findings: Findings,
): Promise<readonly string[]> {
  const uncompared: string[] = [];
  const counts = new Map<string, number>();
  for (const part of about.exhibits) {
    if (part.kind !== 'sub-exhibit') continue;
    await findings.collect(`exhibit ${part.exhibitRef}`, async () => {
      const kept = ledger.disclosed.find(({ index }) => index === part.entryIndex)?.payload;
      if (!isFields(kept)) throw unproved('the entry that kept it, disclosed');
      const whole = wholeFor(part, kept, about, ledger);
      const count = (counts.get(whole.exhibitRef) ?? 0) + 1;
      counts.set(whole.exhibitRef, count);
      if (count > MAX_PARTS) throw unproved(`at most ${MAX_PARTS} of one whole`);
      const mark = new Fields(kept['mark'], 'mark', MARK, CODE);
      const place = checkMark(mark, wholeOf(files, whole), whole);
      if (!(await compare(files, part, whole, place))) uncompared.push(part.exhibitRef);
    });
  }
  return uncompared;
}
