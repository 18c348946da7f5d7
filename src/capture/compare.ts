import { compareCertificates, compareRequests, type ComparedRequests } from './compare-requests.ts';
import { compareRows, type Band } from './compare-rows.ts';
import {
  compareText,
  type ComparedState,
  type ComparedText,
  type RecordedText,
} from './compare-text.ts';
import type { CaptureRecord } from './record.ts';

/** One fact of both captures. */
export interface ComparedFact {
  readonly name: string;
  readonly earlier: string;
  readonly later: string;
  readonly same: boolean;
}

/** The pages' own pictures of two captures. */
export interface ComparedPictures {
  readonly state: ComparedState;
  readonly notes: readonly string[];
  readonly earlier: readonly Band[];
  readonly later: readonly Band[];
}

/** What changed between two captures. */
export interface Comparison {
  /** What came of it in a few sentences. */
  readonly words: readonly string[];
  readonly facts: readonly ComparedFact[];
  readonly text: ComparedText;
  readonly pictures: ComparedPictures;
  readonly requests: ComparedRequests;
}

/** A stored capture, opened. */
export interface OpenedCapture {
  readonly record: CaptureRecord;
  readonly text: RecordedText | null;
  /** Of `PictureRows`; null where the picture has gaps or there is none. */
  readonly rows: readonly string[] | null;
}

/**
 * What changed from one capture to another. It says "the same" only of what stands in both records and is equal.
 * @see docs/spec/capture.md, section 11
 */
export async function compareCaptures(
  earlier: OpenedCapture,
  later: OpenedCapture,
): Promise<Comparison> {
  const text = await compareText(earlier.text, later.text);
  const pictures = await comparePictures(earlier, later);
  const facts = compareFacts(earlier.record, later.record);
  const requests = compareRequests(earlier.record.network, later.record.network);
  return { words: wordsOf(text, pictures, facts), facts, text, pictures, requests };
}

/** Why two pictures can't be laid side by side pixel by pixel; null where they can. */
export function picturesRefusal(earlier: CaptureRecord, later: CaptureRecord): string | null {
  const [mine, theirs] = [earlier.picture, later.picture];
  if (mine === null || theirs === null || mine.tiles.length === 0 || theirs.tiles.length === 0)
    return 'Not both captures have a picture of the page: the pictures were not compared.';
  if (mine.devicePixelRatio !== theirs.devicePixelRatio)
    return `One was pictured with ${mine.devicePixelRatio} device pixels to a CSS pixel, the other with ${theirs.devicePixelRatio}: no pixel of one is a pixel of the other, so the pictures can’t be compared pixel by pixel.`;
  if (mine.widthPx !== theirs.widthPx)
    return `One picture is ${px(mine.widthPx)} wide, the other ${px(theirs.widthPx)}: a page lays itself out anew for each width, so the pictures can’t be compared pixel by pixel.`;
  return null;
}

async function comparePictures(
  earlier: OpenedCapture,
  later: OpenedCapture,
): Promise<ComparedPictures> {
  const none = { state: 'not-compared', earlier: [], later: [] } as const;
  const refusal = picturesRefusal(earlier.record, later.record);
  if (refusal !== null) return { ...none, notes: [refusal] };
  if (earlier.rows === null || later.rows === null)
    return { ...none, notes: ['A part of a picture is missing: the pictures were not compared.'] };
  const notes: string[] = [];
  const [mine, theirs] = [earlier.record.provenance.pictures, later.record.provenance.pictures];
  if (mine !== theirs)
    notes.push('One page was captured with its pictures, the other without: that alone is seen.');
  const cut = [earlier, later].some(
    ({ record, rows }) =>
      (record.picture?.capsReached.length ?? 0) > 0 ||
      (record.picture?.heightPx ?? 0) > (rows?.length ?? 0),
  );
  if (cut) notes.push('A page was not pictured to its end: what lies beyond was not compared.');
  const ratio = earlier.record.picture?.devicePixelRatio ?? 1;
  const rows = await compareRows(earlier.rows, later.rows, ratio);
  if (!rows.followed)
    notes.push('Too much has moved: each row is compared with the one at the same height.');
  const differs = rows.earlier.length + rows.later.length > 0;
  const state = differs ? 'differs' : 'same';
  return { state, notes, earlier: rows.earlier, later: rows.later };
}

function compareFacts(earlier: CaptureRecord, later: CaptureRecord): readonly ComparedFact[] {
  const rows = FACTS.map(([name, valueOf]) => fact(name, valueOf(earlier), valueOf(later)));
  const changed = compareCertificates(earlier.network, later.network);
  return [
    ...rows,
    ...changed
      .slice(0, MAX_CERTIFICATES)
      .map((one) => fact(`Certificate of ${one.host}`, one.earlier, one.later)),
  ];
}

const MAX_CERTIFICATES = 50;

function fact(name: string, earlier: string, later: string): ComparedFact {
  return { name, earlier, later, same: earlier === later };
}

const px = (count: number): string => `${count.toLocaleString('en-GB')} px`;

const FACTS: readonly (readonly [name: string, valueOf: (record: CaptureRecord) => string])[] = [
  ['Title', ({ page }) => page.title || 'None'],
  ['Address after redirects', ({ page }) => page.address],
  ['Status', ({ page }) => String(page.status ?? 'None')],
  ['State of the capture', ({ state }) => state],
  [
    'Pictures',
    ({ provenance }) => (provenance.pictures === 'loaded' ? 'Loaded' : 'Not loaded, as agreed'),
  ],
  [
    'Picture size',
    ({ picture }) =>
      picture === null ? 'None' : `${px(picture.widthPx)} by ${px(picture.heightPx)}`,
  ],
  ['Device pixels to a CSS pixel', ({ picture }) => String(picture?.devicePixelRatio ?? 'None')],
  ['Pictures of the page', ({ picture }) => String(picture?.tiles.length ?? 0)],
  ['Parts that scroll inside themselves', ({ picture }) => String(picture?.inner.length ?? 0)],
  ['Requests', ({ network }) => String(network.exchanges.length)],
  ['Requests without a record', ({ network }) => String(network.missed.length)],
  ['Servers with a certificate', ({ network }) => String(hostsOf(network))],
];

function hostsOf({ certificates }: CaptureRecord['network']): number {
  return new Set(certificates.map(({ host }) => host)).size;
}

function wordsOf(
  text: ComparedText,
  pictures: ComparedPictures,
  facts: readonly ComparedFact[],
): readonly string[] {
  const both = BOTH[`${text.state} ${pictures.state}`];
  const other = facts.filter(({ same }) => !same).map(({ name }) => name.toLowerCase());
  const rest =
    other.length === 0 ? [] : [`Other facts that differ: ${other.slice(0, 8).join(', ')}.`];
  return [both, ...rest];
}

const BOTH: Readonly<Record<`${ComparedState} ${ComparedState}`, string>> = {
  'same same': 'The recorded text and the pictures of the page are the same.',
  'same differs': 'The recorded text is the same, but the pictures of the page differ.',
  'same not-compared': 'The recorded text is the same. The pictures were not compared.',
  'differs same': 'The recorded text differs, but the pictures of the page are the same.',
  'differs differs': 'The recorded text and the pictures of the page differ.',
  'differs not-compared': 'The recorded text differs. The pictures were not compared.',
  'not-compared same': 'The pictures of the page are the same. The text was not compared.',
  'not-compared differs': 'The pictures of the page differ. The text was not compared.',
  'not-compared not-compared': 'Neither the text nor the pictures could be compared.',
};
